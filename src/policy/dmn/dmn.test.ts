import { expect, test } from 'vitest';
import { rational } from '../../kernel/index.ts';
import { checkPolicy } from '../check/check-policy.ts';
import type { PolicyDocument } from '../document.ts';
import { evaluateNames } from '../evaluate/evaluate-policy.ts';
import { renderValue } from '../evaluate/expected-value.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { documentText, readDocument } from '../trial-document.ts';
import type { DecisionTable } from './decision-table.ts';
import { exportTables } from './export-table.ts';
import { importDocument } from './import-document.ts';
import { importTable } from './import-table.ts';
import { numberOf } from './unary-test.ts';

const options = { policy: 'trial', currency: 'KRW', zone: 'Asia/Seoul', remedy: 'cash' } as const;

const table: DecisionTable = {
  name: 'amount',
  hitPolicy: 'UNIQUE',
  inputs: [
    { expression: 'loss', type: 'number', label: 'KRW' },
    { expression: 'plan', type: 'string', values: ['free', 'paid'] },
  ],
  outputs: [{ name: 'amount', type: 'number', label: 'KRW' }],
  rules: [
    { tests: ['[1..300000]', '"free"'], values: ['30000'] },
    { tests: ['(300000..500000]', '-'], values: ['50000'] },
    { tests: ['> 500000', '"paid"'], values: ['"review"'], because: 'too large' },
  ],
};

function opened(tables: readonly DecisionTable[]): PolicyDocument {
  const text = importDocument(tables, options);
  if (!text.ok) throw new Error(JSON.stringify(text.refusal));
  const document = readDocument(text.value);
  const errors = checkPolicy(document).filter(({ severity }) => severity === 'error');
  expect(errors).toEqual([]);
  return document;
}

