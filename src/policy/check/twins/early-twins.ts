import {
  awardFee,
  byLoss,
  counts,
  days,
  fee,
  late,
  member,
  on,
  outage,
  plan,
  type Twins,
  table,
  twoSections,
  whole,
} from './twin.ts';

/** Twins of what is found in the text, in names, types and tables. */
export const earlyTwins: readonly Twins[] = [
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
    code: 'front_matter_unread',
    isWhole: true,
    bad: whole.replace('en: Trial }', 'en: Trial, the first }'),
    good: whole.replace('en: Trial }', 'en: "Trial, the first" }'),
  },
  {
    code: 'front_matter_unread',
    isWhole: true,
    bad: whole.replace('from: 2022-10-15,', 'from: 2022-10-15, to: 2022-11-01,'),
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
    bad: whole + 'x'.repeat(500_000),
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
  {
    code: 'reason_repeated',
    bad: `${fee}${member}exclude when member because late "늦음" / "too late"\naward cash by fee up to 5 KRW : none because late "적음" above : fee`,
    good: `${fee}${member}exclude when member because late "늦음" / "too late"\naward cash by fee up to 5 KRW : none because late above : fee`,
  },
  {
    code: 'type_mismatch',
    bad: `${days}${on}constant closed = list of (2024-05-01)\naward cash 1 KRW when days is one of closed`,
    good: `${on}constant closed = list of (2024-05-01)\naward cash 1 KRW when day is one of closed`,
  },
  {
    code: 'type_mismatch',
    bad: `${plan}${fee}award cash 1 KRW when plan is one of fee`,
    good: `${plan}fact plans : list of choice(free, paid, team) from company\naward cash 1 KRW when plan is not one of plans`,
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
    bad: `${counts}let some = (all of each for each of counts where bad of each is above 0)\naward cash 1 KRW × sum(1 ÷ each for each of some) rounded up to 1 KRW`,
    good: `${counts}let some = (counts where all of each is above 0)\nlet bad_ones = (some where bad of each ÷ all of each is above 5 %)\naward cash sum(1 KRW × bad of each ÷ all of each for each of bad_ones) rounded up to 1 KRW`,
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
    code: 'division_by_zero',
    bad: `${fee}${days}let daily = if days is above 0 then share else 0 KRW\nlet share = fee ÷ days\naward cash daily + share rounded up to 1 KRW`,
    good: `${fee}${days}let daily = if days is above 0 then share else 0 KRW\nlet share = if days is above 0 then fee ÷ days else fee\naward cash daily + share rounded up to 1 KRW`,
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
];
