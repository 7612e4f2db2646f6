/** A queue that gives the node with the fewest minutes first; ties go to the lower node number. */
export interface MinuteQueue {
  push(minutes: number, node: number): void;
  pop(): { readonly minutes: number; readonly node: number } | undefined;
}

/** Gives an empty queue (a binary heap). */
export function createMinuteQueue(): MinuteQueue {
  const heap: { minutes: number; node: number }[] = [];
  return {
    push(minutes, node) {
      heap.push({ minutes, node });
      siftUp(heap);
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        siftDown(heap);
      }
      return first;
    },
  };
}

type Entry = { minutes: number; node: number };

function isBefore(left: Entry, right: Entry): boolean {
  return left.minutes < right.minutes || (left.minutes === right.minutes && left.node < right.node);
}

function siftUp(heap: Entry[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap[at] as Entry, heap[parent] as Entry)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(heap: Entry[]): void {
  let at = 0;
  for (;;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && isBefore(heap[child] as Entry, heap[least] as Entry))
        least = child;
    }
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: Entry[], left: number, right: number): void {
  const kept = heap[left] as Entry;
  heap[left] = heap[right] as Entry;
  heap[right] = kept;
}
