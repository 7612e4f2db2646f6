import { describe, expect, test } from 'vitest';
import { renderDetermination } from '../explain/render-determination.ts';
import { renderExplanation } from '../explain/render-explanation.ts';
import { formatPolicy } from '../format/format-policy.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { determine, documentText, findingsOf, outcomeOf, readDocument } from '../trial-document.ts';
import { compileDetermination } from './direct/compile-policy.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { runCases } from './run-cases.ts';

const outages = 'fact outages : list of duration at most 10 days from incident\n';

describe('a list', () => {
  const sum = `${outages}award extension sum(outages where each is at least 1 hour) in hours`;

  test.each([
    { outages: ['2 hours', '59 min', '1 hour'], expected: 'award 3 hour' },
    { outages: [{ times: 5, value: '1 hour' }], expected: 'award 5 hour' },
    { outages: ['59 min'], expected: 'none(amount_not_positive)' },
    { outages: [], expected: 'none(amount_not_positive)' },
  ])('of $outages is gone through once: $expected', ({ outages: given, expected }) => {
    expect(outcomeOf(determine(sum, { outages: given }))).toBe(
      expected.replace('award', 'extension'),
    );
  });

  test('that is not known leaves the determination undecidable', () => {
    expect(outcomeOf(determine(sum, {}))).toBe('undecidable(outages)');
  });

  test('that is empty has no mean, and none is made up', () => {
    const mean = `${outages}award extension mean(outages) in hours`;
    expect(outcomeOf(determine(mean, { outages: [] }))).toBe('undecidable(mean of an empty list)');
    expect(outcomeOf(determine(mean, { outages: ['1 hour', '2 hours'] }))).toBe(
      'extension 3/2 hour',
    );
  });

  test('leaves out what a row gives nothing for, and stops at what a row hands to a person', () => {
    const rows = 'below 1 hour : none below 9 hours : 100 KRW from 9 hours : review because long';
    const block = `${outages}award cash sum(by each ${rows} for each of outages)`;
    expect(outcomeOf(determine(block, { outages: ['30 min', '2 hours', '3 hours'] }))).toBe(
      'cash 200 KRW',
    );
    expect(outcomeOf(determine(block, { outages: ['2 hours', '10 hours'] }))).toBe('review(long)');
  });

  test('may hold a let that goes through another list, but not another list itself', () => {
    const inner = `${outages}let top = largest(outages)\naward item size(outages where each is top)`;
    expect(outcomeOf(determine(inner, { outages: ['1 hour', '2 hours', '2 hours'] }))).toBe(
      'item 2 item',
    );
    const nested = `${outages}award item sum(size(outages where each is 1 hour) for each of outages)`;
    const errors = findingsOf(documentText(nested)).filter((one) => one.severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['nested_too_deeply']);
  });

  test.each([
    { given: ['11 days'], path: 'outages', expected: 'at most 10 days' },
    { given: ['long'], path: 'outages[0]', expected: expect.stringContaining('duration') },
    { given: [{ times: 0, value: '1 hour' }], path: 'outages[0]' },
    { given: '1 hour', path: 'outages', expected: expect.stringContaining('list') },
    { given: Array(10_001).fill('1 hour'), path: 'outages' },
  ])('of $given.length values refuses what does not fit', ({ given, path, expected }) => {
    const parsed = parseFacts(readDocument(documentText(sum)), { outages: given });
    const [issue] = parsed.ok ? [] : parsed.refusal.issues;
    expect(issue?.path).toBe(path);
    if (expected !== undefined) expect(issue?.expected).toEqual(expected);
  });
});

