import { expect, test } from 'vitest';
import { parseFacts } from '../../parse/parse-facts.ts';
import { determine, documentText, outcomeOf, readDocument } from '../../trial-document.ts';
import { readCell } from './read-cell.ts';

const lines =
  'fact lines : list of (fee : money at least 0 KRW at most 100_000 KRW, out : duration, ' +
  'cause : choice(fault, storm)) from company\n';
const block = `${lines}award credit sum(fee of each × out of each ÷ 720 hours for each of lines where cause of each is fault)
  then rounded down to 1 KRW`;

const fault = { fee: 7_200, out: 'PT100H', cause: 'fault' };

test('each record counts with its own figures', () => {
  const facts = { lines: [fault, { ...fault, cause: 'storm' }, { times: 2, value: fault }] };
  expect(outcomeOf(determine(block, facts))).toBe('credit 3000 KRW');
  expect(outcomeOf(determine(block, { lines: [] }))).toBe('none(amount_not_positive)');
});

test('a field that is not known leaves it undecided, unless nothing depends on it', () => {
  expect(determine(block, { lines: [{ ...fault, out: null }] })).toMatchObject({
    status: 'undecidable',
    missing: ['out of each'],
  });
  const storm = { fee: 1, cause: 'storm' };
  expect(outcomeOf(determine(block, { lines: [fault, storm] }))).toBe('credit 1000 KRW');
});

test('what does not fit is told with its path', () => {
  const json = {
    lines: [{ fee: '1.5', out: 'PT1H', cause: 'rain' }, { fee: 200_000, colour: 1 }, 3],
  };
  const parsed = parseFacts(readDocument(documentText(block)), json);
  const issues = parsed.ok ? [] : parsed.refusal.issues;
  expect(issues.map(({ path, expected }) => `${path}: ${expected}`)).toEqual([
    'lines[0].fee: an amount in KRW: a text such as "300000", a number, or { "amountMinor": "300000", "currency": "KRW" }',
    'lines[0].cause: one of: fault, storm',
    'lines[1].fee: at most 100000',
    'lines[1].colour: one of its fields: fee, out, cause',
    'lines[2]: an object with fee, out, cause',
  ]);
});

test('a cell of cases writes records in the order of their fields', () => {
  const type = {
    kind: 'list',
    of: {
      kind: 'record',
      fields: [
        { name: 'out', type: { kind: 'interval_set' } },
        { name: 'lost', type: { kind: 'duration' } },
      ],
    },
  } as const;
  expect(readCell('(A..B, 1 hour), 2 × (none, -)', type)).toEqual([
    { out: [{ from: 'A', until: 'B' }], lost: '1 hour' },
    { times: 2, value: { out: [], lost: null } },
  ]);
});
