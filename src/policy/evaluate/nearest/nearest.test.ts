import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addRational,
  compareRational,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  renderRational,
} from '../../../kernel/index.ts';
import type { Alternative, Determination, Shown } from '../../determination.ts';
import { parseFacts } from '../../parse/parse-facts.ts';
import { documentText, readDocument } from '../../trial-document.ts';
import { evaluatePolicy } from '../evaluate-policy.ts';

type Json = Readonly<Record<string, unknown>>;

function determineWith(text: string, json: Json, alternatives = false): Determination {
  const document = readDocument(documentText(text));
  const facts = parseFacts(document, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  return evaluatePolicy(document, facts.value, { alternatives });
}

const whole = rational(1n);
const steps: Readonly<Record<string, Rational>> = {
  fee: whole,
  outage: whole,
  share: rational(1n, 1_000_000n),
  members: whole,
};

function numberOf(shown: Shown): Rational {
  return parseRational(String(shown.value)) ?? rational(0n);
}

function write(value: Rational, { type }: Shown): string {
  return type === 'duration' ? `${renderRational(value)} seconds` : renderRational(value);
}

/** Values between what a fact is and what an alternative tells: all near both ends, and some within. */
function between({ current, value, direction }: Alternative, step: Rational): Rational[] {
  const one = direction === 'at_least' ? step : multiplyRational(step, rational(-1n));
  const [from, until] = [numberOf(current), numberOf(value)];
  const isBefore = (at: Rational) =>
    direction === 'at_least' ? compareRational(at, until) < 0 : compareRational(at, until) > 0;
  const values: Rational[] = [];
  for (let count = 1; count <= 12; count += 1) {
    const near = addRational(until, multiplyRational(one, rational(BigInt(-count))));
    const width = rational(BigInt(count), 13n);
    const distance = addRational(until, multiplyRational(from, rational(-1n)));
    const inside = addRational(from, multiplyRational(distance, width));
    const parts = (inside.numerator * step.denominator) / inside.denominator;
    values.push(near, rational(parts, step.denominator));
  }
  const isAfter = (at: Rational) =>
    direction === 'at_least' ? compareRational(at, from) > 0 : compareRational(at, from) < 0;
  return values.filter((at) => isBefore(at) && isAfter(at));
}

function dueOf({ status, awards }: Determination): string {
  return [status, ...awards.map(({ amountMinor }) => amountMinor)].join(' ');
}

function expectNearest(text: string, json: Json): void {
  const document = readDocument(documentText(text));
  const outcome = (given: Json) => {
    const facts = parseFacts(document, given);
    if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
    return dueOf(evaluatePolicy(document, facts.value, { alternatives: false }));
  };
  const facts = parseFacts(document, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const before = outcome(json);
  for (const alternative of evaluatePolicy(document, facts.value).alternatives) {
    const { name, value, current, direction } = alternative;
    const step = steps[name];
    if (direction === 'is' || !step || !Object.hasOwn(json, name)) continue;
    const said = outcome({ ...json, [name]: write(numberOf(value), value) });
    expect([name, direction, said]).not.toEqual([name, direction, before]);
    for (const at of between(alternative, step)) {
      const told = [name, renderRational(at), outcome({ ...json, [name]: write(at, current) })];
      expect(told).toEqual([name, renderRational(at), before]);
    }
  }
}

const amounts = [
  'fee × outage ÷ 720 hours × 10',
  'fee × share rounded half up to 10 KRW',
  '(begun 6 hours in outage) × 500 KRW',
  '(completed 45 min in outage) × 70 KRW + (counted 1 day in outage part from 6 hours) × 90 KRW',
  'greater of (fee × 30 %, lesser of (fee × outage ÷ 720 hours × 3 rounded up to 10 KRW, 90_000 KRW))',
  'if outage is above 90 min and members is at least 3 then members × 1_000 KRW else 700 KRW',
  'by outage up to 2 hours : none up to 30 hours : fee × 10 % above : fee × 20 % + 5 KRW',
  'marginal by members up to 2 : none up to 5 : 500 KRW above : 800 KRW',
  'fee × outage ÷ (outage + 10 hours)',
  'fee × share × share',
  '12_000 KRW × members ÷ (members + 4) − fee × 1 %',
  'sum(2_000 KRW × share for each of list of (1, 2))',
];
const limits = [
  '',
  'at most 10_000 KRW',
  'at least 900 KRW then at most fee × 2',
  'less 450 KRW then at least 0 KRW',
  'nothing below 1_000 KRW',
];
const roundings = ['up', 'down', 'half up', 'half even'];
const audiences = [
  '',
  'for share is below 90 % or outage is at least 4 hours',
  'for not (members is above 4 and fee is at most 7_000 KRW)',
];

const texts = fc
  .tuple(
    fc.constantFrom(...amounts),
    fc.constantFrom(...limits),
    fc.constantFrom(...roundings),
    fc.constantFrom(1, 10, 500),
    fc.constantFrom(...audiences),
    fc.boolean(),
  )
  .map(([amount, limit, mode, step, audience, isFirst]) => {
    const round = `rounded ${mode} to ${step} KRW`;
    const rounded = amount.startsWith('by') || amount.startsWith('marginal');
    const value = rounded ? `(${amount})` : amount;
    const before = `let due = (${value}) ${round}`;
    const after = [`then ${round}`, ...(limit ? [`then ${limit}`] : [])];
    return [
      'fact fee : money at least 0 KRW at most 100_000 KRW from company',
      'fact outage : duration from incident',
      'fact share : ratio at least 0 at most 1 from company',
      'fact members : count from company',
      ...(isFirst ? [before] : [`let due = ${value}`]),
      audience,
      `award cash due ${isFirst ? limit : [limit, ...after.slice(0, 1)].join(' ')}`,
      isFirst && limit !== '' ? `  then ${round}` : '',
    ].join('\n');
  });

const given = fc.record({
  fee: fc.integer({ min: 0, max: 60_000 }),
  outage: fc.integer({ min: 0, max: 300_000 }).map((seconds) => `${seconds} seconds`),
  share: fc.integer({ min: 0, max: 1_000 }).map((part) => part / 1_000),
  members: fc.integer({ min: 0, max: 9 }),
});

test('at the value told the award moves, and at no value before it', () => {
  fc.assert(
    fc.property(texts, given, (text, json) => expectNearest(text, json)),
    { numRuns: 60 },
  );
});

function told(text: string, json: Json): string[] {
  const { alternatives } = determineWith(text, json, true);
  return alternatives.map(({ name, direction, value, beyond, awards }) => {
    const paid = awards.map(({ amountMinor }) => amountMinor).join(' ');
    const past = beyond ? ` beyond ${String(beyond.value)}` : '';
    return `${name} ${direction} ${String(value.value)}${past}: ${paid}`;
  });
}

test('a cap over a rounding: the nearest value is where the cap ends, however far', () => {
  const text = `fact fee : money at least 0 KRW from company
award cash fee × 10 % rounded down to 1 KRW at most 50_000 KRW`;
  expect(told(text, { fee: 900_000_000 })).toEqual(['fee at_most 499999: 49999']);
});

test('a bound that does not belong to the row is told as passed', () => {
  const text = `fact outage : duration from incident
award cash by outage
  up to 6 hours : 3_000 KRW
  above : 6_000 KRW`;
  expect(told(text, { outage: '354 min' })).toEqual(['outage at_least 21601 beyond 21600: 6000']);
  expect(told(text, { outage: '361 min' })).toEqual(['outage at_most 21600: 3000']);
});

test('dates: the last day that still counts, and the first that does', () => {
  const text = `fact ended_on : date from incident
fact claimed_on : date from claimant
constant rate = 8 KRW from 2021-04-01, 9 KRW from 2022-04-01 source "table"
exclude when claimed_on is after add_days(ended_on, 30) because too_late
award cash rate on ended_on`;
  expect(told(text, { ended_on: '2022-03-20', claimed_on: '2022-04-19' })).toEqual([
    'claimed_on at_least 2022-04-20: ',
    'ended_on at_least 2022-04-01: 9',
    'ended_on at_most 2022-03-19: ',
  ]);
});

test('what cannot be followed is tried out: months, and lists', () => {
  const text = `fact since : date from company
fact ended_on : date from incident
award cash 1_000 KRW when months_between(since, ended_on) is at least 12`;
  expect(told(text, { since: '2021-01-15', ended_on: '2022-01-14' })).toEqual([
    'since at_most 2021-01-14: 1000',
    'ended_on at_least 2022-01-15: 1000',
  ]);
});

test('an outage as stretches of time: the total that is worked out from them', () => {
  const text = `fact outages : interval set from incident
let downtime = total(outages)
award cash 500 KRW when downtime is at least 2 hours`;
  const json = { outages: ['2022-10-15T01:00:00Z/2022-10-15T02:30:00Z'] };
  expect(told(text, json)).toEqual(['downtime at_least 7200: 500']);
});

test('no value in the declared range changes anything: nothing is told', () => {
  const text = `fact share : ratio at least 0 at most 1 from company
award cash 500 KRW when share is at most 1`;
  expect(told(text, { share: 0.5 })).toEqual([]);
});
