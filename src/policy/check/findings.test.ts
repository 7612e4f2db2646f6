import { describe, expect, test } from 'vitest';
import { renderFinding } from '../explain/render-finding.ts';
import { type FindingCode, findingSeverity } from '../finding.ts';
import { documentText, findingsOf } from '../trial-document.ts';

/** A text that has the finding, and its nearest neighbour that has not. */
interface Twins {
  readonly code: FindingCode;
  readonly bad: string;
  readonly good: string;
  /** Whole documents instead of the inside of one block. */
  readonly isWhole?: boolean;
}

const loss = 'fact loss : money at least 0 KRW from claimant\n';
const fee = 'fact fee : money at least 0 KRW from company\n';
const outage = 'fact outage : duration from incident\n';
const days = 'fact days : count from incident\n';
const plan = 'fact plan : choice(free, paid, team) from company\n';
const member = 'fact member : yes/no from company\n';
const on = 'fact day : date from incident\n';
const lines = 'fact lines : list of (fee : money, lost : duration) from company\n';
const counts = 'fact counts : list of (all : count, bad : count) from company\n';
const late = 'fact late : duration from company\n';
const awardFee = 'award cash fee';

function table(head: string, rows: readonly string[]): string {
  return `${head}\n${rows.map((row) => `  ${row}`).join('\n')}`;
}

const byLoss = (rows: readonly string[]) => loss + table('award cash by loss', rows);

/** A document of two sections, of which the second one awards something too. */
function twoSections(first: string): string {
  const facts = 'fact late : yes/no from company\nfact member : yes/no from company\n';
  const second = '\n## §2 Other\n\n```amends\naward cash "b" 2 KRW\n```\n';
  return documentText(facts + first, { extra: second });
}

const whole = documentText('award cash 1 KRW');

