import fc from 'fast-check';
import { checkPolicy, type PolicyDocument, parsePolicy } from '../../../src/policy/index.ts';
import {
  listDates,
  listDeclarations,
  listDurations,
  listHolidays,
  listMoney,
  listNumbers,
} from './generate-lists.ts';
import { setDeclarations, setDurations, setNumbers } from './generate-sets.ts';

/** Documents that the checker accepts, made of every construct that the compiler knows. */

const declarations = `
fact fee : money at least 0 KRW at most 90_000_000 KRW from company
fact loss : money at least −1_000_000 KRW at most 1_000_000 KRW from claimant
fact price : money USD at least 0 USD from company
fact outage : duration from incident
fact month : duration at least 28 days at most 31 days, 720 hours unless stated, from incident
fact lines : count at most 10_000 from company
fact uptime : ratio at least 0 at most 1 from incident
fact member : yes/no from company
fact vip : yes/no, no unless stated, from company
fact plan : choice(free, paid, team) from company
fact began_on : date from claimant
fact ended_on : date, 2022-10-20 unless stated, from claimant
fact reported_at : instant from claimant
fact mended_at : instant from incident
fact paid_before : money at least 0 KRW at most 1_000_000 KRW, fee − fee × 1 % rounded down to 1 KRW unless stated, from company
fact seen_at : instant from incident
constant holidays = list of (2022-10-10, 2022-12-31, 2022-10-03, 2023-01-02, 2022-10-03, 2024-02-29)
constant rate = 806 KRW from 2021-04-01, 840 KRW from 2022-04-01, 1_001 KRW from 2023-01-01
constant daily = 3_000 KRW
reading first_day = counts or does_not taken counts because "고객에게 이롭게" / "for the customer"
`;

interface Parts {
  readonly money: string;
  readonly condition: string;
  readonly number: string;
  readonly duration: string;
  readonly date: string;
}

const mode = fc.constantFrom('up', 'down', 'half up', 'half even');

