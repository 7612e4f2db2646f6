import { expect, test } from 'vitest';
import { type ShareDraft, toRecourse } from './responsibility-form.tsx';

const draft = (change: Partial<ShareDraft>): ShareDraft => ({
  ...{ key: 'k', kind: 'supplier', party: 'sk_cc', share: '3/10', recourse: 'reserved' },
  ...change,
});

test('recourse is said of parties that bear a share, each once, where something is said of it', () => {
  expect(toRecourse([draft({}), draft({ recourse: 'claimed' })], [45])).toEqual([
    { party: 'sk_cc', state: 'claimed', sources: [45] },
  ]);
  expect(toRecourse([draft({ recourse: '' })], [45])).toEqual([]);
  expect(toRecourse([draft({ party: '' })], [45])).toEqual([]);
  expect(toRecourse([draft({ kind: 'own' }), draft({ kind: 'force_majeure' })], [45])).toEqual([]);
});
