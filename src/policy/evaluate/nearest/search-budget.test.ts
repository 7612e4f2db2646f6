import { expect, test } from 'vitest';
import { type JsonValue, rational } from '../../../kernel/index.ts';
import { renderExplanation } from '../../explain/render-explanation.ts';
import { determine, documentText, readDocument } from '../../trial-document.ts';
import { countSelections } from './count-selections.ts';
import { SearchBudget } from './search-budget.ts';

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

/** Counts the determinations that a party with so many claims is searched by. */
function triesOf(count: number, selectionCount: number): number {
  const entries = Array.from({ length: count }, (_, index) => ({
    ...{ value: { kind: 'count', value: rational(BigInt(index)) } as const, times: 1n },
  }));
  const budget = new SearchBudget({ claims: { kind: 'list', entries } }, { selectionCount });
  const tries = budget.within('claims', () => {
    for (let tried = 1; ; tried += 1) {
      budget.within('claims', () => {
        budget.spend();
        return [];
      });
      if (budget.ended.size > 0) return [tried - 1];
    }
  });
  return tries[0] ?? 0;
}

test.each([
  [0, 0, 100_000],
  [100, 1, 3_846],
  [10_000, 1, 8],
  [10_000, 2, 4],
  [10_000, 12, 3],
  [100_000, 12, 3],
])('%i claims that are gone through %i times are tried %i times', (count, passes, tries) => {
  expect(triesOf(count, passes)).toBe(tries);
});

const often = `${block.slice(0, block.indexOf('let owed'))}${[1, 2, 3, 4]
  .map((at) => `let part${at} = sum(fee of each × ${at} for each of claims)`)
  .join('\n')}
award cash (if member then part1 + part2 + part3 + part4 else lesser of (part1 × share, limit)) rounded down to 1 KRW`;

test('a document that goes through a long list often is searched for less, and says so', () => {
  expect(countSelections(readDocument(documentText(often)))).toBe(4);
  const { unsearched, alternatives } = determine(often, factsOf(10_000, 10));
  const ended = (unsearched ?? []).filter(({ isEnded }) => isEnded).map(({ name }) => name);
  expect(ended).toEqual(expect.arrayContaining(['limit', 'claims']));
  // What it did find is so: determined again, it gives what is told, and it is named as searched.
  const [member] = alternatives.filter(({ name }) => name === 'member');
  const again = determine(often, { ...factsOf(10_000, 10), member: true });
  expect(member?.awards.map(({ amountMinor }) => amountMinor)).toEqual([
    again.awards[0]?.amountMinor,
  ]);
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
