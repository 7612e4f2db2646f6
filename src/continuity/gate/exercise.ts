import { addDays, parseLocalDate } from '../../kernel/index.ts';
import type { Evidence, InventoryNode } from '../inventory.ts';

/**
 * Tells whether evidence is of an exercise of the whole of what was lost: a drill, or the event itself.
 *
 * It counts for the exact domain it removed: a drill of a hall says nothing of its building. One that
 * failed, or removed a part, does not count.
 *
 * @source continuity specification, sections 0.7 and 4 (a drill of part of a domain never covers it)
 */
export function isExerciseOf(evidence: Evidence, domains: readonly string[]): boolean {
  return (
    (evidence.class === 'drilled' || evidence.class === 'happened') &&
    evidence.scope !== 'partial' &&
    evidence.result !== 'failed' &&
    evidence.domain === [...domains].sort().join('+')
  );
}

/** Gives the last local date that is not ahead of a day; one more is granted, because days begin elsewhere earlier. */
export function lastDayKnown(today: string): string {
  const date = parseLocalDate(today);
  return date === undefined ? today : addDays(date, 1);
}

/** Lists what a node's evidence says of one of its options, or of itself where no option is given. */
export function evidenceAbout(node: InventoryNode, option: string | undefined): Evidence[] {
  const names = node.options.map(({ name }) => name);
  return node.evidence.filter((evidence) =>
    option === undefined ? !names.includes(evidence.about ?? '') : evidence.about === option,
  );
}

/** Gives the latest date of some evidence, or the empty text when none has one. */
export function latestDate(evidence: readonly Evidence[]): string {
  return evidence
    .map(({ date }) => date ?? '')
    .reduce((left, right) => (left > right ? left : right), '');
}
