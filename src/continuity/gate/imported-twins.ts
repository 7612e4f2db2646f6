import type { GateFinding, GateSubject } from './gate-finding.ts';

/**
 * A warning of G11 for each imported node that has the id of a person's own and stands elsewhere: the two are
 * taken for one thing, though nobody said so.
 *
 * @source continuity specification, section 5 (hand-written words are never overwritten)
 */
export function listImportedTwins({ document }: GateSubject): GateFinding[] {
  return document.twins
    .filter(({ ownAt, importedAt }) => ownAt !== importedAt)
    .map(({ id, ownAt, importedAt, place }) => ({
      rule: 'G11',
      code: 'import_same_id',
      level: 'warning',
      about: id,
      loss: '',
      params: { node: id, ownAt, importedAt },
      place,
    }));
}