const twins: readonly Twins[] = [
  { code: 'front_matter_missing', isWhole: true, bad: '# Policy', good: whole },
  {
    code: 'front_matter_unreadable',
    isWhole: true,
    bad: whole.replace('policy: trial', 'policy: [trial'),
    good: whole,
  },
  {
    code: 'front_matter_field',
    isWhole: true,
    bad: whole.replace('currency: KRW', 'currency: WON'),
    good: whole,
  },
  {
    code: 'block_not_closed',
    isWhole: true,
    bad: whole.replace('award cash 1 KRW\n```', 'award cash 1 KRW\n'),
    good: whole,
  },
  { code: 'syntax', bad: 'award cash', good: 'award cash 1 KRW' },
  {
    code: 'document_too_large',
    isWhole: true,
    bad: whole + 'x'.repeat(2_000_000),
    good: whole + 'x'.repeat(1_000),
  },
  { code: 'number_with_comma', bad: 'award cash 30,000 KRW', good: 'award cash 30_000 KRW' },
  {
    code: 'nested_too_deeply',
    bad: `award cash 1 KRW${' + 1 KRW'.repeat(300)}`,
    good: `award cash 1 KRW${' + 1 KRW'.repeat(30)}`,
  },
  {
    code: 'clause_repeated',
    isWhole: true,
    bad: `${whole}\n## §1 Again\n`,
    good: `${whole}\n## §2 Again\n`,
  },
  {
    code: 'block_outside_clause',
    isWhole: true,
    bad: whole.replace('## §1 Rule', ''),
    good: whole,
  },
  {
    code: 'cases_unreadable',
    isWhole: true,
    bad: `${whole}\n\`\`\`cases\nloss\n\`\`\`\n`,
    good: `${whole}\n\`\`\`cases\n→ award\n→ 1 KRW\n\`\`\`\n`,
  },
  {
    code: 'cases_missing',
    isWhole: true,
    bad: whole,
    good: `${whole}\n\`\`\`cases\n→ award\n→ 1 KRW\n\`\`\`\n`,
  },
  {
    code: 'unknown_type',
    bad: `fact fee : amount from company\n${awardFee}`,
    good: fee + awardFee,
  },
  {
    code: 'unknown_source',
    bad: `fact fee : money from somebody\n${awardFee}`,
    good: fee + awardFee,
  },
  {
    code: 'reserved_word',
    bad: 'let one = 1 KRW\naward cash one',
    good: 'let first-one = 1 KRW\naward cash first-one',
  },
  { code: 'unknown_unit', bad: 'award cash 30 bucks', good: 'award cash 30 KRW' },
  { code: 'unknown_remedy', bad: 'award gift 30 KRW', good: 'award voucher 30 KRW' },
  {
    code: 'unknown_burden',
    bad: 'award cash 30 KRW requires patience',
    good: 'award cash 30 KRW requires payment-method',
  },
  {
    code: 'unknown_function',
    bad: `${fee}award cash double(fee)`,
    good: `${fee}award cash max(fee, 10 KRW)`,
  },
  { code: 'unknown_name', bad: 'award cash fee', good: fee + awardFee },
  {
    code: 'unknown_choice',
    bad: `${plan}award cash 1 KRW when plan is gold`,
    good: `${plan}award cash 1 KRW when plan is paid`,
  },
  {
    code: 'unknown_clause',
    bad: 'award cash 1 KRW in addition to §9',
    good: 'award cash 1 KRW in addition to §1',
  },
  {
    code: 'name_repeated',
    bad: `${fee}let fee = 3 KRW\n${awardFee}`,
    good: `${fee}let other = 3 KRW\naward cash fee + other`,
  },
  {
    code: 'name_circular',
    bad: 'let a = b\nlet b = a\naward cash a',
    good: 'let a = b\nlet b = 1 KRW\naward cash a',
  },
  { code: 'fact_unused', bad: `${fee}award cash 1 KRW`, good: fee + awardFee },
  {
    code: 'name_unused',
    bad: 'constant base = 1 KRW\naward cash 1 KRW',
    good: 'constant base = 1 KRW\naward cash base',
  },
  {
    code: 'type_mismatch',
    bad: `${plan}award cash 1 KRW when plan`,
    good: `${plan}award cash 1 KRW when plan is free`,
  },
  {
    code: 'unit_mismatch',
    bad: `${fee}award cash fee + 3`,
    good: `${fee}award cash fee + 3 KRW`,
  },
  {
    code: 'unit_compound',
    bad: `${fee}${outage}award cash fee × outage`,
    good: `${fee}${outage}award cash fee × outage ÷ 720 hours rounded up to 1 KRW`,
  },
  {
    code: 'currency_mixed',
    bad: `${fee}award cash fee + 3 USD`,
    good: `${fee}award cash fee + 3 KRW`,
  },
  {
    code: 'not_constant',
    bad: `${fee}${byLoss(['up to fee : none', 'above fee : 1 KRW'])}`,
    good: byLoss(['up to 9 KRW : none', 'above 9 KRW : 1 KRW']),
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}award cash fee ÷ days rounded up to 1 KRW`,
    good: `${fee}fact days : count at least 1 from incident\naward cash fee ÷ days rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${on}constant r = 0 from 2024-05-01, 1.08 from 2024-06-01\naward cash fee ÷ (r on day) rounded up to 1 KRW`,
    good: `${fee}${on}constant r = 1.07 from 2022-05-01, 1.08 from 2024-06-01\naward cash fee ÷ (r on day) rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}award cash if days is at least 0 then fee ÷ days rounded up to 1 KRW else fee`,
    good: `${fee}${days}award cash if days is above 0 then fee ÷ days rounded up to 1 KRW else fee`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}award cash if days is 0 or fee is 0 KRW then fee ÷ days rounded up to 1 KRW else 0 KRW`,
    good: `${fee}${days}award cash if days is 0 or fee is 0 KRW then 0 KRW else fee ÷ days rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}for days is above 0 or fee is above 0 KRW\naward cash fee ÷ days rounded up to 1 KRW`,
    good: `${fee}${days}for days is above 0 and fee is above 0 KRW\naward cash fee ÷ days rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}let some = days is at most 3\naward cash fee ÷ days rounded up to 1 KRW when some`,
    good: `${fee}${days}let some = not days is 0\naward cash fee ÷ days rounded up to 1 KRW when some`,
  },
  {
    code: 'division_by_zero',
    bad: `${counts}award cash sum(1 KRW × bad of each ÷ all of each for each of counts where bad of each is above 0) rounded up to 1 KRW`,
    good: `${counts}award cash sum(1 KRW × bad of each ÷ all of each for each of counts where all of each is above 0) rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}${table('award cash by days', ['below 1 : fee ÷ days', 'from 1 : none'])}\n  then rounded up to 1 KRW`,
    good: `${fee}${days}${table('award cash by days', ['below 1 : none', 'from 1 : fee ÷ days'])}\n  then rounded up to 1 KRW`,
  },
  {
    code: 'division_by_zero',
    bad: `${fee}${days}let share = fee ÷ days\nfor days is above 0\naward cash share rounded up to 1 KRW`,
    good: `${fee}${days}let share = fee ÷ greater of (days, 1)\nfor days is above 0\naward cash share rounded up to 1 KRW`,
  },
  {
    code: 'below_zero',
    bad: `${outage}award cash 80 KRW + 40 KRW × (completed 12 hours in (outage − 48 hours))`,
    good: `${outage}award cash 80 KRW + 40 KRW × (completed 12 hours in greater of (outage − 48 hours, 0 hours))`,
  },
  {
    code: 'below_zero',
    bad: `${outage}${late}let beyond = outage − late\nfor outage is above 3 hours\naward cash 40 KRW × (begun 1 hour in beyond)`,
    good: `${outage}${late}for outage is above late\naward cash 40 KRW × (begun 1 hour in (outage − late))`,
  },
  {
    code: 'below_zero',
    bad: `${outage}for outage is above 47 hours\naward cash 40 KRW × (completed 12 hours in (outage − 48 hours))`,
    good: `${outage}for outage is at least 48 hours\naward cash 40 KRW × (completed 12 hours in (outage − 48 hours))`,
  },
  {
    code: 'rounding_of_one_way',
    bad: `${fee}${member}award cash if member then fee else 55 KRW rounded down to 10 KRW`,
    good: `${fee}${member}award cash if member then fee else (55 KRW rounded down to 10 KRW)`,
  },
  {
    code: 'rounding_of_one_way',
    bad: `${fee}${member}award cash if member then fee else if fee is 3 KRW then 20 KRW else fee × 2 rounded up to 10 KRW`,
    good: `${fee}${member}award cash (if member then fee else if fee is 3 KRW then 20 KRW else fee × 2) rounded up to 10 KRW`,
  },
  {
    code: 'exclude_everywhere',
    isWhole: true,
    bad: twoSections('exclude when late because too_late\nfor member\naward cash "a" 1 KRW'),
    good: twoSections('for member\nexclude when late because too_late\naward cash "a" 1 KRW'),
  },
  {
    code: 'exclude_everywhere',
    isWhole: true,
    bad: twoSections(
      'for member\nexclude when late because too_late\nfor not member\naward cash "a" 1 KRW',
    ),
    good: twoSections(
      'for everyone\nexclude when late because too_late\nfor member\naward cash "a" 1 KRW',
    ),
  },
  {
    code: 'type_mismatch',
    bad: 'fact outages : list of duration, 1 hour unless stated, from incident\naward extension sum(outages) in hours',
    good: 'fact outages : list of duration, none unless stated, from incident\naward extension sum(outages) in hours',
  },
  {
    code: 'type_mismatch',
    bad: `${fee}fact paid : money, none unless stated, from company\naward cash fee + paid`,
    good: 'fact off : interval set, none unless stated, from company\naward extension total(off) in hours',
  },
  { code: 'value_out_of_range', bad: 'award cash 0.5 KRW', good: 'award cash 5 KRW' },
  {
    code: 'constant_undated',
    bad: `${on}constant rate = 8 KRW from 2021-04-01, 9 KRW from 2022-04-01\naward cash rate when day is after 2022-10-15`,
    good: `${on}constant rate = 8 KRW from 2021-04-01, 9 KRW from 2022-04-01\naward cash rate on day`,
  },
  {
    code: 'constant_dates',
    bad: `${on}constant rate = 8 KRW from 2022-04-01, 9 KRW from 2021-04-01\naward cash rate on day`,
    good: `${on}constant rate = 8 KRW from 2021-04-01, 9 KRW from 2022-04-01\naward cash rate on day`,
  },
  {
    code: 'date_outside_version',
    bad: `${on}constant rate = 8 KRW from 2022-12-01, 9 KRW from 2023-04-01\naward cash rate on day`,
    good: `${on}constant rate = 8 KRW from 2022-10-15, 9 KRW from 2023-04-01\naward cash rate on day`,
  },
  {
    code: 'bound_open',
    bad: byLoss(['from 0 KRW to 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']),
    good: byLoss(['from 0 KRW up to 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']),
  },
  {
    code: 'table_gap',
    bad: byLoss(['below 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']),
    good: byLoss(['up to 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']),
  },
  {
    code: 'table_overlap',
    bad: byLoss(['up to 10 KRW : 1 KRW', 'from 10 KRW : 2 KRW']),
    good: byLoss(['below 10 KRW : 1 KRW', 'from 10 KRW : 2 KRW']),
  },
  {
    code: 'row_unreachable',
    bad: byLoss(['up to 9 KRW : none', 'from 9 KRW to below 9 KRW : 1 KRW', 'above 9 KRW : 2 KRW']),
    good: byLoss(['up to 8 KRW : none', 'above 8 KRW up to 9 KRW : 1 KRW', 'above 9 KRW : 2 KRW']),
  },
  {
    code: 'choice_uncovered',
    bad: plan + table('award cash by plan', ['is free : none', 'is paid : 1 KRW']),
    good: plan + table('award cash by plan', ['is free : none', 'is paid, team : 1 KRW']),
  },
  {
    code: 'order_open',
    bad: `${fee}award cash fee at most 9 KRW at least 3 KRW`,
    good: `${fee}award cash fee at most 9 KRW then at least 3 KRW`,
  },
  {
    code: 'rounding_missing',
    bad: `${fee}award cash fee × 10 %`,
    good: `${fee}award cash fee × 10 % rounded down to 1 KRW`,
  },
  {
    code: 'unit_open',
    bad: `${outage}award extension outage × 3`,
    good: `${outage}award extension outage × 3 in hours`,
  },
  {
    code: 'reading_open',
    bad: `${days}reading first_day = paid or unpaid\naward cash if first_day is paid then 1 KRW × days else 0 KRW`,
    good: `${days}reading first_day = paid or unpaid taken paid because "…"\naward cash if first_day is paid then 1 KRW × days else 0 KRW`,
  },
  {
    code: 'counting_open',
    bad: `${outage}award cash (counted 6 hours in outage) × 40 KRW`,
    good: `${outage}award cash (begun 6 hours in outage) × 40 KRW`,
  },
  {
    code: 'rounding_open',
    bad: `${fee}award cash fee × 10 % rounded half to 1 KRW`,
    good: `${fee}award cash fee × 10 % rounded half even to 1 KRW`,
  },
  {
    code: 'each_outside_list',
    bad: 'fact outages : list of duration from incident\naward extension each in hours',
    good: 'fact outages : list of duration from incident\naward extension sum(each for each of outages) in hours',
  },
  {
    code: 'each_outside_list',
    bad: `${lines}award cash fee of each when size(lines) is above 0`,
    good: `${lines}award cash sum(fee of each for each of lines)`,
  },
  {
    code: 'unknown_name',
    bad: `${lines}award cash sum(price of each for each of lines)`,
    good: `${lines}award cash sum(fee of each for each of lines)`,
  },
  {
    code: 'type_mismatch',
    bad: 'fact fees : list of money from company\naward cash sum(fee of each for each of fees)',
    good: 'fact fees : list of money from company\naward cash sum(each for each of fees)',
  },
  {
    code: 'name_repeated',
    bad: 'fact lines : list of (fee : money, fee : money) from company\naward cash sum(fee of each for each of lines)',
    good: 'fact lines : list of (fee : money, tax : money) from company\naward cash sum(fee of each for each of lines)',
  },
  {
    code: 'unknown_type',
    bad: 'fact lines : list of (fees : list of money) from company\naward cash 1 KRW when size(lines) is 1',
    good: 'fact lines : list of (fees : money) from company\naward cash 1 KRW when size(lines) is 1',
  },
  {
    code: 'reserved_word',
    bad: 'fact class : choice(first, second) from company\naward cash 1 KRW when class is second',
    good: 'fact class : choice(first-class, second) from company\naward cash 1 KRW when class is second',
  },
  {
    code: 'reserved_word',
    bad: 'fact lines : list of (fee : money, down : duration) from company\naward cash sum(fee of each for each of lines)',
    good: `${lines}award cash sum(fee of each for each of lines)`,
  },
  {
    code: 'order_open',
    bad: `${fee}award cash fee at most 9 KRW less 3 KRW`,
    good: `${fee}award cash fee at most 9 KRW then less 3 KRW`,
  },
  {
    code: 'rounding_missing',
    bad: `${fee}fact rate : ratio from company\naward cash fee less fee × rate`,
    good: `${fee}fact rate : ratio from company\naward cash fee less fee × rate then rounded up to 1 KRW`,
  },
  {
    code: 'rounding_missing',
    bad: `${fee}${member}award cash if member then none because member else fee × 10 %`,
    good: `${fee}${member}award cash if member then none because member else fee × 2`,
  },
  {
    code: 'syntax',
    bad: `${fee}award cash none`,
    good: `${fee}award cash if fee is above 3 KRW then none else fee`,
  },
  {
    code: 'priority_open',
    bad: `${member}for member\naward cash 1 KRW\n\nfor everyone\naward cash 2 KRW`,
    good: `${member}for member\naward cash 1 KRW\n\nfor not member\naward cash 2 KRW`,
  },
  {
    code: 'priority_circular',
    bad: 'award cash 1 KRW instead of §1',
    good: 'award cash 1 KRW in addition to §1',
  },
  {
    code: 'form_unreachable',
    bad: 'award extension 3 days, or cash 9 KRW',
    good: `${member}award extension 3 days, or cash 9 KRW when member`,
  },
  {
    code: 'award_missing',
    bad: `${member}for member`,
    good: `${member}for member\naward cash 1 KRW`,
  },
  {
    code: 'needs_without_award',
    bad: `${member}needs receipt\nfor member\naward cash 1 KRW`,
    good: `${member}for member\nneeds receipt\naward cash 1 KRW`,
  },
  {
    code: 'condition_constant',
    bad: 'for yes\naward cash 1 KRW',
    good: 'for everyone\naward cash 1 KRW',
  },
  {
    code: 'burdened_remedy',
    bad: 'award voucher 1 KRW expires after 90 days',
    good: 'award voucher 1 KRW',
  },
];

