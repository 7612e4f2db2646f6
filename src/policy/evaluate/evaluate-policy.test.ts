import { describe, expect, test } from 'vitest';
import { determine, outcomeOf } from '../trial-document.ts';

interface Row {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly gives: string;
}

function table(name: string, block: string, rows: readonly Row[], currency = 'KRW'): void {
  describe(name, () => {
    test.each(rows)('$facts gives $gives', ({ facts, gives }) => {
      expect(outcomeOf(determine(block, facts, { currency }))).toBe(gives);
    });
  });
}

const fee = 'fact fee : money at least 0 KRW from company';
const outage = 'fact outage : duration from incident';

test('20,000 × 84 h ÷ 720 h × 3 is 7,000 and not 6,999', () => {
  const block = `${fee}\n${outage}\naward cash fee × outage ÷ 720 hours × 3 rounded down to 1 KRW`;
  const determination = determine(block, { fee: '20000', outage: '84 hours' });
  expect(outcomeOf(determination)).toBe('cash 7000 KRW');
  expect(determination.awards[0]?.exact).toEqual({ numerator: 7_000n, denominator: 1n });
});

test('the exact figure is the one before rounding, in minor units', () => {
  const block = 'fact fee : money from company\naward cash fee ÷ 3 rounded half up to 0.01 EUR';
  const determination = determine(block, { fee: '10.00' }, { currency: 'EUR' });
  expect(outcomeOf(determination)).toBe('cash 333 EUR');
  expect(determination.awards[0]?.exact).toEqual({ numerator: 1_000n, denominator: 3n });
});

table(
  'bands, each bound from both sides',
  'fact loss : money from claimant\naward cash by loss\n' +
    '  below 0 KRW : none\n  from 0 KRW to below 10 KRW : 1 KRW\n' +
    '  exactly 10 KRW : 2 KRW\n  above 10 KRW up to 20 KRW : 3 KRW\n  above : review because large',
  [
    { facts: { loss: -1 }, gives: 'none(band_gives_nothing)' },
    { facts: { loss: 0 }, gives: 'cash 1 KRW' },
    { facts: { loss: 9 }, gives: 'cash 1 KRW' },
    { facts: { loss: 10 }, gives: 'cash 2 KRW' },
    { facts: { loss: 11 }, gives: 'cash 3 KRW' },
    { facts: { loss: 20 }, gives: 'cash 3 KRW' },
    { facts: { loss: 21 }, gives: 'review(large)' },
    { facts: {}, gives: 'undecidable(loss)' },
    { facts: { loss: null }, gives: 'undecidable(loss)' },
  ],
);

table(
  'a table that goes down, as service levels do',
  `fact uptime : ratio from incident\n${fee}\nlet share = by uptime\n  from 99.99 % : 0\n` +
    '  from 99 % : 10 %\n  from 95 % : 30 %\n  below 95 % : 100 %\n' +
    'award credit fee × share rounded half up to 1 KRW',
  [
    { facts: { fee: 1000, uptime: '99.99%' }, gives: 'none(amount_not_positive)' },
    { facts: { fee: 1000, uptime: '99.9899%' }, gives: 'credit 100 KRW' },
    { facts: { fee: 1000, uptime: '0.99' }, gives: 'credit 100 KRW' },
    { facts: { fee: 1000, uptime: '427/432' }, gives: 'credit 300 KRW' },
    { facts: { fee: 1000, uptime: '95 %' }, gives: 'credit 300 KRW' },
    { facts: { fee: 1000, uptime: '94.9999 %' }, gives: 'credit 1000 KRW' },
  ],
);

table(
  'a marginal table adds up its bands',
  'fact late : count from incident\naward cash marginal by late\n' +
    '  up to 5 : 10 KRW\n  above : 40 KRW',
  [
    { facts: { late: 0 }, gives: 'none(amount_not_positive)' },
    { facts: { late: 5 }, gives: 'cash 50 KRW' },
    { facts: { late: 7 }, gives: 'cash 130 KRW' },
  ],
);

table(
  'a table by choice, with a table inside',
  'fact zone : choice(near, far, other) from company\nfact delay : duration from incident\n' +
    'award cash by zone\n  is near : (by delay below 3 hours : none from 3 hours : 250 KRW)\n' +
    '  is far : 600 KRW\n  otherwise : none because elsewhere',
  [
    { facts: { zone: 'near', delay: '2 h' }, gives: 'none(band_gives_nothing)' },
    { facts: { zone: 'near', delay: '3 h' }, gives: 'cash 250 KRW' },
    { facts: { zone: 'far' }, gives: 'cash 600 KRW' },
    { facts: { zone: 'other' }, gives: 'none(elsewhere)' },
    { facts: { zone: 'near' }, gives: 'undecidable(delay)' },
  ],
);

const counting = (rule: string) => `${outage}\naward cash (${rule}) × 10 KRW`;

