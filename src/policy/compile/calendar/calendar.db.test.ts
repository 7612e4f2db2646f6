import { beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenEngines,
  openEngines,
} from '../../../../test/support/policy-engines/open-engines.ts';
import { assert } from '../../../kernel/index.ts';
import { type Facts, type PolicyDocument, parseFacts, parsePolicy } from '../../index.ts';

let engines: OpenEngines;

beforeAll(async () => {
  engines = await openEngines();
  return engines.close;
});

/** Gives a document that pays each of some numbers by itself, one award for each. */
function documentOf(zone: string, declared: string, numbers: readonly string[]): PolicyDocument {
  const awards = numbers.map(
    (number, at) => `award points "${at}" 100_000_000 + ${number} in addition`,
  );
  const text = `---
policy: calendar
version: "1"
title: { ko: 가, en: Calendar }
currency: KRW
zone: ${zone}
applies: automatic
---

## §1 Calendar

\`\`\`amends
${declared}
${awards.join('\n')}
\`\`\`
`;
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'test: the document is read', parsed);
  return parsed.value;
}

function readFacts(document: PolicyDocument, json: unknown): Facts {
  const parsed = parseFacts(document, json);
  assert(parsed.ok, 'test: the facts are read', parsed);
  return parsed.value;
}

async function expectAlike(document: PolicyDocument, json: readonly object[]): Promise<void> {
  const parties = json.map((facts) => readFacts(document, facts));
  const { notCompiled, differences } = await engines.compare(document, parties);
  expect({ notCompiled, differences: differences.slice(0, 1) }).toEqual({
    notCompiled: undefined,
    differences: [],
  });
}

const holidays =
  'constant holidays = list of (2024-05-01, 2024-02-29, 2024-03-01, 2024-05-04, 2024-05-01, 2024-05-06)';

describe('working days and parts of dates', () => {
  const days = [
    ...['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02', '2024-03-03'],
    ...['2024-04-30', '2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05'],
    ...['2024-05-06', '2024-05-07', '2023-01-31', '2000-02-29', '1900-02-28', '2023-12-31'],
    ...['0001-01-01', '0001-01-03', '9999-12-31', '9999-12-30'],
  ];

  it('are those of the evaluator, at the edges of the calendar too', async () => {
    const day = 'days_between(2020-01-01, add_working_days(from_day, steps, holidays))';
    const document = documentOf(
      'Asia/Seoul',
      `fact from_day : date from claimant
fact until_day : date from claimant
fact steps : number at least −50_000 at most 50_000 from claimant
${holidays}`,
      [
        ...[day, 'working_days_between(from_day, until_day, holidays)'],
        'working_days_between(from_day, until_day, list of (2024-05-01))',
        ...['weekday', 'day_of', 'month_of', 'year_of', 'days_in_year', 'days_in_month'].map(
          (name) => `${name}(from_day)`,
        ),
        'days_between(2020-01-01, first_of_week(from_day))',
        ...['months_between(from_day, until_day)', 'years_between(from_day, until_day)'],
        // The year 0, which PostgreSQL calls the year before 1.
        ...['year_of', 'days_in_year', 'weekday', 'month_of'].map(
          (name) => `${name}(add_months(from_day, −12))`,
        ),
        'days_between(2020-01-01, add_months(add_months(from_day, −12), 1))',
        'months_between(add_months(from_day, −12), until_day)',
      ],
    );
    const steps = ['-300', '-3', '-1', '-0.5', '0', '0.5', '1', '2', '5', '11', '300', null];
    const json = days.flatMap((from, at) =>
      steps.map((number, index) => ({
        from_day: from,
        until_day: days[(at + index * 5) % days.length],
        steps: number,
      })),
    );
    await expectAlike(document, json);
  });

  it('are those of the evaluator by holidays that are a fact', async () => {
    const document = documentOf(
      'Asia/Seoul',
      `fact from_day : date from claimant
fact until_day : date from claimant
fact steps : number at least −300 at most 300 from claimant
fact closed : list of date from company`,
      [
        'days_between(2020-01-01, add_working_days(from_day, steps, closed))',
        'working_days_between(from_day, until_day, closed)',
        'working_days_between(from_day, until_day, (closed where each is after until_day))',
        'working_days_between(from_day, until_day, list of (until_day, 2024-05-01, until_day))',
      ],
    );
    const lists = [
      [],
      ['2024-05-01'],
      // In no order, twice, at weekends, in a row, and at both ends of the calendar.
      ['2024-05-02', '2024-02-29', '2024-05-01', '2024-05-04', '2024-05-01', '2024-05-06'],
      ['2024-04-29', '2024-04-30', '2024-05-01', '2024-05-02', '2024-05-03', '2024-02-28'],
      ['9999-12-31', '0001-01-01', { times: 3, value: '2024-03-01' }],
      null,
    ];
    const steps = ['-300', '-6', '-3', '-1', '-0.5', '0', '1', '2', '3', '6', '300', null];
    const json = days.flatMap((from, at) =>
      steps.map((number, index) => ({
        from_day: from,
        until_day: days[(at + index * 5) % days.length],
        steps: number,
        closed: lists[(at + index) % lists.length],
      })),
    );
    await expectAlike(document, json);
  });
});

