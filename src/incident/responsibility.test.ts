import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs, rational } from '../kernel/index.ts';
import type { Incident } from './incident.ts';
import {
  apportionByShare,
  type Responsibility,
  recourseMinor,
  standingResponsibilities,
} from './responsibility.ts';
import { decideResponsibility } from './set-responsibility.ts';

const incident: Incident = {
  id: 'incident',
  slug: 'pangyo-2022',
  titles: { ko: '장애', en: 'Outage' },
  zone: 'Asia/Seoul',
  state: 'open',
  openedAt: instantFromEpochMs(0),
  parties: ['kakao', 'sk_cc'].map((code) => ({ code, titles: { ko: code, en: code } })),
  functions: [],
  sources: [{ number: 45, address: 'https://example.org' }],
};

const known = { incident, findingIds: ['cause'] };

const stated: Responsibility = {
  id: 'r',
  incidentId: 'incident',
  statedBy: 'kakao',
  reason: { ko: '까닭', en: 'reason' },
  isAssumed: true,
  sources: [45],
  shares: [
    { kind: 'own', party: 'kakao', share: rational(7n, 10n) },
    { kind: 'supplier', party: 'sk_cc', share: rational(3n, 10n) },
  ],
  recourse: [{ party: 'sk_cc', state: 'unknown', sources: [45] }],
};

describe('a statement of responsibility', () => {
  it('with shares that sum to one is accepted', () => {
    expect(decideResponsibility(stated, known)).toEqual({ ok: true, value: stated });
  });

  it('of one cause names one that is on record', () => {
    const ofCause = { ...stated, findingId: 'cause' };
    expect(decideResponsibility(ofCause, known)).toEqual({ ok: true, value: ofCause });
  });

  it('stands until the same party says otherwise about the same cause, or about the whole', () => {
    const say = (id: string, statedBy: string, findingId?: string): Responsibility => ({
      ...{ ...stated, id, statedBy },
      ...(findingId === undefined ? {} : { findingId }),
    });
    const all = [
      say('1', 'kakao'),
      say('2', 'kakao', 'cause'),
      say('3', 'sk_cc'),
      say('4', 'kakao'),
      say('5', 'kakao', 'other'),
      say('6', 'kakao', 'cause'),
    ];
    expect(standingResponsibilities(all).map(({ id }) => id)).toEqual(['3', '4', '5', '6']);
  });

  it('of thirds is exact', () => {
    const third = { kind: 'own', share: rational(1n, 3n) } as const;
    const shares = [third, { ...third, kind: 'force_majeure' } as const, third];
    expect(decideResponsibility({ ...stated, shares }, known).ok).toBe(true);
  });

  it.each<[Partial<Responsibility>, object]>([
    [{ statedBy: 'nobody' }, { code: 'party_unknown', party: 'nobody' }],
    [{ reason: { ko: ' ', en: 'x' } }, { code: 'responsibility_without_reason' }],
    [{ findingId: 'other' }, { code: 'cause_unknown', findingId: 'other' }],
    [
      { shares: [{ kind: 'own', share: rational(0n) }] },
      { code: 'share_not_positive', position: 0 },
    ],
    [
      { shares: [{ kind: 'supplier', share: rational(1n) }] },
      { code: 'share_without_party', position: 0 },
    ],
    [
      { shares: [{ kind: 'supplier', party: 'other', share: rational(1n) }] },
      { code: 'party_unknown', party: 'other' },
    ],
    [
      { shares: [{ kind: 'own', share: rational(999_999n, 1_000_000n) }] },
      { code: 'shares_do_not_sum_to_one', sum: '999999/1000000' },
    ],
    [
      { shares: [{ kind: 'own', share: rational(1_000_001n, 1_000_000n) }] },
      { code: 'shares_do_not_sum_to_one', sum: '1000001/1000000' },
    ],
    [{ shares: [] }, { code: 'shares_do_not_sum_to_one', sum: '0' }],
  ])('with %# wrong is refused with its code', (change, refusal) => {
    expect(decideResponsibility({ ...stated, ...change }, known)).toEqual({
      ok: false,
      refusal,
    });
  });
});

describe('recourse', () => {
  it('is the part of the total that the other party bears', () => {
    expect(recourseMinor(27_500_000_000n, { ...stated, party: 'sk_cc' })).toBe(8_250_000_000n);
    expect(recourseMinor(27_500_000_000n, { ...stated, party: 'kakao' })).toBe(0n);
  });

  it('leaves no remainder, whatever the shares', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 997 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), parts, (totalMinor, weights) => {
        const sum = BigInt(weights.reduce((total, weight) => total + weight, 0));
        const shares = weights.map((weight) => ({
          kind: 'own' as const,
          share: rational(BigInt(weight), sum),
        }));
        const amounts = apportionByShare(totalMinor, shares);
        expect(amounts.reduce((total, amount) => total + amount, 0n)).toBe(totalMinor);
      }),
    );
  });
});