const parts = fc.letrec<{ [K in keyof Parts]: string }>((tie) => {
  const { money, condition, number, duration, date } = {
    money: tie('money'),
    condition: tie('condition'),
    number: tie('number'),
    duration: tie('duration'),
    date: tie('date'),
  };
  const pair = (a: fc.Arbitrary<string>, b: fc.Arbitrary<string>) => fc.tuple(a, b);
  return {
    money: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'policy' },
      fc.constantFrom('fee', 'loss', 'paid_before', 'daily', '10 KRW', '300_000 KRW', '(−77 KRW)'),
      pair(money, money).map(([a, b]) => `(${a} + ${b})`),
      pair(money, money).map(([a, b]) => `(${a} − ${b})`),
      pair(money, number).map(([a, n]) => `(${a} × ${n})`),
      pair(money, fc.constantFrom('7', '31', '(lines + 1)', '12.5 %')).map(
        ([a, n]) => `(${a} ÷ ${n})`,
      ),
      pair(money, duration).map(([a, d]) => `(${a} × ${d} ÷ month)`),
      pair(money, money).map(([a, b]) => `greater of (${a}, ${b})`),
      pair(money, money).map(([a, b]) => `min(${a}, ${b}, 5_000_000 KRW)`),
      fc.tuple(condition, money, money).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
      fc
        .tuple(condition, money, fc.constantFrom('none because ended', 'review because open'))
        .map(([c, a, end]) => `(if ${c} then ${a} else ${end})`),
      pair(condition, money).map(([c, a]) => `(if ${c} then none because ended else ${a})`),
      fc
        .tuple(money, mode, fc.constantFrom('1 KRW', '10 KRW', '1_000 KRW'))
        .map(([a, m, i]) => `(${a} rounded ${m} to ${i})`),
      pair(money, money).map(
        ([a, b]) =>
          `(by loss up to 0 KRW : ${a} up to 300_000 KRW : ${b} above : none because enough)`,
      ),
      pair(money, money).map(
        ([a, b]) => `(by outage below 3 hours : none below 12 hours : ${a} from 12 hours : ${b})`,
      ),
      money.map((a) => `(by fee up to 50_000 KRW : ${a} above : review because large)`),
      pair(money, money).map(
        ([a, b]) => `(by plan is free : ${a} is team : 70 KRW otherwise : ${b})`,
      ),
      pair(fc.constantFrom('lines', '(begun 24 hours in outage)', 'max(lines − 3, 0)'), money).map(
        ([k, a]) => `(marginal by ${k} up to 2 : ${a} up to 5 : 1_452 KRW above : 4_840 KRW)`,
      ),
      date.map((d) => `(rate on ${d})`),
      date.map(
        (d) =>
          `sum((rate on each) ÷ days_in_year(each) for each of dates(${d}, add_days(${d}, 4)))`,
      ),
      listMoney.map((m) => `(${m})`),
    ),
    number: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'policy' },
      fc.constantFrom('3', '12.5 %', '6 ÷ 31', 'lines', 'uptime', '(100 % − uptime)'),
      fc
        .tuple(
          fc.constantFrom('completed', 'begun'),
          fc.constantFrom('24 hours', '7 min', 'month'),
          duration,
        )
        .map(([how, unit, d]) => `(${how} ${unit} in ${d})`),
      fc
        .tuple(fc.constantFrom('from', 'above'), duration)
        .map(([bound, d]) => `(counted 6 hours in ${d} part ${bound} 90 min)`),
      pair(date, date).map(([a, b]) => `days_between(${a}, ${b})`),
      date.map((d) => `days_in_month(${d})`),
      pair(date, fc.constantFrom('lines', '40', '(0 − lines)')).map(
        ([d, n]) => `size(dates(${d}, add_days(${d}, min(${n}, 20))))`,
      ),
      listNumbers.map((n) => `(${n})`),
      setNumbers,
      pair(fc.constantFrom('weekday', 'day_of', 'month_of', 'year_of', 'days_in_year'), date).map(
        ([part, d]) => `${part}(${d})`,
      ),
      fc
        .tuple(fc.constantFrom('months_between', 'years_between'), date, date)
        .map(([how, a, b]) => `${how}(${a}, ${b})`),
      fc
        .tuple(date, date, listHolidays)
        .map(([a, b, list]) => `working_days_between(${a}, ${b}, ${list})`),
      pair(
        fc.constantFrom('uptime', '(100 % + uptime)', '101 %', '3 ÷ 7', '(uptime − 50 %)'),
        fc.constantFrom('0', '3', 'min(lines, 3)', '(1 − min(lines, 4))', '(uptime × 2)', 'uptime'),
      ).map(([base, times]) => `power(${base}, ${times})`),
      fc.tuple(condition, number, number).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
      pair(number, number).map(([a, b]) => `max(${a}, ${b})`),
    ),
    duration: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'policy' },
      fc.constantFrom('outage', '(outage − 10 hours)', '90 min', '(mended_at − reported_at)'),
      duration.map((d) => `greater of (${d} − 2 hours, 0 hours)`),
      duration.map((d) => `(${d} × 1.5)`),
      listDurations.map((d) => `(${d})`),
      setDurations,
    ),
    date: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'policy' },
      fc.constantFrom('began_on', 'ended_on', '2022-12-31'),
      date.map((d) => `first_of_quarter(${d})`),
      listDates,
      date.map((d) => `first_of_month(${d})`),
      date.map((d) => `add_months(${d}, 1)`),
      pair(date, fc.constantFrom('lines', '(0 − lines)', '11')).map(
        ([d, n]) => `add_months(${d}, ${n})`,
      ),
      date.map((d) => `first_of_week(${d})`),
      fc
        .tuple(
          date,
          fc.constantFrom('min(lines, 30)', '(0 − min(lines, 9))', '2', '0', '(−1)'),
          listHolidays,
        )
        .map(([d, n, list]) => `add_working_days(${d}, ${n}, ${list})`),
      fc.constantFrom('date_of(seen_at)', 'date_of(seen_at + outage)'),
      pair(date, fc.constantFrom('lines', '(0 − lines)')).map(([d, n]) => `add_days(${d}, ${n})`),
      pair(date, number).map(([d, n]) => `add_days(${d}, ${n} rounded down to 1)`),
    ),
    condition: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'policy' },
      fc.constantFrom(
        ...['member', 'vip', 'plan is team', 'plan is one of (free, paid)', 'plan is not free'],
        ...['outage is at most 2 hours', 'uptime is below 99.9 %', 'first_day is counts'],
      ),
      pair(date, fc.constantFrom('holidays', 'visits')).map(([d, l]) => `${d} is one of ${l}`),
      duration.map((d) => `${d} is not one of blocks`),
      pair(money, money).map(([a, b]) => `${a} is above ${b}`),
      pair(date, date).map(([a, b]) => `${a} is before ${b}`),
      pair(number, number).map(([a, b]) => `${a} is at least ${b}`),
      fc.constantFrom(
        ...['reported_at is before mended_at', 'start_of(date_of(seen_at)) is after reported_at'],
        'seen_at − start_of(date_of(seen_at)) is above outage',
      ),
      pair(fc.constantFrom('+', '−'), duration).map(
        ([sign, d]) => `(reported_at ${sign} ${d}) is before mended_at`,
      ),
      fc
        .tuple(condition, fc.constantFrom('and', 'or'), condition)
        .map(([a, o, b]) => `(${a} ${o} ${b})`),
      condition.map((c) => `not (${c})`),
    ),
  };
});

