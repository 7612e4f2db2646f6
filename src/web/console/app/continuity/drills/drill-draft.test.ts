import { expect, it } from 'vitest';
import { bodyOf, emptyDraft, isComplete } from './drill-draft.ts';

const draft = { ...emptyDraft, node: 'portal', domain: 'seoul', startedAt: '2026-11-20T02:00' };

it('a drill needs what it was about, what was removed, and when', () => {
  expect(isComplete(draft)).toBe(true);
  expect(isComplete({ ...draft, node: '' })).toBe(false);
  expect(isComplete({ ...draft, startedAt: '' })).toBe(false);
});

it('is sent without what was left empty, instants in whole seconds of UTC, lists by line', () => {
  const { startedAt, ...rest } = bodyOf({ ...draft, roles: ' on-call \n\nfacility ', doneAt: '' });
  expect(startedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  expect(rest).toEqual({
    node: 'portal',
    domain: 'seoul',
    scope: 'full',
    kind: 'whole-domain',
    result: 'passed',
    roles: ['on-call', 'facility'],
  });
});