function codesOf({ isWhole }: Twins, text: string): readonly FindingCode[] {
  return findingsOf(isWhole ? text : documentText(text)).map((finding) => finding.code);
}

// What every short trial lacks; it says nothing about the twins.
const usual: ReadonlySet<FindingCode> = new Set(['cases_missing']);
const reports: ReadonlySet<FindingCode> = new Set(['burdened_remedy']);

describe.each(twins)('$code', (pair) => {
  test('is found in the bad twin', () => {
    expect(codesOf(pair, pair.bad)).toContain(pair.code);
  });

  test('is told in English and in Korean, with nothing left open', () => {
    const text = pair.isWhole === true ? pair.bad : documentText(pair.bad);
    for (const finding of findingsOf(text).filter(({ code }) => code === pair.code)) {
      const [en, ko] = [renderFinding(finding), renderFinding(finding, 'ko')];
      expect(`${en} ${ko}`).not.toMatch(/undefined|NaN/);
      expect([/[가-힣]/.test(ko), ko === en]).toEqual([true, false]);
    }
  });

  test('is not found in the good twin, and nothing else is', () => {
    const others = codesOf(pair, pair.good).filter((code) => {
      return code === pair.code || !(usual.has(code) || reports.has(code));
    });
    expect(others).toEqual([]);
  });
});

