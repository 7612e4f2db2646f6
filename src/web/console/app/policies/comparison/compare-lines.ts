/** A line of two texts side by side. */
export interface ComparedLine {
  readonly key: string;
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Gives the lines of two texts in order: those they share, those that went, those that came. */
export function compareLines(before: string, after: string): readonly ComparedLine[] {
  const [old, current] = [linesOf(before), linesOf(after)];
  const lengths = sharedLengths(old, current);
  const lines: ComparedLine[] = [];
  const add = (kind: ComparedLine['kind'], text: string) =>
    lines.push({ key: `${lines.length} ${kind}`, kind, text });
  let [at, now] = [0, 0];
  while (at < old.length || now < current.length) {
    const kind = kindAt({ old, current, lengths }, at, now);
    add(kind, (kind === 'added' ? current[now] : old[at]) ?? '');
    if (kind !== 'added') at += 1;
    if (kind !== 'removed') now += 1;
  }
  return lines;
}

interface Texts {
  readonly old: readonly string[];
  readonly current: readonly string[];
  readonly lengths: readonly (readonly number[])[];
}

function kindAt({ old, current, lengths }: Texts, at: number, now: number): ComparedLine['kind'] {
  if (at >= old.length) return 'added';
  if (now >= current.length) return 'removed';
  if (old[at] === current[now]) return 'same';
  const [without, withNew] = [lengths[at + 1]?.[now] ?? 0, lengths[at]?.[now + 1] ?? 0];
  return without >= withNew ? 'removed' : 'added';
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

/** How many lines the rests of two texts share, from each pair of places on. */
function sharedLengths(old: readonly string[], current: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array<number>(current.length + 1).fill(0),
  );
  for (let at = old.length - 1; at >= 0; at -= 1) {
    for (let now = current.length - 1; now >= 0; now -= 1) {
      const row = lengths[at] as number[];
      row[now] =
        old[at] === current[now]
          ? (lengths[at + 1]?.[now + 1] ?? 0) + 1
          : Math.max(lengths[at + 1]?.[now] ?? 0, row[now + 1] ?? 0);
    }
  }
  return lengths;
}