describe('calendar functions', () => {
  const dates = 'fact from_day : date from incident\nfact until_day : date from incident\n';
  const holidays = 'constant holidays = list of (2022-10-03, 2022-10-10, 2022-10-15)\n';

  test.each([
    { from: '2022-10-07', until: '2022-10-07', days: 0 },
    { from: '2022-10-07', until: '2022-10-08', days: 1 },
    { from: '2022-10-07', until: '2022-10-11', days: 1 },
    { from: '2022-10-03', until: '2022-10-31', days: 18 },
    { from: '2022-10-31', until: '2022-10-03', days: 0 },
  ])('count $days working days from $from to before $until', ({ from, until, days }) => {
    const block = `${dates}${holidays}award item working_days_between(from_day, until_day, holidays) + 1`;
    const facts = { from_day: from, until_day: until };
    expect(outcomeOf(determine(block, facts))).toBe(`item ${days + 1} item`);
  });

  test.each([
    { made: 'add_months(from_day, 1)', from: '2024-01-31', day: '2024-02-29' },
    { made: 'add_months(from_day, −11)', from: '2024-01-31', day: '2023-02-28' },
    { made: 'add_months(from_day, 12)', from: '2024-02-29', day: '2025-02-28' },
    { made: 'first_of_quarter(from_day)', from: '2024-12-31', day: '2024-10-01' },
    { made: 'first_of_month(from_day)', from: '2024-12-31', day: '2024-12-01' },
    { made: 'first_of_year(from_day)', from: '2024-12-31', day: '2024-01-01' },
    { made: 'add_working_days(from_day, 0, holidays)', from: '2022-10-08', day: '2022-10-08' },
    { made: 'add_working_days(from_day, 1, holidays)', from: '2022-10-07', day: '2022-10-11' },
    { made: 'add_working_days(from_day, −1, holidays)', from: '2022-10-11', day: '2022-10-07' },
  ])('make $day of $from by $made', ({ made, from, day }) => {
    const used = made.includes('holidays') ? holidays : '';
    const block = `fact from_day : date from incident\n${used}award item 1 when ${made} is ${day}`;
    expect(outcomeOf(determine(block, { from_day: from }))).toBe('item 1 item');
  });

  test('part an outage at local midnights, also where a day has 23 hours', () => {
    const text = documentText(
      'fact outage : interval set from incident\naward extension smallest(per_day(outage)) in hours',
    ).replace('zone: Asia/Seoul', 'zone: Europe/Berlin');
    const document = readDocument(text);
    const outage = [{ from: '2024-03-30T12:00:00+01:00', until: '2024-04-01T00:00:00+02:00' }];
    const facts = parseFacts(document, { outage });
    if (!facts.ok) throw new Error('the facts are readable');
    const [award] = evaluatePolicy(document, facts.value).awards;
    expect(award?.quantity).toEqual({ numerator: 12n, denominator: 1n });
    const days = document.text.replace('smallest(', 'largest(');
    const longest = readDocument(days);
    const [other] = evaluatePolicy(longest, facts.value).awards;
    expect(other?.quantity).toEqual({ numerator: 23n, denominator: 1n });
  });
});

const reading = `fact days : count from incident
reading first_day = paid "첫날도" / "the first day too"
  or unpaid "둘째 날부터" / "from the second day"
  taken paid because "고객에게 이롭습니다" / "it favours the customer"

award cash 1_000 KRW × (if first_day is paid then days else days − 1)`;

describe('a reading', () => {
  const document = readDocument(documentText(reading));
  const facts = parseFacts(document, { days: 3 });
  if (!facts.ok) throw new Error('the facts are readable');

  test('is the one that the document takes, and another can be tried', () => {
    expect(outcomeOf(evaluatePolicy(document, facts.value))).toBe('cash 3000 KRW');
    const readings = new Map([['first_day', 'unpaid']]);
    expect(outcomeOf(evaluatePolicy(document, facts.value, { readings }))).toBe('cash 2000 KRW');
  });

  test('is told with its reason in the explanation', () => {
    const lines = renderExplanation(evaluatePolicy(document, facts.value), { locale: 'en' });
    expect(lines).toContain('  first_day = the first day too it favours the customer');
  });

  test('that nobody names is a fault, and in a case a failure', () => {
    const readings = new Map([['first_day', 'perhaps']]);
    expect(() => evaluatePolicy(document, facts.value, { readings })).toThrow('a reading to try');
    const cases = '\n```cases\ndays | first_day → award\n3 | perhaps → 1 KRW\n```\n';
    const [result] = runCases(readDocument(documentText(reading, { extra: cases })));
    expect(result?.got).toBe('first_day has no reading perhaps');
  });
});

