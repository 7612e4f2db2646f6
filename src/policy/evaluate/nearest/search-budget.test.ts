import { expect, test } from 'vitest';
import type { JsonValue } from '../../../kernel/index.ts';
import { renderExplanation } from '../../explain/render-explanation.ts';
import { determine } from '../../trial-document.ts';

const block = `fact claims : list of (fee : money at least 0 KRW, out : duration) from company "청구" / "the claims"
fact share : ratio at least 0 at most 1 from company "비율" / "the share"
fact limit : money at least 0 KRW from company "한도" / "the limit"
fact member : yes/no from company "회원" / "a member"
let owed = sum(lesser of (fee of each × out of each ÷ 720 hours × share × share, limit) for each of claims)
award cash (if member then owed × 2 else owed) rounded down to 1 KRW`;

function factsOf(count: number, different = count): { readonly [name: string]: JsonValue } {
  const claims = Array.from({ length: count }, (_, index) => ({
    fee: 50_000 + (index % different),
    out: '9 hours',
  }));
  return { claims, share: '0.5', limit: 20_000, member: false };
}

test('the search ends at its budget and says what it did not reach; what is due is the same', () => {
  const { awards, unsearched, alternatives } = determine(block, factsOf(3_000, 10));
  // 50,000 won and up to 9 more, × 9 ÷ 720 × ¼: 300 times each
  expect(awards.map(({ amountMinor }) => amountMinor)).toEqual([468_792n]);
  const ended = (unsearched ?? []).filter(({ isEnded }) => isEnded).map(({ name }) => name);
  expect(ended).toContain('claims');
  // What takes few determinations is asked for first.
  expect(alternatives.map(({ name }) => name)).toContain('member');
});

test('a party with few claims is searched to the end', () => {
  const { unsearched } = determine(block, factsOf(10));
  expect(unsearched).toBeUndefined();
});

test('it is told in words, in both languages', () => {
  const determination = determine(block, factsOf(3_000, 10));
  const [ko, en] = (['ko', 'en'] as const).map((locale) =>
    renderExplanation(determination, { locale }).join('\n'),
  );
  expect(ko).toMatch(/끝까지 살피지 못한 것: .*청구/);
  expect(en).toMatch(/Not looked at to the end .*: .*the claims/);
});

test('the trace keeps the first hundred of a list, and how many more there are', () => {
  const { trace } = determine(block, factsOf(250));
  const [shown] = trace.rules.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'fact' && step.name === 'claims' ? [step.value] : [])),
  );
  expect(shown).toMatchObject({ type: 'list', more: '150' });
  expect(shown?.type === 'list' && shown.value.length).toBe(100);
});
