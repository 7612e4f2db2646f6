import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPolicy } from '../check/check-policy.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { determine, documentText, readDocument } from '../trial-document.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

const declarations = [
  'fact fee : money at least 0 KRW at most 1_000_000 KRW from company',
  'fact loss : money at least −1_000_000 KRW at most 1_000_000 KRW from claimant',
  'fact outage : duration from incident',
  'fact member : yes/no from company',
  'fact plan : choice(free, paid, team) from company',
].join('\n');

/** Money expressions that the checker accepts, as text. */
const { money, condition } = fc.letrec<{ money: string; condition: string; number: string }>(
  (tie) => ({
    money: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('fee', 'loss', '10 KRW', '300_000 KRW', '7_550 KRW'),
      fc
        .tuple(tie('money'), fc.constantFrom('+', '−'), tie('money'))
        .map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(tie('money'), tie('number')).map(([a, n]) => `(${a} × ${n})`),
      fc
        .tuple(tie('money'), fc.constantFrom('720 hours', '31 days'))
        .map(([a, d]) => `(${a} × outage ÷ ${d})`),
      fc.tuple(tie('money'), tie('money')).map(([a, b]) => `greater of (${a}, ${b})`),
      fc.tuple(tie('money'), tie('money')).map(([a, b]) => `min(${a}, ${b})`),
      fc
        .tuple(tie('condition'), tie('money'), tie('money'))
        .map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
      tie('money').map((a) => `(${a} rounded half even to 10 KRW)`),
      tie('money').map((a) => `(by loss up to 0 KRW : ${a} up to 5_000 KRW : 20 KRW above : none)`),
      fc
        .tuple(tie('money'), tie('money'))
        .map(([a, b]) => `(by plan is free : ${a} otherwise : ${b})`),
    ),
    number: fc.constantFrom(
      '3',
      '12.5 %',
      '6 ÷ 31',
      '(begun 24 hours in outage)',
      '(completed 1 hour in outage)',
    ),
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'member',
        'plan is team',
        'loss is above 300 KRW',
        'outage is at most 2 hours',
      ),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
        .map(([a, o, b]) => `(${a} ${o} ${b})`),
      tie('condition').map((c) => `not ${c}`),
    ),
  }),
);

const facts = fc.record(
  {
    fee: fc.integer({ min: 0, max: 1_000_000 }),
    loss: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    outage: fc.integer({ min: 0, max: 400_000 }),
    member: fc.boolean(),
    plan: fc.constantFrom('free', 'paid', 'team'),
  },
  { requiredKeys: [] },
);

const documents = fc.tuple(condition, money).map(([audience, amount]) => {
  const award = `award cash ${amount} at most 50_000 KRW then rounded down to 1 KRW`;
  const text = documentText(`${declarations}\nfor ${audience}\n${award}`);
  return readDocument(text);
});

test('every generated document is accepted, ends, pays no more than its cap and never below 1', () => {
  fc.assert(
    fc.property(documents, facts, (document, json) => {
      expect(checkPolicy(document).filter((one) => one.severity === 'error')).toEqual([]);
      const parsed = parseFacts(document, json);
      if (!parsed.ok) throw new Error('facts are readable');
      const { status, awards, missing } = evaluatePolicy(document, parsed.value, {
        alternatives: false,
      });
      expect(['award', 'none', 'undecidable']).toContain(status);
      expect(missing.length > 0).toBe(status === 'undecidable');
      for (const { amountMinor = 0n } of awards) {
        expect(amountMinor).toBeGreaterThan(0n);
        expect(amountMinor).toBeLessThanOrEqual(50_000n);
      }
    }),
    { numRuns: 400 },
  );
});

test('with every fact known nothing is undecidable', () => {
  fc.assert(
    fc.property(documents, facts, (document, json) => {
      const whole = { fee: 1, loss: 2, outage: 3, member: true, plan: 'free', ...json };
      const parsed = parseFacts(document, whole);
      if (!parsed.ok) throw new Error('facts are readable');
      const { status } = evaluatePolicy(document, parsed.value, { alternatives: false });
      expect(status).not.toBe('undecidable');
    }),
    { numRuns: 300 },
  );
});

const monotone = [
  'fact outage : duration from incident',
  'fact fee : money at least 0 KRW from company',
  'let longer = by outage',
  '  up to 2 hours : 0 KRW',
  '  up to 24 hours : fee × outage ÷ 720 hours × 3',
  '  above : fee × outage ÷ 720 hours × 10',
  'award cash longer + (begun 24 hours in outage) × 100 KRW at most 90_000 KRW then rounded down to 1 KRW',
].join('\n');

test('a longer outage never pays less under a policy that only grows', () => {
  const hours = fc.integer({ min: 0, max: 2_000_000 });
  fc.assert(
    fc.property(hours, hours, fc.integer({ min: 0, max: 100_000 }), (one, other, fee) => {
      const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
      const paid = (outage: number) =>
        determine(monotone, { outage, fee }).awards[0]?.amountMinor ?? 0n;
      expect(paid(longer)).toBeGreaterThanOrEqual(paid(shorter));
    }),
    { numRuns: 60 },
  );
});

test('what an alternative tells is so: with that value the determination is the one told', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 700_000 }), (loss) => {
      const block =
        'fact loss : money from claimant\naward cash by loss up to 0 KRW : none ' +
        'up to 300_000 KRW : 30_000 KRW up to 500_000 KRW : 50_000 KRW above : review';
      const { alternatives } = determine(block, { loss });
      expect(alternatives.length).toBeGreaterThan(0);
      for (const { value, status, awards } of alternatives) {
        if (value.type !== 'money') throw new Error('the alternative is an amount');
        const other = determine(block, { loss: value.value });
        expect(other.status).toBe(status);
        expect(other.awards.map((award) => award.amountMinor)).toEqual(
          awards.map((award) => award.amountMinor),
        );
      }
    }),
    { numRuns: 50 },
  );
});