describe('powers and quotients', () => {
  const declared = `fact share : ratio at least −1 at most 2 from company
fact times : number at least −2 at most 5 from company
fact faults : list of (cost : money KRW, began : date) from incident`;
  const numbers = [
    'power(share, times)',
    'power(1 + 1 %, times)',
    'power(share, 3) ÷ max(power(101 %, 4), 1)',
    'power(2, 0) + power(share, 0)',
  ].map((number) => `(${number}) × 1_000 rounded down to 1`);
  const quotients = [
    'sum(cost of each ÷ days_in_month(began of each) for each of faults)',
    'largest(cost of each ÷ weekday(began of each) for each of faults)',
  ].map((sum) => `(${sum}) ÷ 1 KRW × 1_000 rounded half even to 1`);

  it('are exact, and cannot be decided by an exponent that is not whole or below 0', async () => {
    const document = documentOf('Asia/Seoul', declared, [...numbers, ...quotients]);
    const faults = [
      [],
      [{ cost: 100, began: '2024-02-29' }],
      [
        { cost: 100_001, began: '2023-02-01' },
        { cost: 77, began: '2023-01-31' },
        { cost: 9, began: '2023-04-30' },
      ],
      [{ cost: 100, began: null }],
      null,
    ];
    const json = ['-1', '-1/3', '0', '0.5', '1', '2', null].flatMap((share, at) =>
      ['-2', '-0.5', '0', '0.5', '1', '2', '4.999', '5', null].map((times, index) => ({
        ...{ share, times },
        faults: faults[(at + index) % faults.length],
      })),
    );
    await expectAlike(document, json);
  });

  it('are left to the evaluator where they cannot be held, and say why', async () => {
    const reasonOf = async (number: string, more: readonly object[]) => {
      const document = documentOf('Asia/Seoul', `fact n : count from company\n${declared}`, [
        number,
      ]);
      const parties = more.map((facts) => readFacts(document, facts));
      return (await engines.compare(document, parties)).notCompiled;
    };
    expect(await reasonOf('power(2, n) rounded down to 1', [{ n: 65 }])).toBe(
      'power() of an exponent that can be 65, above 64',
    );
    expect(await reasonOf('power(1_001, n) rounded down to 1', [{ n: 60 }])).toMatch(
      /^a figure can reach .*128 bits/,
    );
    expect(
      await reasonOf('size(1_000 ÷ (year_of(began of each) + 1) for each of faults)', [
        { n: 1, faults: [{ cost: 1, began: '2022-10-15' }] },
      ]),
    ).toBe('a quotient for each value of a list, by a divisor that varies from 1 to 10000');
  });
});

describe('local dates', () => {
  // A clock moved by half an hour, a day left out, midnights that do not exist.
  const zones = ['Asia/Seoul', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia'];
  const turns = [
    ...['2011-12-30T10:00:00Z', '2011-12-29T10:00:00Z', '2022-03-27T01:00:00Z'],
    ...['2022-10-30T01:00:00Z', '2022-10-01T15:30:00Z', '2023-04-01T15:00:00Z'],
    ...['2018-11-04T03:00:00Z', '2022-10-14T15:00:00Z'],
  ];

  it.each([...zones, 'America/Sao_Paulo'])('are those of the evaluator in %s', async (zone) => {
    const document = documentOf(zone, 'fact seen_at : instant from incident', [
      'days_between(2020-01-01, date_of(seen_at))',
      '(seen_at − start_of(date_of(seen_at))) ÷ 1 second × 1_000 rounded down to 1',
    ]);
    const json = turns.flatMap((at) =>
      [-86_400_000, -3_600_001, -1_800_000, -1, 0, 1, 3_599_999, 50_400_000].map((ms) => ({
        seen_at: new Date(Date.parse(at) + ms).toISOString(),
      })),
    );
    await expectAlike(document, json);
  });

  it('are left to the evaluator where a date comes twice, or over more than a century', async () => {
    const reasonIn = async (zone: string, moments: readonly string[]) => {
      const document = documentOf(zone, 'fact seen_at : instant from incident', [
        'weekday(date_of(seen_at))',
      ]);
      const parties = moments.map((seen_at) => readFacts(document, { seen_at }));
      return (await engines.compare(document, parties)).notCompiled;
    };
    expect(
      await reasonIn('America/St_Johns', ['2010-11-01T00:00:00Z', '2010-12-01T00:00:00Z']),
    ).toBe('America/St_Johns turns its clock back over a midnight');
    expect(await reasonIn('Asia/Seoul', ['1900-02-01T00:00:00Z', '2018-03-01T00:00:00Z'])).toBe(
      'a local date in a range of more than a century',
    );
  });
});
