import {
  days,
  fee,
  late,
  lines,
  member,
  outage,
  paid,
  plan,
  type Twins,
  table,
  whole,
} from './twin.ts';

/** Twins of what is found in calculations, rules and awards. */
export const lateTwins: readonly Twins[] = [
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
    bad: 'fact class : choice(none, second) from company\naward cash 1 KRW when class is second',
    good: 'fact class : choice(first, second) from company\naward cash 1 KRW when class is second',
  },
  {
    code: 'reserved_word',
    bad: 'fact lines : list of (fee : money, begun : duration) from company\naward cash sum(fee of each for each of lines)',
    good: `${lines}award cash sum(fee of each for each of lines)`,
  },
  {
    code: 'order_open',
    bad: `${fee}award cash fee at most 9 KRW less 3 KRW`,
    good: `${fee}award cash fee at most 9 KRW then less 3 KRW`,
  },
  {
    code: 'rounding_missing',
    bad: `${fee}fact rate : ratio at least 0 from company\naward cash fee less fee × rate`,
    good: `${fee}fact rate : ratio at least 0 from company\naward cash fee less fee × rate then rounded up to 1 KRW`,
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
  {
    code: 'block_in_html',
    isWhole: true,
    bad: `${whole}\n<!-- for later\n\`\`\`amends\naward cash "b" 9 KRW\n\`\`\`\n-->\n`,
    good: `${whole}\n<!-- for later -->\n\n\`\`\`amends\naward cash "b" 9 KRW\n\`\`\`\n`,
  },
  {
    code: 'block_in_html',
    isWhole: true,
    bad: `${whole}\n<details><summary>More</summary>\n\n\`\`\`amends\naward cash "b" 9 KRW\n\`\`\`\n</details>\n`,
    good: `${whole}\n<details>a \`<div>\`</details>\n\n\`\`\`amends\naward cash "b" 9 KRW\n\`\`\`\n`,
  },
  {
    code: 'block_not_run',
    isWhole: true,
    bad: `${whole}\n\`\`\`Amends\naward cash "b" 9 KRW\n\`\`\`\n`,
    good: `${whole}\n\`\`\`text\namends\n\`\`\`\n`,
  },
  {
    code: 'block_not_run',
    isWhole: true,
    bad: `${whole}\n> \`\`\`amends\n> award cash "b" 9 KRW\n> \`\`\`\n`,
    good: `${whole}\n- \`amends\` and \`cases\`\n`,
  },
  {
    code: 'block_not_run',
    isWhole: true,
    bad: `${whole}\n\`\`\`amend\naward cash "b" 9 KRW\n\`\`\`\n`,
    good: `${whole}\n\`\`\`\`markdown\n\`\`\`Amends\n\`\`\`\n\`\`\`\`\n`,
  },
  {
    code: 'heading_underlined',
    isWhole: true,
    bad: `${whole}\n§2 Members\n==========\n\nText.\n`,
    good: `${whole}\n## §2 Members\n\n---\n\n| a |\n|---|\n| b |\n`,
  },
  {
    code: 'character_hidden',
    isWhole: true,
    bad: whole.replace('§1 Rule', '§1 Rule \u202e5'),
    good: whole.replace('§1 Rule', '§1 Rule 👨‍👩‍👧 \u00a05'),
  },
  {
    code: 'facts_alike',
    bad: 'fact net-fee : count from company\nfact net_fee : count from company\naward item net-fee + net_fee',
    good: 'fact net-fee : count from company\nfact netfee : count from company\naward item net-fee + netfee',
  },
  {
    code: 'sum_below_zero',
    bad: `${fee}${paid}award cash 5_000 KRW + (fee − paid)`,
    good: `${fee}${paid}award cash 5_000 KRW + greater of (fee − paid, 0 KRW)`,
  },
  {
    code: 'sum_below_zero',
    bad: `${fee}${paid}let rest = (fee − paid) × 2\naward cash rest + 5_000 KRW`,
    good: `${fee}${paid}let rest = (fee − paid) × 2\naward cash rest`,
  },
  {
    code: 'sum_below_zero',
    bad: `${outage}${late}award extension 3 days + 2 × (outage − late) in hours`,
    good: `${outage}${late}for outage is above late\naward extension 3 days + 2 × (outage − late) in hours`,
  },
  {
    code: 'sum_below_zero',
    bad: `${fee}${paid}for fee is above 5 KRW\naward cash 5_000 KRW + (fee − paid)`,
    good: `${fee}${paid}award cash 5_000 KRW + fee − paid`,
  },
  {
    code: 'sum_below_zero',
    bad: `${fee}${paid}let due = lesser of (fee − paid, 900 KRW)\naward cash due + 5_000 KRW`,
    good: `${fee}${paid}let due = lesser of (greater of (fee − paid, 0 KRW), 900 KRW)\naward cash due + 5_000 KRW`,
  },
  {
    code: 'sum_below_zero',
    bad: `${fee}${paid}${member}award cash 5_000 KRW + (if member then fee − paid else 0 KRW)`,
    good: `${fee}${paid}award cash 5_000 KRW + (if fee is above paid then fee − paid else 0 KRW)`,
  },
  {
    code: 'less_below_zero',
    bad: `${fee}fact credited : money from company\naward cash fee less credited`,
    good: `${fee}fact credited : money at least 0 KRW from company\naward cash fee less credited`,
  },
  {
    code: 'less_below_zero',
    bad: `${fee}fact credited : money at least −1 KRW from company\naward cash fee less credited`,
    good: `${fee}fact credited : money at least −1 KRW from company\naward cash fee less greater of (credited, 0 KRW)`,
  },
  {
    code: 'less_below_zero',
    bad: `${fee}${paid}let set_off = paid − 10 KRW\naward cash fee at most 9 KRW then less set_off`,
    good: `${fee}${paid}let set_off = paid − 10 KRW\nfor set_off is at least 0 KRW\naward cash fee at most 9 KRW then less set_off`,
  },
  {
    code: 'period_mixed',
    bad: `${outage}award extension if outage is below 6 hours then 1 month else 2 years`,
    good: `${outage}award extension if outage is below 6 hours then 1 month else 24 months`,
  },
  {
    code: 'nested_too_deeply',
    bad: 'fact a : list of count from company\nfact b : list of count from company\naward item sum(size(b where each is above 3) for each of a)',
    good: 'fact a : list of count from company\nfact b : list of count from company\naward item sum(size(b where each is above x) for each x of a)',
  },
  {
    code: 'each_outside_list',
    bad: 'fact a : list of (n : count) from company\naward item sum(n of y for each x of a)',
    good: 'fact a : list of (n : count) from company\naward item sum(n of x for each x of a)',
  },
  {
    code: 'name_repeated',
    bad: 'fact a : list of count from company\naward item sum(a for each a of a)',
    good: 'fact a : list of count from company\naward item sum(x for each x of a)',
  },
  {
    code: 'division_by_zero',
    bad: 'fact a : list of (n : count) from company\nfact b : list of (n : count) from company\nlet c = (a where n of each is above 0)\naward item sum(sum(1 ÷ n of each for each of b) for each x of c) rounded up to 1',
    good: 'fact a : list of (n : count) from company\nfact b : list of (n : count) from company\nlet c = (a where n of each is above 0)\naward item sum(sum(1 ÷ n of each for each of c) for each x of b) rounded up to 1',
  },
  {
    code: 'period_mixed',
    bad: 'award extension 2 years at most 6 months',
    good: 'award extension 24 months at most 6 months',
  },
  {
    code: 'period_mixed',
    bad: 'award extension 2 years then rounded up to 1',
    good: 'fact n : number at least 0 from company\naward extension n rounded up to 1 in years',
  },
  {
    code: 'period_mixed',
    bad: 'fact member : yes/no from company\naward extension (if member then 2 years else 1 year) in months',
    good: 'fact member : yes/no from company\naward extension (if member then 24 else 12) in months',
  },
  {
    code: 'unit_mismatch',
    bad: `${outage}award extension outage × 3 in months`,
    good: `${outage}award extension (begun 1 day in outage) × 3 in months`,
  },
  {
    code: 'rounding_missing',
    bad: 'fact n : count from company\naward extension n × 1.5 in months',
    good: 'fact n : count from company\naward extension n × 1.5 rounded up to 1 in months',
  },
  {
    code: 'type_mismatch',
    bad: `fact a : instant from company\nfact b : instant from company\naward credit 1_000 KRW when total(interval(max(a, b), b)) is above 0 hours`,
    good: `fact a : instant from company\nfact b : instant from company\naward credit 1_000 KRW when total(interval((if a is after b then a else b), b)) is above 0 hours`,
  },
  {
    code: 'type_mismatch',
    bad: `${outage}award extension by outage below 6 hours : 3 days from 6 hours : 1 month`,
    good: `${outage}award extension 3 days when outage is below 6 hours, or extension 1 month when outage is at least 6 hours`,
  },
];
