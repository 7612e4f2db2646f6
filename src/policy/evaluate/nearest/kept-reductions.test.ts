import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../kernel/index.ts';
import { determine } from '../../trial-document.ts';

// `member` stands behind `small` by way of a fact that is not stated and of a let, `plan` behind
// `capped` and `number_above`, and neither of them behind `all`.
const block = `fact claims : list of (fee : money at least 0 KRW, out : duration) from company
fact plan : choice(free, paid, team) from company
fact member : yes/no from company
fact bonus : money, if member then 700 KRW else 100 KRW unless stated, from company
let cap = by plan
  is free : 300 KRW
  is paid : 900 KRW
  is team : 2_000 KRW
let share = if member then 2 else 1
let all = sum(fee of each for each of claims)
let capped = sum(lesser of (fee of each, cap) for each of claims)
let small = sum(lesser of (fee of each, bonus × share) for each of claims)
let number_above = size(claims where fee of each is above cap)
award cash if number_above is above 2 then all + small else capped + small`;

interface Given {
  readonly claims: readonly { readonly fee: number; readonly out: string }[];
  readonly plan: string;
  readonly member: boolean;
}
const given: fc.Arbitrary<Given> = fc.record({
  claims: fc.array(
    fc.record({ fee: fc.integer({ min: 0, max: 3_000 }), out: fc.constant('1 h') }),
    {
      maxLength: 12,
    },
  ),
  plan: fc.constantFrom('free', 'paid', 'team'),
  member: fc.boolean(),
});

const factsOf = ({ claims, plan, member }: Given) =>
  ({ claims: claims.map((claim) => ({ ...claim })), plan, member }) as {
    readonly [name: string]: JsonValue;
  };
const amountsOf = (facts: { readonly [name: string]: JsonValue }) =>
  determine(block, facts).awards.map(({ amountMinor }) => amountMinor);

test('what another value of a fact is told to give is what it gives, whatever sums it stands behind', () => {
  fc.assert(
    fc.property(given, (one) => {
      const facts = factsOf(one);
      const { alternatives } = determine(block, facts);
      const before = amountsOf(facts);
      const told = new Map<string, readonly (bigint | undefined)[]>();
      for (const { name, value, awards, item } of alternatives) {
        if (item || (value.type !== 'choice' && value.type !== 'yes_no')) continue;
        told.set(
          `${name} ${value.value}`,
          awards.map(({ amountMinor }) => amountMinor),
        );
      }
      const others: readonly (readonly [string, JsonValue])[] = [
        ['member', !one.member],
        ...['free', 'paid', 'team']
          .filter((plan) => plan !== one.plan)
          .map((plan) => ['plan', plan] as const),
      ];
      for (const [name, value] of others) {
        const after = amountsOf({ ...facts, [name]: value });
        expect(told.get(`${name} ${value}`) ?? before).toEqual(after);
      }
    }),
    { numRuns: 20 },
  );
});