describe('a choice, a claim and parts', () => {
  const block = `fact owed : money at least 0 KRW from company
award voucher "쿠폰" / "voucher" owed
  spread over 3 months
  payable on-claim if owed is at most 1_000 KRW,
  or if preferred cash "현금" / "cash" owed when owed is above 500 KRW`;

  test.each([
    { owed: '500', expected: 'voucher 500 KRW on-claim' },
    { owed: '1000', expected: 'voucher 1_000 KRW on-claim or cash 1_000 KRW' },
    { owed: '1001', expected: 'voucher 1_001 KRW or cash 1_001 KRW' },
  ])('of $owed won are $expected', ({ owed, expected }) => {
    const cases = `\n\`\`\`cases\nowed → award\n${owed} → ${expected}\n\`\`\`\n`;
    expect(runCases(readDocument(documentText(block, { extra: cases })))).toMatchObject([
      { isPassed: true },
    ]);
    const wrong = cases.replace('voucher', 'cash');
    expect(runCases(readDocument(documentText(block, { extra: wrong })))).toMatchObject([
      { isPassed: false },
    ]);
  });

  test('are in the JSON and in words', () => {
    const determination = determine(block, { owed: '1000' });
    expect(renderDetermination(determination)).toMatchObject({
      awards: [
        {
          choices: [{ remedy: 'cash', amountMinor: '1000' }],
          applies: 'on_claim',
          spread: { count: '3', unit: 'month' },
        },
      ],
    });
    expect(renderExplanation(determination, { locale: 'en' })).toEqual(
      expect.arrayContaining([
        '  given on a claim',
        '  spread evenly over 3 months',
        expect.stringMatching(/^ {2}if preferred instead: cash/),
      ]),
    );
    expect(renderExplanation(determination, { locale: 'ko' })).toEqual(
      expect.arrayContaining(['  신청하면 지급합니다', '  3개월에 걸쳐 똑같이 나누어 지급합니다']),
    );
  });
});

test('the new constructs have one canonical text', () => {
  const block = `reading r "가" / "r"=a "ㄱ" or b or c taken b because "왜"
fact xs:list of money KRW at least 0 KRW from company
award cash sum(each*2 for each of xs where each>3 KRW)+largest(list of(1 KRW,2 KRW)) when r is b
expires on 2023-12-31 payable on-claim if r is not a spread over 3 months,or if preferred item size(xs where each<1 KRW)`;
  const expected = `reading r "가" / "r" = a "ㄱ"
  or b
  or c
  taken b because "왜"
fact xs : list of money KRW at least 0 KRW from company

award cash sum(each × 2 for each of xs where each is above 3 KRW) + largest(list of (1 KRW, 2 KRW))
  expires on 2023-12-31
  spread over 3 months
  payable on-claim if r is not a
  when r is b,
  or if preferred item size(xs where each is below 1 KRW)`;
  const once = formatPolicy(readDocument(documentText(block)));
  expect(once).toBe(documentText(expected));
  expect(formatPolicy(readDocument(once))).toBe(once);
});

describe('a date past the calendar', () => {
  const date = 'fact ended_on : date from incident\nfact mended_at : instant from incident\n';
  const over = 'undecidable(a date in the years 0000 to 9999)';

  test.each([
    ['add_days(ended_on, 30) is after ended_on', '9999-12-30', over],
    ['add_days(ended_on, 1) is after ended_on', '9999-12-30', 'cash 1 KRW'],
    ['add_days(ended_on, −1) is before ended_on', '0000-01-01', over],
    [
      'add_working_days(ended_on, 3, dates(2022-10-03, 2022-10-04)) is after ended_on',
      '9999-12-30',
      over,
    ],
    ['first_of_week(ended_on) is before 2022-01-01', '0000-01-01', over],
    ['mended_at + 2 days is after mended_at', '2022-10-15', over],
  ])('of %s from %s is %s', (condition, ended_on, expected) => {
    const facts = { ended_on, mended_at: '9999-12-31T00:00:00Z' };
    const determination = determine(`${date}for ${condition}\naward cash 1 KRW`, facts);
    expect(outcomeOf(determination)).toBe(expected);
  });
});

test('`none unless stated` is the empty list or interval set, by every way of reckoning', () => {
  const block = [
    'fact lost : list of duration, none unless stated, from incident',
    'fact lines : list of (fee : money, cause : choice(a, b)), none unless stated, from company',
    'fact outage : interval set from incident',
    'fact planned : interval set, none unless stated, from company',
    'let hours = total(without(outage, planned)) ÷ 1 hour',
    'award cash 1 KRW × hours + 5 KRW × size(lost) + sum(fee of each for each of lines) rounded up to 1 KRW',
  ].join('\n');
  const document = readDocument(documentText(block));
  const outage = ['2022-10-15T06:00Z/2022-10-15T09:00Z'];
  const outcome = (facts: Readonly<Record<string, unknown>>) => {
    const parsed = parseFacts(document, { outage, ...facts });
    if (!parsed.ok) throw new Error('the facts are readable');
    const direct = outcomeOf(compileDetermination(document).determine(parsed.value));
    expect(outcomeOf(evaluatePolicy(document, parsed.value))).toBe(direct);
    return direct;
  };
  expect(outcome({})).toBe('cash 3 KRW');
  expect(outcome({ planned: outage, lost: ['1 hour'] })).toBe('cash 5 KRW');
  expect(outcome({ lines: [{ fee: '7', cause: 'a' }] })).toBe('cash 10 KRW');
});
