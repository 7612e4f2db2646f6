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