function amountOf(document: PolicyDocument, json: Readonly<Record<string, unknown>>): string {
  const facts = parseFacts(document, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const given = { facts: facts.value, names: ['amount'], readings: new Map() };
  const value = evaluateNames(document, given).get('amount');
  return value ? renderValue(value) : 'nothing';
}

test.each([
  [0, 'free', 'none'],
  [1, 'free', '30000'],
  [300_000, 'free', '30000'],
  [300_000, 'paid', 'none'],
  [300_001, 'paid', '50000'],
  [500_001, 'paid', 'review'],
  [500_001, 'free', 'none'],
])('an imported table gives for %s and %s: %s; so does what is exported and read again', (loss, plan, amount) => {
  const first = opened([table]);
  expect(amountOf(first, { loss, plan })).toBe(amount);
  const tables = exportTables(first);
  if (!tables.ok) throw new Error(JSON.stringify(tables.refusal));
  expect(amountOf(opened(tables.value), { loss, plan })).toBe(amount);
});

test('rules of a UNIQUE table that hold together are refused; under FIRST the first decides', () => {
  const overlapping: DecisionTable = {
    ...table,
    rules: [...table.rules, { tests: ['300000', '"free"'], values: ['1'] }],
  };
  expect(importTable(overlapping)).toMatchObject({
    ok: false,
    refusal: { found: 'rules 1 and 4 hold together' },
  });
  const first = opened([{ ...overlapping, hitPolicy: 'FIRST' }]);
  expect(amountOf(first, { loss: 300_000, plan: 'free' })).toBe('30000');
});

test('durations and yes/no are inputs too', () => {
  const document = opened([
    {
      name: 'amount',
      hitPolicy: 'FIRST',
      inputs: [
        { expression: 'is member', type: 'boolean' },
        { expression: 'delay', type: 'dayTimeDuration' },
      ],
      outputs: [{ name: 'amount', type: 'number', label: 'KRW' }],
      rules: [
        { tests: ['true', '>= duration("PT3H")'], values: ['2000'] },
        { tests: ['-', '>= duration("PT3H")'], values: ['1000'] },
        { tests: ['-', '-'], values: ['null'] },
      ],
    },
  ]);
  expect(amountOf(document, { is_member: true, delay: 'PT3H' })).toBe('2000');
  expect(amountOf(document, { is_member: false, delay: 'PT3H' })).toBe('1000');
  expect(amountOf(document, { is_member: true, delay: 'PT2H59M' })).toBe('none');
  expect(numberOf('duration("P1DT1S")')).toEqual(rational(86_401n));
});

test('what cannot be said in the other language is told', () => {
  const collect = importTable({ ...table, hitPolicy: 'COLLECT' });
  expect(collect).toMatchObject({ ok: false, refusal: { found: 'the hit policy COLLECT' } });
  const strange = importTable({ ...table, rules: [{ tests: ['loss * 2', '-'], values: ['1'] }] });
  expect(strange).toMatchObject({ ok: false, refusal: { found: 'loss * 2' } });
  const worked = readDocument(
    documentText('fact fee : money from company\naward cash by fee up to 3 KRW : none above : fee'),
  );
  expect(exportTables(worked)).toMatchObject({ ok: false, refusal: { found: 'fee' } });
});

const byLoss = { expression: 'loss', type: 'number', label: 'KRW' };

test('where no rule holds, the default of the output is due and not nothing', () => {
  const output = { name: 'award', type: 'number', label: 'KRW', defaultValue: '7' };
  const rules = [{ tests: ['> 5'], values: ['100'] }];
  const document = opened([{ ...table, inputs: [byLoss], outputs: [output], rules }]);
  expect(document.text).toContain('up to 5 KRW : 7 KRW');
  expect(document.text).toContain('otherwise : 100 KRW');
});

test('a word of the language is no name, and a name of a table is no block', () => {
  const name = 'when\n\n```amends\naward cash "x" 9 KRW\n```\n"';
  const output = { name: 'award', type: 'number', label: 'KRW' };
  const rules = [{ tests: ['-'], values: ['100'] }];
  const document = opened([{ ...table, name, inputs: [byLoss], outputs: [output], rules }]);
  expect(document.lets.has('award_value')).toBe(true);
  expect(document.rules.flatMap(({ awards }) => awards)).toHaveLength(1);
});

test('a table that parts into too many cases is refused in time', () => {
  const inputs = Array.from({ length: 40 }, (_, at) => ({
    expression: `yes ${String.fromCharCode(97 + (at % 26))}${'x'.repeat(at)}`,
    type: 'boolean',
  }));
  const tests = inputs.map(() => 'true');
  const wide = { ...table, inputs, rules: [{ tests, values: ['1'] }] };
  const refusal = { found: expect.stringContaining('too many cases') };
  expect(importTable(wide)).toMatchObject({ ok: false, refusal });
  const rules = Array.from({ length: 5_000 }, (_, at) => ({
    tests: [`[${at}..${at + 1})`, '-'],
    values: ['1'],
  }));
  expect(importTable({ ...table, rules })).toMatchObject({ ok: false, refusal });
});

test.each([
  ['commas', ','.repeat(200_000)],
  ['quotes', '"a",'.repeat(100_000)],
  ['spaces inside a bracket', `[${' '.repeat(50_000)}`],
  ['a long number', '9'.repeat(100_000)],
])('a test of many %s is told in time', (_, text) => {
  const long = importTable({ ...table, rules: [{ tests: [text, '-'], values: ['1'] }] });
  expect(long.ok).toBe(false);
});

test.each([
  ['a number beside words', ['-', '5'], 'a test of the column “plan”'],
  ['words beside a number', ['"lots"', '-'], 'a test of the column “loss”'],
])('%s is refused instead of a rule that is lost', (_, tests, found) => {
  const rules = [...table.rules, { tests, values: ['1'] }];
  expect(importTable({ ...table, hitPolicy: 'FIRST', rules })).toMatchObject({
    ok: false,
    refusal: { found },
  });
});

test('two names, or two words, that would become one are refused', () => {
  const inputs = ['loss a', 'loss-a'].map((expression) => ({ expression, type: 'number' }));
  const rules = [{ tests: ['> 5', '< 3'], values: ['1'] }];
  expect(importTable({ ...table, inputs, rules })).toMatchObject({
    ok: false,
    refusal: { found: 'the names “loss a” and “loss-a”' },
  });
  const words = [{ tests: ['-', '"pre paid", "pre-paid"'], values: ['1'] }];
  expect(importTable({ ...table, rules: words })).toMatchObject({
    ok: false,
    refusal: { found: 'the names “pre paid” and “pre-paid”' },
  });
});

test('parts of a second and what is below 0 go out and come back; a third is told', () => {
  const delay = 'fact delay : duration from incident';
  const written = (rows: string) =>
    readDocument(documentText(`${delay}\nlet figure = by delay ${rows}`));
  const exported = exportTables(written('up to 0.5 seconds : 1 otherwise : 2.25'));
  if (!exported.ok) throw new Error(JSON.stringify(exported.refusal));
  expect(exported.value[0]?.rules[0]?.tests).toEqual(['<= duration("PT0.5S")']);
  expect(importTable(exported.value[0] as DecisionTable)).toMatchObject({ ok: true });
  expect(numberOf('duration("-PT0.5S")')).toEqual(rational(-1n, 2n));
  expect(exportTables(written('up to 5 seconds : 1 ÷ 3 otherwise : 2'))).toMatchObject({
    ok: false,
    refusal: { found: '1/3' },
  });
});

test('a reason keeps what people read of it, there and back', () => {
  const because = 'too_large "너무 큼" / "too large"';
  const [rule, ...others] = [...table.rules].reverse();
  if (!rule) throw new Error('the table has rules');
  const rules = [...others.reverse(), { ...rule, because }];
  const document = opened([{ ...table, rules }]);
  expect(document.reasons.get('too_large')).toMatchObject({ ko: '너무 큼', en: 'too large' });
  const tables = exportTables(document);
  if (!tables.ok) throw new Error(JSON.stringify(tables.refusal));
  expect(tables.value[0]?.rules.map((one) => one.because)).toContain(because);
  expect(opened(tables.value).reasons.get('too_large')?.en).toBe('too large');
});
