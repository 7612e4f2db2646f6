import { expect, test } from 'vitest';
import { findLacking, lackedDocuments } from './lacking.ts';

const before = { outcome: 'deny', reasonCode: 'business_not_shown', awards: [] } as const;
const upheld = { claimId: 'a', before };
const claim = { claimId: 'b', ...before, granted: [], findings: [] };

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a document that can be asked for', 'deny', 'business_not_shown', ['business-certificate']],
  ['sales that were not shown', 'deny', 'loss_not_shown', ['sales-records']],
  ['another reason, though documents would cure it', 'deny', 'no_rule_applies', []],
  ['no denial', 'close', 'duplicate_claim', []],
  ['a reason that is not of the list', 'deny', 'x', []],
];
test.each(rows)('%s', (_name, outcome, reasonCode, documents) => {
  expect(lackedDocuments({ outcome: outcome as 'deny', reasonCode })).toEqual(documents);
});

test('alike is who was denied for the same lack, and nobody else', () => {
  expect(findLacking(upheld, claim, [])).toEqual({ claimId: 'b', awards: [] });
  expect(findLacking(upheld, { ...claim, claimId: 'a' }, [])).toBeUndefined();
  expect(findLacking(upheld, { ...claim, outcome: 'award' }, [])).toBeUndefined();
  expect(findLacking(upheld, { ...claim, reasonCode: 'loss_not_shown' }, [])).toBeUndefined();
  const other = { ...upheld, before: { ...before, reasonCode: 'no_rule_applies' } };
  expect(findLacking(other, { ...claim, reasonCode: 'no_rule_applies' }, [])).toBeUndefined();
});
