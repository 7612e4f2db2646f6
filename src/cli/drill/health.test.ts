import { describe, expect, it } from 'vitest';
import { type Health, longestGapSeconds, whyNotWhole, whyStop } from './health.ts';

const sites = ['seoul', 'daejeon', 'busan'];
const health = (at: number, over: Partial<Health> = {}): Health => ({
  at,
  primary: 'seoul',
  running: sites,
  ready: sites,
  ...over,
});

describe('a drill begins', () => {
  it('only when every site is whole', () => {
    expect(whyNotWhole(health(0), sites)).toBeUndefined();
  });

  it.each([
    [{ primary: undefined }, 'no site is the primary'],
    [{ running: ['seoul', 'busan'] }, 'the database of daejeon does not run or lags behind'],
    [{ ready: ['seoul'] }, 'daejeon, busan does not take claims'],
  ])('not with %j', (over, sentence) => {
    expect(whyNotWhole(health(0, over as Partial<Health>), sites)).toBe(sentence);
  });
});

describe('a drill is stopped', () => {
  const about = { sites, lost: 'seoul', limitSeconds: 10, graceSeconds: 5 };
  const nobody = (at: number): Health => health(at, { ready: [] });

  it('when no site has taken claims for longer than the limit, and not before', () => {
    expect(whyStop([health(0), nobody(10_000)], about)).toBeUndefined();
    expect(whyStop([health(0), nobody(10_001)], about)).toMatch(
      /^for 10\.0 s no site has taken claims/,
    );
    expect(whyStop([health(0), nobody(9000), health(9500), nobody(12_000)], about)).toBeUndefined();
  });

  it('when a site that is no part of it falls silent, and not for the one that is lost', () => {
    const without = (...names: string[]) => ({
      running: sites.filter((name) => !names.includes(name)),
    });
    expect(whyStop([health(0), health(60_000, without('seoul'))], about)).toBeUndefined();
    expect(whyStop([health(0), health(5001, without('seoul', 'busan'))], about)).toMatch(
      /^the database of busan, which is not part of the drill,/,
    );
  });
});

describe('the longest time without a site that takes claims', () => {
  it('is counted from the first moment without to the last', () => {
    const seen = [0, 1000, 2000, 3000, 4000].map((at) =>
      health(at, at === 0 || at === 3000 ? {} : { ready: [] }),
    );
    expect(longestGapSeconds(seen)).toBe(1);
    expect(longestGapSeconds([health(0), health(1000)])).toBe(0);
  });
});
