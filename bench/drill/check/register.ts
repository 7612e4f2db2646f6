/** One operation on a register, from when it was asked for until it was answered (milliseconds). */
export interface RegisterOperation {
  readonly kind: 'write' | 'read';
  /** What was written, or what the read gave. Each value is written at most once. */
  readonly value: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** A write that was not answered may take effect at any time after it was asked for, or never. */
  readonly isAnswered: boolean;
}

/** Whether the operations can be put in an order. */
export interface RegisterVerdict {
  readonly operations: number;
  /** `undecided`: more orders than were tried. */
  readonly order: 'found' | 'none' | 'undecided';
  /** Where there is none: the read or write up to which one was found, in words. */
  readonly stuckAt?: string;
}

interface Spanned {
  readonly operation: RegisterOperation;
  readonly from: number;
  readonly until: number;
}

/** So many states are tried; a history of a drill needs some thousands. */
const statesMax = 500_000;

/**
 * Checks that a register was linearizable: that its operations can be put in one order in which each
 * takes effect between its question and its answer, and every read gives what was written last.
 *
 * Writes that were never answered and never read can be left out of any order, and are.
 *
 * @param initial what the register held before the first operation
 * @source J. M. Wing, C. Gong: Testing and verifying concurrent objects (1993); G. Lowe's memory of
 *   states that were tried (2017); Jepsen, Knossos
 */
export function checkRegister(
  operations: readonly RegisterOperation[],
  initial: string,
): RegisterVerdict {
  const wasRead = new Set(
    operations.filter(({ kind }) => kind === 'read').map(({ value }) => value),
  );
  const spans = operations
    .filter(({ kind, value, isAnswered }) => isAnswered || (kind === 'write' && wasRead.has(value)))
    .map((operation) => ({
      operation,
      from: operation.startedAt,
      until: operation.isAnswered ? operation.endedAt : Number.POSITIVE_INFINITY,
    }))
    .sort((left, right) => left.from - right.from);
  return { operations: operations.length, ...search(spans, initial) };
}

interface State {
  readonly done: bigint;
  readonly value: string;
}

/** Gives what may come next: what began before the first answer that is still missing. */
function listNext(spans: readonly Spanned[], { done, value }: State): State[] {
  let firstAnswer = Number.POSITIVE_INFINITY;
  for (const [index, { until }] of spans.entries()) {
    if (((done >> BigInt(index)) & 1n) === 0n && until < firstAnswer) firstAnswer = until;
  }
  const next: State[] = [];
  for (const [index, { operation, from }] of spans.entries()) {
    if (from > firstAnswer) break;
    if (((done >> BigInt(index)) & 1n) !== 0n) continue;
    if (operation.kind === 'read' && operation.value !== value) continue;
    next.push({ done: done | (1n << BigInt(index)), value: operation.value });
  }
  return next;
}

const isOver = (spans: readonly Spanned[], { done }: State): boolean =>
  spans.every(({ until }, index) => until === Infinity || ((done >> BigInt(index)) & 1n) === 1n);

function search(
  spans: readonly Spanned[],
  initial: string,
): Pick<RegisterVerdict, 'order' | 'stuckAt'> {
  const tried = new Set<string>();
  const open: State[] = [{ done: 0n, value: initial }];
  let furthest = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (isOver(spans, state)) return { order: 'found' };
    if (tried.size > statesMax) return { order: 'undecided' };
    furthest = Math.max(furthest, firstMissing(state.done));
    for (const next of listNext(spans, state)) {
      const key = `${next.done.toString(36)} ${next.value}`;
      if (tried.has(key)) continue;
      tried.add(key);
      open.push(next);
    }
  }
  const stuck = spans[furthest]?.operation;
  return {
    order: 'none',
    ...(stuck === undefined
      ? {}
      : { stuckAt: `${stuck.kind} of ${stuck.value} at ${new Date(stuck.endedAt).toISOString()}` }),
  };
}

function firstMissing(done: bigint): number {
  let index = 0;
  while (((done >> BigInt(index)) & 1n) === 1n) index += 1;
  return index;
}
