const NAMES_MAX = 5_000;

/** Gives the known name closest to a mistyped one, at most two edits (or a third of it) away. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = Math.max(2, Math.floor(name.length / 3)) + 1;
  let tried = 0;
  for (const candidate of known) {
    tried += 1;
    if (tried > NAMES_MAX) break;
    if (Math.abs(candidate.length - name.length) >= distance) continue;
    const found = editDistance(name, candidate);
    if (found < distance) {
      best = candidate;
      distance = found;
    }
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1) {
      const change = left[at - 1] === right[to - 1] ? 0 : 1;
      next.push(
        Math.min(
          (next[to - 1] as number) + 1,
          (row[to] as number) + 1,
          (row[to - 1] as number) + change,
        ),
      );
    }
    row = next;
  }
  return row[right.length] as number;
}
