import { describe, expect, test } from 'vitest';
import { type Instant, instantFromEpochMs } from '../../kernel/index.ts';
import { networkOf } from '../../platform/index.ts';
import {
  addressRule,
  countFailure,
  decideLookup,
  decideMinute,
  failuresPerMinuteMax,
  numberRule,
  waitAfterMs,
} from './limit-lookup.ts';

const now = instantFromEpochMs(1_000_000_000_000);
const ago = (ms: number): Instant => instantFromEpochMs(now - ms);

describe('the wait after failed look-ups', () => {
  test.each([
    [4, 0],
    [5, 2_000],
    [6, 4_000],
    [13, 512_000],
    [14, 900_000],
    [5_000, 900_000],
  ])('%i failures cost %i ms', (failureCount, waitMs) =>
    expect(waitAfterMs(failureCount, addressRule)).toBe(waitMs));

  test.each([
    [9, 0],
    [10, 2_000],
    [17, 256_000],
    [18, 300_000],
    [5_000, 300_000],
  ])('%i failures with one number cost %i ms', (failureCount, waitMs) =>
    expect(waitAfterMs(failureCount, numberRule)).toBe(waitMs));

  test.each([
    [5, 1_999, 1],
    [5, 2_000, undefined],
    [7, 1, 8],
    [4, 0, undefined],
  ])('%i failures, the last %i ms ago: %j s are left', (failureCount, ms, waitSeconds) => {
    const right = waitSeconds === undefined ? undefined : { code: 'lookup_too_often', waitSeconds };
    const failed = { failureCount, lastFailedAt: ago(ms) };
    expect(decideLookup(failed, { now, rule: addressRule })).toEqual(right);
  });

  test('an address that never failed waits for nothing', () =>
    expect(decideLookup(undefined, { now, rule: addressRule })).toBeUndefined());

  test('failures of everybody together are so many in a minute, and no more until it is over', () => {
    expect(decideMinute(failuresPerMinuteMax - 1, now)).toBeUndefined();
    // The minute of `now` began 40 s ago.
    const refused = { code: 'lookup_too_often', waitSeconds: 20 };
    expect(decideMinute(failuresPerMinuteMax, now)).toEqual(refused);
  });
});

test('an hour without a failure is forgotten', () => {
  expect(countFailure(undefined, now)).toBe(1);
  expect(countFailure({ failureCount: 9, lastFailedAt: ago(3_599_999) }, now)).toBe(10);
  expect(countFailure({ failureCount: 9, lastFailedAt: ago(3_600_000) }, now)).toBe(1);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