table('completed units', counting('completed 24 hours in outage'), [
  { facts: { outage: '23 h' }, gives: 'none(amount_not_positive)' },
  { facts: { outage: '24 h' }, gives: 'cash 10 KRW' },
  { facts: { outage: '47 h' }, gives: 'cash 10 KRW' },
]);

table('begun units', counting('begun 24 hours in outage'), [
  { facts: { outage: 0 }, gives: 'none(amount_not_positive)' },
  { facts: { outage: 1 }, gives: 'cash 10 KRW' },
  { facts: { outage: '24 h' }, gives: 'cash 10 KRW' },
  { facts: { outage: 86_401 }, gives: 'cash 20 KRW' },
]);

table(
  'units with a threshold, inclusive',
  counting('counted 24 hours in outage part from 6 hours'),
  [
    { facts: { outage: '29 h' }, gives: 'cash 10 KRW' },
    { facts: { outage: '30 h' }, gives: 'cash 20 KRW' },
  ],
);

table(
  'units with a threshold, exclusive',
  counting('counted 24 hours in outage part above 6 hours'),
  [
    { facts: { outage: '30 h' }, gives: 'cash 10 KRW' },
    { facts: { outage: 108_001 }, gives: 'cash 20 KRW' },
  ],
);

table(
  'cap, then floor, then rounding, in the order written',
  `${fee}\naward cash fee × 15 % at most 60 KRW then at least 20 KRW then rounded up to 10 KRW`,
  [
    { facts: { fee: 10 }, gives: 'cash 20 KRW' },
    { facts: { fee: 201 }, gives: 'cash 40 KRW' },
    { facts: { fee: 9_999 }, gives: 'cash 60 KRW' },
  ],
);

table('a payout threshold', `${fee}\naward cash fee nothing up to 100 KRW`, [
  { facts: { fee: 100 }, gives: 'none(below_payout_threshold)' },
  { facts: { fee: 101 }, gives: 'cash 101 KRW' },
]);

table(
  'the greater and the lesser',
  `${fee}\naward cash greater of (lesser of (fee × 2, 500 KRW), 30 KRW)`,
  [
    { facts: { fee: 1 }, gives: 'cash 30 KRW' },
    { facts: { fee: 100 }, gives: 'cash 200 KRW' },
    { facts: { fee: 300 }, gives: 'cash 500 KRW' },
  ],
);

const member = 'fact member : yes/no from company';
const layers =
  `${member}\n${fee}\naward cash 10 KRW\n\`\`\`\n\n## §2 Members\n\n\`\`\`amends\n` +
  'for member\naward cash fee';

table('a rule that stands instead of another', `${layers} instead of §1`, [
  { facts: { member: true, fee: 50 }, gives: 'cash 50 KRW' },
  { facts: { member: false, fee: 50 }, gives: 'cash 10 KRW' },
  { facts: { member: true, fee: 0 }, gives: 'cash 10 KRW' },
  { facts: { member: true }, gives: 'undecidable(fee)' },
  { facts: { fee: 50 }, gives: 'undecidable(member)' },
]);

table('a rule that comes in addition', `${layers} in addition to §1`, [
  { facts: { member: true, fee: 50 }, gives: 'cash 10 KRW + cash 50 KRW' },
  { facts: { member: false }, gives: 'cash 10 KRW' },
]);

table(
  'exclusion and review with their reasons',
  `${fee}\nfact cause : choice(own, storm, unclear) from incident\n` +
    'exclude when cause is storm because force-majeure\n' +
    'review when cause is unclear because cause-unclear\naward cash fee',
  [
    { facts: { fee: 5, cause: 'own' }, gives: 'cash 5 KRW' },
    { facts: { fee: 5, cause: 'storm' }, gives: 'none(force-majeure)' },
    { facts: { fee: 5, cause: 'unclear' }, gives: 'review(cause-unclear)' },
    { facts: { fee: 5 }, gives: 'undecidable(cause)' },
  ],
);

table(
  'evidence is asked for when something would be due',
  `${fee}\nneeds receipt, bank-account\naward cash by fee up to 9 KRW : none above 9 KRW : 5 KRW`,
  [
    { facts: { fee: 10 }, gives: 'evidence_required(receipt, bank-account, evidence_missing)' },
    {
      facts: { fee: 10, evidence: ['receipt'] },
      gives: 'evidence_required(bank-account, evidence_missing)',
    },
    { facts: { fee: 10, evidence: ['bank-account', 'receipt'] }, gives: 'cash 5 KRW' },
    { facts: { fee: 9 }, gives: 'none(band_gives_nothing)' },
  ],
);

table(
  'a missing fact does not matter where the answer is known without it',
  `${member}\nfact other : yes/no from company\nfor member and other\naward cash 5 KRW`,
  [
    { facts: { member: false }, gives: 'none(not_in_audience)' },
    { facts: { other: false }, gives: 'none(not_in_audience)' },
    { facts: { other: true }, gives: 'undecidable(member)' },
    { facts: {}, gives: 'undecidable(member, other)' },
  ],
);