const step = fc.oneof(
  parts.money.map((m) => `at most ${m}`),
  parts.money.map((m) => `at least ${m}`),
  parts.money.map((m) => `less ${m}`),
  fc.constantFrom('nothing below 100 KRW', 'nothing up to 1_000 KRW', 'at most 60_000 KRW'),
  mode.map((m) => `rounded ${m} to 100 KRW`),
);

function written(steps: readonly string[]): string {
  const all = [...steps, 'rounded half up to 1 KRW'];
  return all
    .map((one, index) => `  ${index === 0 && !one.startsWith('rounded') ? '' : 'then '}${one}`)
    .join('\n');
}

const moneyAward = fc
  .tuple(fc.constantFrom('cash', 'credit'), parts.money, fc.array(step, { maxLength: 2 }))
  .map(([remedy, money, steps]) => `${remedy} "가" ${money}\n${written(steps)}`);

const form = fc.oneof(
  { weight: 5, arbitrary: moneyAward },
  {
    weight: 1,
    arbitrary: parts.money.map((m) => `points "점" ${m} rounded up to 10 KRW at 1 KRW each`),
  },
  { weight: 1, arbitrary: fc.constantFrom('extension "일" 3 days', 'extension "달" 1 month') },
  { weight: 1, arbitrary: parts.condition.map((c) => `item "물건" 1 when ${c}`) },
  { weight: 1, arbitrary: fc.constant('extension "시간" outage × 3 in hours') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'extension "여러 달" (begun 1 day in outage) × 2 in months at most 9 then less 1',
      'extension "여러 해" (if member then lines else 0) in years',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant('credit "달러" price × 12.5 %\n  then rounded half even to 0.01 USD'),
  },
);

const award = fc
  .tuple(
    form,
    fc.option(fc.tuple(form, parts.condition), { nil: undefined, freq: 4 }),
    fc.boolean(),
  )
  .map(([first, second, isPreferred]) => {
    const other = second && !second[0].includes(' when ') ? second : undefined;
    if (!other) return (stands: string) => `award ${first}${stands}`;
    const or = isPreferred ? ', or if preferred' : ', or';
    return (stands: string) =>
      `award ${first}${stands}${or} ${other[0]} when ${other[1]}${isPreferred ? '' : stands}`;
  });

const guard = fc
  .tuple(fc.constantFrom('exclude', 'review'), parts.condition)
  .map(
    ([kind, condition]) => `${kind} when ${condition} because reason_${kind} "이유" / "a reason"`,
  );

const rule = fc
  .record({
    audience: fc.option(parts.condition, { nil: undefined }),
    guards: fc.array(guard, { maxLength: 2 }),
    needs: fc.constantFrom('', '', 'needs receipt, bank-account'),
    awards: fc.array(award, { minLength: 0, maxLength: 2 }),
    relation: fc.constantFrom('', 'in addition', 'in addition', 'instead'),
  })
  .map(({ audience, guards, needs, awards, relation }) => ({
    relation,
    text: [audience ? `for ${audience}` : 'for everyone', needs, ...guards],
    awards,
  }));

/** Gives the text of a document; most of them are accepted by the checker. */
export const documentTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(rule, { minLength: 1, maxLength: 4 }),
    fc.array(parts.money, { maxLength: 2 }),
    fc.constantFrom('Asia/Seoul', 'Europe/London', 'America/New_York'),
  )
  .map(([rules, lets, zone]) => {
    const named = lets.map((one, index) => `let part_${index} = ${one}\n`).join('');
    const used = lets
      .map(
        (_, index) =>
          `\naward credit "부분" part_${index} × 2\n  then rounded down to 1 KRW\n  in addition\n`,
      )
      .join('');
    const clauses = rules.map(({ text, awards, relation }, index) => {
      const stands =
        relation === 'instead' && index > 0 ? `\n  instead of §${index}` : '\n  in addition';
      const given = awards.map((one) => one(stands));
      return `## §${index + 1} Clause\n\n\`\`\`amends\n${[...text, ...given].filter(Boolean).join('\n')}\n\`\`\`\n`;
    });
    return [
      '---\npolicy: generated\nversion: "1"\ntitle: { ko: 가, en: Generated }\ncurrency: KRW',
      `zone: ${zone}\napplies: automatic\n---\n`,
      `## §0 Facts\n\n\`\`\`amends${declarations}${listDeclarations}${setDeclarations}${named}${used}\`\`\`\n`,
      ...clauses,
    ].join('\n');
  });

/** Gives the document of a text, when the checker accepts it. */
export function acceptedDocument(text: string): PolicyDocument | undefined {
  const parsed = parsePolicy(text);
  if (!parsed.ok) return undefined;
  const isRefused = checkPolicy(parsed.value).some(({ severity }) => severity === 'error');
  return isRefused ? undefined : parsed.value;
}
