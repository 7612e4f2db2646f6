import { diffArrays } from 'diff';

/** A run of words that both versions have, or one of them only. */
export interface WordRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * How many words may still be told apart one by one. The work grows with the square of what differs
 * between two paragraphs, and anybody may ask for it.
 */
export interface WordBudget {
  left: number;
}

// Beyond these, what differs is told as a whole: so much of a paragraph is new that words say little.
const wordsOnceMax = 400;
const paragraphsMax = 600;

/** Gives what the parts of one report may take together. */
export const openWordBudget = (): WordBudget => ({ left: 4_000 });

/** Parts a text into paragraphs and what stands between them. */
const splitParagraphs = (text: string): string[] => text.split(/(\n\n)/);

const replaced = (was: string, now: string): WordRun[] => [
  ...(was === '' ? [] : [{ kind: 'removed' as const, text: was }]),
  ...(now === '' ? [] : [{ kind: 'added' as const, text: now }]),
];

/** Parts a text into words of any script, the spaces between them, and signs one by one. */
const splitWords = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];

function compareParagraph(was: string, now: string, budget: WordBudget): readonly WordRun[] {
  if (was === '' || now === '') return replaced(was, now);
  const maxEditLength = Math.min(wordsOnceMax, budget.left);
  const runs = diffArrays(splitWords(was), splitWords(now), { maxEditLength });
  const spent = runs?.reduce(
    (sum, run) => sum + (run.added || run.removed ? run.value.length : 0),
    0,
  );
  budget.left -= spent ?? maxEditLength;
  if (runs === undefined) return replaced(was, now);
  return runs.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

interface Stretch {
  readonly isSame: boolean;
  readonly was: readonly string[];
  readonly now: readonly string[];
}

const joinStretches = (first: Stretch, then: Stretch): Stretch => ({
  isSame: false,
  was: [...first.was, ...then.was],
  now: [...first.now, ...then.now],
});

/** Parts two texts into paragraphs they share and stretches in which they differ, in order. */
function alignParagraphs(was: string, now: string): readonly Stretch[] {
  const [before, after] = [splitParagraphs(was), splitParagraphs(now)];
  const changes = diffArrays(before, after, { maxEditLength: paragraphsMax });
  if (changes === undefined) return [{ isSame: false, was: before, now: after }];
  const stretches: Stretch[] = [];
  for (const { added, removed, value } of changes) {
    const isSame = !added && !removed;
    const own = { isSame, was: added ? [] : value, now: removed ? [] : value };
    const last = stretches.at(-1);
    if (isSame || last === undefined || last.isSame) stretches.push(own);
    else stretches.splice(-1, 1, joinStretches(last, own));
  }
  return stretches;
}

/**
 * Compares two texts: paragraph by paragraph, and within paragraphs that differ word by word. The
 * runs that are not added come to the first text, those not removed to the second. Where the budget
 * ends, or more than 400 words differ in one place, that place is told as removed and added whole.
 */
export function compareWords(
  was: string,
  now: string,
  budget: WordBudget = openWordBudget(),
): readonly WordRun[] {
  return alignParagraphs(was, now).flatMap((stretch): readonly WordRun[] => {
    const [before, after] = [stretch.was.join(''), stretch.now.join('')];
    if (stretch.isSame) return [{ kind: 'same', text: before }];
    return compareParagraph(before, after, budget);
  });
}
