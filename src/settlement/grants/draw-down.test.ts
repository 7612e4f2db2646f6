import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, instantFromEpochMs } from '../../kernel/index.ts';
import { drawDown, type Lot } from './draw-down.ts';
import { expectedCostMinor } from './expected-cost.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;

function lot(order: number, minor: bigint, days: number | null, rest: Partial<Lot> = {}): Lot {
  return {
    ...{ awardId: `lot-${order}`, amountMinor: minor, usedMinor: 0n, expiredMinor: 0n },
    issueOrder: BigInt(order),
    expiresAt: days === null ? null : addMs(now, days * dayMs),
    ...rest,
  };
}

function drawn(lots: readonly Lot[], amountMinor: bigint, days = 0) {
  const outcome = drawDown(lots, { amountMinor, at: addMs(now, days * dayMs) });
  if (!outcome.ok) return outcome.refusal;
  return outcome.value.map(({ awardId, amountMinor: minor }) => `${awardId} ${minor}`);
}

describe('a use', () => {
  it('is drawn from what expires first, then from what was issued first, then for ever', () => {
    const lots = [lot(1, 100n, null), lot(2, 100n, 9), lot(3, 100n, 5), lot(4, 100n, 5)];
    expect(drawn(lots, 350n)).toEqual(['lot-3 100', 'lot-4 100', 'lot-2 100', 'lot-1 50']);
  });

  it('is drawn to the last instant before expiry, and not at it', () => {
    const lots = [lot(1, 100n, 5)];
    const at = addMs(now, 5 * dayMs - 1);
    expect(drawDown(lots, { amountMinor: 1n, at }).ok).toBe(true);
    expect(drawn(lots, 1n, 5)).toEqual({ code: 'lots_short', leftMinor: 0n });
  });

  it('that the lots do not cover is drawn from none', () => {
    expect(drawn([lot(1, 100n, 5, { usedMinor: 30n })], 71n)).toEqual({
      code: 'lots_short',
      leftMinor: 70n,
    });
  });

  it('told late comes out of what was booked as expired meanwhile', () => {
    const lots = [lot(1, 100n, 5, { usedMinor: 20n, expiredMinor: 80n }), lot(2, 100n, 9)];
    expect(drawDown(lots, { amountMinor: 90n, at: addMs(now, 4 * dayMs) })).toEqual({
      ok: true,
      value: [
        { awardId: 'lot-1', amountMinor: 80n, fromExpiredMinor: 80n },
        { awardId: 'lot-2', amountMinor: 10n, fromExpiredMinor: 0n },
      ],
    });
  });

  it('sums to what was used, draws no lot beyond itself, and does not depend on their order', () => {
    const lots = fc.array(
      fc.record({ minor: fc.bigInt(1n, 500n), days: fc.option(fc.integer({ min: -3, max: 9 })) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lots, fc.bigInt(1n, 2_000n), (made, amountMinor) => {
        const all = made.map(({ minor, days }, at) => lot(at + 1, minor, days));
        const outcome = drawDown(all, { amountMinor, at: now });
        expect(drawDown([...all].reverse(), { amountMinor, at: now })).toEqual(outcome);
        if (!outcome.ok) return;
        const sum = outcome.value.reduce((total, draw) => total + draw.amountMinor, 0n);
        expect(sum).toBe(amountMinor);
        for (const draw of outcome.value) {
          const from = all.find(({ awardId }) => awardId === draw.awardId);
          expect(from !== undefined && draw.amountMinor <= from.amountMinor).toBe(true);
          expect(from?.expiresAt === null || (from?.expiresAt ?? now) > now).toBe(true);
        }
      }),
    );
  });
});

describe('the expected cost', () => {
  it('is a share of the nominal worth, half a unit up', () => {
    const term = { costMillionths: 350_000, unitCostMinor: null };
    const issue = { amountMinor: 7_550n, quantity: null, partyCount: 1n };
    expect(expectedCostMinor(issue, term)).toBe(2_643n);
    expect(expectedCostMinor({ ...issue, amountMinor: null }, term)).toBeUndefined();
  });

  it('is what a unit costs times the units, exact until the end', () => {
    const term = { costMillionths: null, unitCostMinor: 100n };
    const issue = { amountMinor: null, quantity: '3/2', partyCount: 3n };
    expect(expectedCostMinor(issue, term)).toBe(450n);
    expect(expectedCostMinor({ ...issue, quantity: null, partyCount: 7n }, term)).toBe(700n);
  });

  it('is not known without a term', () => {
    expect(expectedCostMinor({ amountMinor: 1n, quantity: null, partyCount: 1n }, undefined)).toBe(
      undefined,
    );
  });
});
