import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyDocument } from '../document.ts';
import { documentText, readDocument } from '../trial-document.ts';
import { formatPolicy } from './format-policy.ts';

/** What a document says, without the places where it says it. */
function meaningOf(document: PolicyDocument): unknown {
  return JSON.parse(
    JSON.stringify(
      document.blocks.map((block) => block.statements),
      (key, value: unknown) => {
        if (key === 'span' || key === 'nameSpan') return undefined;
        return typeof value === 'bigint' ? value.toString() : value;
      },
    ),
  ) as unknown;
}

const names = fc.constantFrom('a', 'fee', 'small-business', '손실', 'rate_2');

/** Any expressions the grammar allows, whatever their types. */
const { sum, expression } = fc.letrec<Record<'sum' | 'expression' | 'primary' | 'rows', string>>(
  (tie) => ({
    primary: fc.oneof(
      { maxDepth: 3 },
      names,
      fc.constantFrom('30_000 KRW', '12.50 %', '3 days', '7', '0.5', '2022-10-15', 'yes', 'no'),
      fc.constantFrom('2022-10-15T15:30+09:00', 'rate on 2022-10-15'),
      tie('expression').map((one) => `(${one})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `max(${a}, ${b})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `lesser of (${a}, ${b})`),
      fc.tuple(tie('primary'), tie('primary')).map(([a, b]) => `begun ${a} in ${b}`),
      fc
        .tuple(tie('primary'), tie('primary'))
        .map(([a, b]) => `counted ${a} in ${b} part above 1 hour`),
      fc.tuple(tie('sum'), tie('rows')).map(([key, rows]) => `(by ${key} ${rows})`),
    ),
    rows: fc
      .array(
        fc.tuple(
          fc.constantFrom(
            'up to 5',
            'below 5',
            'above 5',
            'above',
            'from 5 to below 6',
            'is x, y',
            'exactly 5',
            'otherwise',
            'above 1 up to 2',
          ),
          fc.oneof(tie('sum'), fc.constantFrom('review', 'none because why')),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((rows) => rows.map(([bound, value]) => `${bound} : ${value}`).join(' ')),
    sum: fc.oneof(
      { maxDepth: 4 },
      tie('primary'),
      fc
        .tuple(tie('sum'), fc.constantFrom('+', '-', '−', '*', '/', '÷'), tie('primary'))
        .map((all) => all.join(' ')),
      tie('primary').map((one) => `− ${one}`),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      tie('sum'),
      tie('sum').map((one) => `${one} rounded half up to 10 KRW`),
      fc
        .tuple(tie('sum'), fc.constantFrom('<=', '≠', 'is above', 'is not', 'is after'), tie('sum'))
        .map((all) => all.join(' ')),
      fc
        .tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression'))
        .map(([a, o, b]) => `(${a}) ${o} (${b})`),
      tie('expression').map((one) => `not (${one})`),
      fc
        .tuple(tie('expression'), tie('sum'), tie('sum'))
        .map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    ),
  }),
);

const blocks = fc
  .tuple(expression, sum)
  .map(([value, amount]) =>
    [
      `let x = ${value}`,
      `for ${value}`,
      'needs receipt, bank-account',
      `award cash "현금" / "cash" ${amount} at most ${amount} then rounded up to 10 KRW`,
      `  expires after 3 days first ${amount} only in addition to §1 and §2 when ${value},`,
      `  or points ${amount} at 1 KRW each when ${value}`,
    ].join('\n'),
  );

test('formatting keeps the meaning, and formatting twice is formatting once', () => {
  fc.assert(
    fc.property(blocks, (block) => {
      const document = readDocument(documentText(block));
      const formatted = formatPolicy(document);
      const again = readDocument(formatted);
      expect(meaningOf(again)).toEqual(meaningOf(document));
      expect(formatPolicy(again)).toBe(formatted);
    }),
    { numRuns: 400 },
  );
});

test('the canonical text of each statement', () => {
  const block = `fact   loss:money at least 0 KRW from claimant "손실" / "loss"
constant rate=8 KRW from 2021-04-01,9.5 USD from 2022-04-01 source "[1]"
for loss>=3 KRW or (a and not b)
award cash by loss up to 300000 KRW:30000 KRW above:review because large then rounded down to 1 KRW
award extension 3 days,or credit 1500 KRW when fixed`;
  const expected = `fact loss : money at least 0 KRW from claimant "손실" / "loss"
constant rate = 8 KRW from 2021-04-01, 9.50 USD from 2022-04-01 source "[1]"

for loss is at least 3 KRW or a and not b
award cash by loss
  up to 300_000 KRW : 30_000 KRW
  above             : review because large
  then rounded down to 1 KRW
award extension 3 days,
  or credit 1_500 KRW when fixed`;
  expect(formatPolicy(readDocument(documentText(block)))).toBe(documentText(expected));
});

test('amounts have the digits of their currency, tables inside a calculation no filling', () => {
  const block = `let a = 34.5 EUR + 2.30 EUR × (by n up to 100   : 1 above : 2) + 0.8 KWD + 34.00 EUR
let b = if c then 0 EUR else (by k is home   : 12.5 % is business : 0.10)`;
  const expected = `let a = 34.50 EUR + 2.30 EUR × (by n up to 100 : 1 above : 2) + 0.800 KWD + 34 EUR
let b = if c then 0 EUR else (by k is home : 12.5 % is business : 0.1)`;
  const extra = 'award cash a when b is 1';
  const text = documentText(`${block}\n\n${extra}`);
  expect(formatPolicy(readDocument(text))).toBe(documentText(`${expected}\n\n${extra}`));
});

test('brackets around a rounding after `else` are kept, as they say what is rounded', () => {
  const kept = 'let a = if b then c else (d rounded up to 1 KRW)';
  const bare = 'let a = if b then c else d rounded up to 1 KRW';
  for (const written of [kept, bare]) {
    const text = documentText(`${written}\n\naward cash a`);
    expect(formatPolicy(readDocument(text))).toContain(written);
  }
});

test('`none unless stated` stays as it is written, for lists and interval sets', () => {
  const facts = [
    'fact lost : list of duration, none unless stated, from incident',
    'fact planned : interval set, none unless stated, from company',
  ];
  const text = documentText(`${facts.join('\n')}\n\naward cash 1 KRW`);
  for (const fact of facts) expect(formatPolicy(readDocument(text))).toContain(fact);
});

test('prose, cases and CRLF line ends outside the blocks stay as they are', () => {
  const text = documentText('award  cash 1 KRW', { extra: 'Prose  as it is.' }).replace(
    /\n/g,
    '\r\n',
  );
  const expected = text.replace('award  cash', 'award cash');
  expect(formatPolicy(readDocument(text))).toBe(expected);
});
