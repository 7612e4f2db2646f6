import { describe, expect, it } from 'vitest';
import { groupImpacts } from './group-impacts.ts';
import type { StatedImpact } from './incident-data.ts';

function impact(id: string, fields: Partial<StatedImpact> = {}): StatedImpact {
  return {
    id,
    threadId: id,
    version: 1,
    isLatest: true,
    service: 'melon',
    function: 'streaming',
    scope: { region: null, platform: null, plan: null },
    severity: 'down',
    intervals: [
      {
        from: '2022-10-15T06:30:00.000Z',
        fromPrecision: 'exact',
        until: '2022-10-15T23:00:00.000Z',
        untilPrecision: 'exact',
      },
    ],
    statedBy: 'kakao',
    sources: [],
    note: null,
    reason: 'notice',
    adoption: null,
    ...fields,
  };
}

const adoption = { id: 'a', reason: 'only one', adoptedAt: '2022-12-01T00:00:00.000Z' };
const later = [
  {
    from: '2022-10-15T06:30:00.000Z',
    fromPrecision: 'exact',
    until: '2022-10-16T00:00:00.000Z',
    untilPrecision: 'exact',
  },
] as const;

describe('groups of impacts', () => {
  it('are contested when statements that stand give different times', () => {
    const [same] = groupImpacts([impact('1'), impact('2', { statedBy: 'press' })]);
    expect(same?.isContested).toBe(false);
    const [other] = groupImpacts([impact('1'), impact('2', { intervals: [...later] })]);
    expect(other?.isContested).toBe(true);
  });

  it('put the adopted statement first, and corrected ones aside', () => {
    const [group] = groupImpacts([
      impact('1', { isLatest: false }),
      impact('2', { threadId: '1', version: 2, intervals: [...later] }),
      impact('3', { adoption }),
    ]);
    expect(group?.statements.map(({ id }) => id)).toEqual(['3', '2']);
    expect(group?.corrected.map(({ id }) => id)).toEqual(['1']);
    expect(group?.isAdopted).toBe(true);
  });

  it('keep an adopted statement in sight after it was corrected', () => {
    const [group] = groupImpacts([
      impact('1', { isLatest: false, adoption }),
      impact('2', { threadId: '1', version: 2, intervals: [...later] }),
    ]);
    expect(group?.statements.map(({ id }) => id)).toEqual(['1', '2']);
    expect(group?.isContested).toBe(true);
  });

  it('differ by scope and by how bad it was', () => {
    const mobile = { region: null, platform: 'mobile', plan: null };
    const stated = [
      impact('1'),
      impact('2', { scope: mobile }),
      impact('3', { severity: 'degraded' }),
    ];
    expect(groupImpacts(stated)).toHaveLength(3);
  });
});
