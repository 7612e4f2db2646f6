import { expect, it } from 'vitest';
import { assessDraftState, decideReportApproval } from './approve-report.ts';

const draft = { preparedBy: 'ann', baseVersion: 2 };

it('becomes the next version when another person approves it', () => {
  expect(decideReportApproval(draft, { approverId: 'bo', lastVersion: 2 })).toEqual({
    ok: true,
    value: { version: 3 },
  });
});

it.each([
  ['ann', 2, { code: 'own_report' }],
  ['ann', 3, { code: 'own_report' }],
  ['bo', 3, { code: 'report_draft_outdated', publishedVersion: 3 }],
])('is refused for %s when version %i is the last', (approverId, lastVersion, refusal) => {
  expect(decideReportApproval(draft, { approverId, lastVersion })).toEqual({ ok: false, refusal });
});

it.each([
  [undefined, 2, 'waiting'],
  [undefined, 3, 'outdated'],
  [3, 3, 'published'],
  [3, 4, 'published'],
])('published as %s while %i is the last, it is %s', (publishedAs, lastVersion, state) => {
  expect(assessDraftState(draft, { publishedAs, lastVersion })).toBe(state);
});