test('every code has its twins', () => {
  const tested = twins.map((pair) => pair.code);
  expect([...new Set(tested)].sort()).toEqual(Object.keys(findingSeverity).sort());
});

test('a finding names its line, column and clause, both readings and what to write', () => {
  const text = documentText(byLoss(['from 0 KRW to 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']));
  const [found] = findingsOf(text).filter((finding) => finding.code === 'bound_open');
  expect(found).toEqual({
    code: 'bound_open',
    severity: 'error',
    line: 16,
    column: 3,
    clause: '§1',
    params: {
      found: 'from 0 KRW to 10 KRW',
      readingA: 'from 0 KRW up to 10 KRW',
      readingB: 'from 0 KRW to below 10 KRW',
      write: 'from 0 KRW up to 10 KRW, or from 0 KRW to below 10 KRW',
    },
  });
  expect(found && renderFinding(found)).toBe(
    '`from 0 KRW to 10 KRW` does not say whether its bound is included. It can be read as ' +
      '“from 0 KRW up to 10 KRW” or as “from 0 KRW to below 10 KRW”. Write from 0 KRW up to ' +
      '10 KRW, or from 0 KRW to below 10 KRW.',
  );
});

test.each([
  ['exclude when day because "too late"', 'too_late'],
  ['exclude if member because late', 'exclude when CONDITION'],
  ['award cash 5 KRW if member', 'when CONDITION'],
  ['award cash 5 KRW + if member then 1 KRW else 2 KRW', 'in brackets'],
  ['let x = if member then day is after 2022-10-15 else member', '(outage is above 3 hours)'],
  ['award cash max(5 KRW)', 'max(a, b, …)'],
  ['let later = day + 14\naward cash 1 KRW when later is after day', 'add_days(day, 14)'],
  ['award cash 1 KRW when plan is free or paid', '`plan is one of (free, paid)`'],
])('%s is told what to write', (written, wanted) => {
  const text = documentText(`${on}${member}${plan}${written}`);
  const errors = findingsOf(text).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ params }) => params.write)).toEqual([expect.stringContaining(wanted)]);
});

test('one mistake in a statement is told once, the next statement is looked at too', () => {
  const text = documentText('award cash 5 KRW per begun hour\nlet a b c = 3\nfor a in (b, c)');
  const errors = findingsOf(text).filter(({ code }) => code === 'syntax');
  expect(errors.map(({ params }) => params.found)).toEqual(['per', 'b', 'in']);
});

test('a divisor that could be 0 is told what works; `at least` only where it can be declared', () => {
  const told = (block: string) =>
    findingsOf(documentText(block)).flatMap((one) =>
      one.code === 'division_by_zero' ? [one.params.write ?? ''] : [],
    );
  const [ofFact = ''] = told(`${fee}${days}award cash fee ÷ days rounded up to 1 KRW`);
  const [ofLet = ''] = told(
    `${fee}${days}let twice = days × 2\naward cash fee ÷ twice rounded up to 1 KRW`,
  );
  expect(ofFact).toContain('greater of (days, 1)');
  expect(ofFact).toContain('declare days');
  expect(ofLet).toContain('if twice is above 0 then');
  expect(ofLet).not.toContain('declare');
});