table(
  'dated constants',
  'fact day : date from incident\n' +
    'constant rate = 8.06 GBP from 2021-04-01, 8.40 GBP from 2022-04-01\naward cash rate on day',
  [
    { facts: { day: '2022-03-31' }, gives: 'cash 806 GBP' },
    { facts: { day: '2022-04-01' }, gives: 'cash 840 GBP' },
    { facts: { day: '2021-03-31' }, gives: 'undecidable(rate on 2021-03-31)' },
  ],
  'GBP',
);

table(
  'interval sets',
  'fact outages : interval set from incident\nfact planned : interval set from incident\n' +
    'let counted-runs = lasting(merging(without(outages, planned), 10 minutes), 30 minutes)\n' +
    'award extension total(counted-runs) × 2 in hours when events(counted-runs) is at least 1',
  [
    {
      facts: {
        planned: [],
        outages: [
          { from: '2022-10-15T15:00:00+09:00', until: '2022-10-15T15:25:00+09:00' },
          { from: '2022-10-15T15:30:00+09:00', until: '2022-10-15T16:00:00+09:00' },
          { from: '2022-10-15T18:00:00+09:00', until: '2022-10-15T18:20:00+09:00' },
        ],
      },
      gives: 'extension 2 hour',
    },
    { facts: { outages: [], planned: [] }, gives: 'none(condition_not_met)' },
  ],
);

table(
  'guards of a rule without awards hold for the whole document',
  'fact cause : choice(own, storm) from incident\nexclude when cause is storm because storm-day\n' +
    '```\n\n## §2 Cash\n\n```amends\naward cash 5 KRW\naward item 1',
  [
    { facts: { cause: 'own' }, gives: 'cash 5 KRW + item 1 item' },
    { facts: { cause: 'storm' }, gives: 'none(storm-day)' },
    { facts: {}, gives: 'undecidable(cause)' },
  ],
);

table(
  'an exclusion that holds decides, whatever else is not known or under review',
  'fact all : yes/no from company\nfact unclear : yes/no from company\n' +
    'fact banned : yes/no from company\nfact member : yes/no from company\n' +
    'fact late : yes/no from company\nfor all\nreview when unclear because unclear\n' +
    '```\n\n## §2 Cash\n\n```amends\nfor member\nexclude when late because too_late\naward cash 5 KRW\n' +
    '```\n\n## §3 Bans\n\n```amends\nexclude when banned because banned',
  [
    {
      facts: { all: true, unclear: false, banned: true, late: false },
      gives: 'none(banned)',
    },
    { facts: { banned: true }, gives: 'none(banned)' },
    { facts: { all: true, unclear: true, banned: true, member: true }, gives: 'none(banned)' },
    { facts: { all: false, banned: false, late: true }, gives: 'none(too_late)' },
    { facts: { all: true, unclear: true, member: true, late: true }, gives: 'none(too_late)' },
    { facts: { all: false, banned: false, late: false }, gives: 'undecidable(member)' },
    {
      facts: { all: true, unclear: true, member: true, late: false, banned: false },
      gives: 'review(unclear)',
    },
    {
      facts: { all: true, unclear: true, member: true, late: false },
      gives: 'undecidable(banned)',
    },
    { facts: { member: false }, gives: 'none(not_in_audience)' },
  ],
);

const chain =
  'fact a : yes/no from company\nfact b : yes/no from company\naward cash 1 KRW\n```\n\n' +
  '## §2 B\n\n```amends\nfor a\naward cash 2 KRW instead of §1\n```\n\n' +
  '## §3 C\n\n```amends\nfor b\naward cash 3 KRW instead of §2 and §1';

table('a chain of rules that replace one another', chain, [
  { facts: { a: true, b: true }, gives: 'cash 3 KRW' },
  { facts: { a: true, b: false }, gives: 'cash 2 KRW' },
  { facts: { a: false, b: true }, gives: 'cash 3 KRW' },
  { facts: { a: false, b: false }, gives: 'cash 1 KRW' },
]);

test('settled awards are listed beside what is open, and the most open status names the whole', () => {
  const block =
    'fact loss : money from claimant\naward credit 7 KRW\nfor everyone\nneeds receipt\n' +
    'award cash by loss up to 9 KRW : 1 KRW above : review';
  expect(outcomeOf(determine(block, { loss: 5 }))).toBe(
    'evidence_required(receipt, evidence_missing) + credit 7 KRW',
  );
  expect(outcomeOf(determine(block, { loss: 10, evidence: ['receipt'] }))).toBe(
    'review(review_by_band) + credit 7 KRW',
  );
});

test('the same document and facts give the same determination', () => {
  const block = `${fee}\n${outage}\naward cash fee × outage ÷ 720 hours rounded up to 1 KRW`;
  const facts = { fee: '12345', outage: '7 hours' };
  expect(determine(block, facts)).toEqual(determine(block, facts));
});

test('a document with errors is not evaluated', () => {
  expect(() => determine(`${fee}\naward cash fee × 10 %`, { fee: 10 })).toThrow('with errors');
});
