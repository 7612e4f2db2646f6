import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderRational } from '../../kernel/index.ts';
import type { PolicyDocument } from '../document.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { documentText, readDocument } from '../trial-document.ts';
import { compileDetermination } from './direct/compile-policy.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

const travel = readDocument(
  documentText(`
fact price : money at least 0 KRW from company
fact begins : date from company
fact days : count at most 60 from company
fact defects : list of (rate : count at most 100, from_day : date, until_day : date) from reviewer
fact free_days : list of date, none unless stated, from company

let trip = (dates(begins, add_days(begins, days)))
let parts = sum(lesser of (sum(rate of each for each of defects where from_day of each is at most d and until_day of each is after d), 100) for each d of trip where d is not one of free_days)

award cash price × parts ÷ 100 rounded half up to 1 KRW
`),
);

function due(document: PolicyDocument, json: unknown) {
  const facts = parseFacts(document, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const exact = evaluatePolicy(document, facts.value, { alternatives: false });
  const quick = compileDetermination(document).determine(facts.value);
  const [amount, same] = [exact, quick].map(({ awards }) => awards[0]?.amountMinor?.toString());
  expect(same).toBe(amount);
  return { status: exact.status, amount: amount ?? '0', missing: exact.missing };
}

const dayText = (day: number) => new Date(Date.UTC(2024, 1, 20 + day)).toISOString().slice(0, 10);

test('defects of a day add up to the whole day at most, as counted day by day', () => {
  const day = fc.integer({ min: 0, max: 25 });
  const defect = fc.record({ rate: fc.integer({ min: 0, max: 100 }), first: day, last: day });
  const trips = fc.record({
    days: fc.integer({ min: 0, max: 20 }),
    defects: fc.array(defect, { maxLength: 5 }),
    free: fc.array(day, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(trips, ({ days, defects, free }) => {
      let parts = 0;
      for (let at = 0; at < days; at += 1) {
        if (free.includes(at)) continue;
        const on = defects.filter(({ first, last }) => first <= at && at < last);
        parts += Math.min(
          on.reduce((sum, { rate }) => sum + rate, 0),
          100,
        );
      }
      const written = defects.map(({ rate, first, last }) => {
        return { rate, from_day: dayText(first), until_day: dayText(last) };
      });
      const json = { price: 700, begins: dayText(0), days, defects: written };
      const found = due(travel, { ...json, free_days: free.map(dayText) });
      expect(found.amount).toBe(String(7 * parts));
    }),
    { seed: 20240220, numRuns: 60 },
  );
});

test('a name that goes through a list inside another one leaves the outer value as it was', () => {
  const document = readDocument(
    documentText(`
fact fees : list of count from company
fact others : list of count from company
fact lowest : count, size(others where each is above 1) unless stated, from company

let long = size(others where each is above 0)

award item sum(if each is above lowest and each is at most long + 5 then each else 0 for each of fees)
`),
  );
  const facts = parseFacts(document, { fees: [1, 2, 3, 9], others: [1, 2] });
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const { awards } = evaluatePolicy(document, facts.value);
  expect(renderRational(awards[0]?.quantity ?? { numerator: 0n, denominator: 1n })).toBe('5');
});

test('too many values of lists in lists are undecidable and not waited for', () => {
  const document = readDocument(
    documentText(`
fact a : list of count from company
fact b : list of count from company

award item sum(size(b where each is below x) for each x of a)
`),
  );
  const b = [{ times: 1, value: 3 }, ...Array.from({ length: 1_000 }, (_, at) => at)];
  const times = (length: number) => Array.from({ length }, (_, at) => at);
  expect(due(document, { a: times(900), b })).toMatchObject({ status: 'award' });
  const { status, missing } = due(document, { a: times(1_000), b });
  expect(status).toBe('undecidable');
  expect(missing.join()).toContain('1000000');
});

test('what would change what is due is found where a list is gone through inside another', () => {
  const defects = [
    { rate: 60, from_day: dayText(0), until_day: dayText(2) },
    { rate: 30, from_day: dayText(1), until_day: dayText(2) },
  ];
  const json = { price: 700, begins: dayText(0), days: 4, defects };
  const facts = parseFacts(travel, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const determination = evaluatePolicy(travel, facts.value);
  expect(determination.awards[0]?.amountMinor).toBe(1_050n);
  const found = determination.alternatives.filter(({ name }) => name === 'days');
  expect(found.length).toBeGreaterThan(0);
  for (const { value, direction, awards } of found) {
    if (value.type !== 'number') throw new Error('days are counted');
    const [changed] = awards;
    const days = Number(value.value);
    const before = direction === 'at_least' ? days - 1 : days + 1;
    expect(due(travel, { ...json, days }).amount).toBe(String(changed?.amountMinor ?? 0n));
    expect(due(travel, { ...json, days: before }).amount).toBe('1050');
  }
});

test('what a list inside another came to for its last value is not taken for the others', () => {
  const document = readDocument(
    documentText(`
fact off : interval set from incident
fact days : list of date from company
fact marks : list of (on_day : date, n : count) from company

let limit = completed 1 hour in total(off)

award item sum(lesser of (sum(n of each for each of marks where on_day of each is d), limit) for each d of days)
`),
  );
  const facts = parseFacts(document, {
    off: ['2024-03-01T00:00Z/2024-03-01T05:00Z'],
    days: ['2024-03-01', '2024-03-02'],
    marks: [{ on_day: '2024-03-01', n: 9 }],
  });
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const { awards, alternatives } = evaluatePolicy(document, facts.value);
  expect(awards[0]?.quantity).toEqual({ numerator: 5n, denominator: 1n });
  const due = alternatives.map(({ name, awards: [one] }) => `${name} ${one?.quantity?.numerator}`);
  expect(due).toContain('limit 4');
  expect(due).toContain('limit 6');
});
