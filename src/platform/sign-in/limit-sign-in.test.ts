import { describe, expect, test } from 'vitest';
import { type Instant, instantFromEpochMs } from '../../kernel/index.ts';
import {
  countFailure,
  decideAttempt,
  emailLimit,
  networkLimit,
  waitAfterMs,
} from './limit-sign-in.ts';

const now = instantFromEpochMs(1_000_000_000_000);
const ago = (ms: number): Instant => instantFromEpochMs(now - ms);

describe('the wait after failed sign-ins', () => {
  test.each([
    [emailLimit, 4, 0],
    [emailLimit, 5, 2_000],
    [emailLimit, 6, 4_000],
    [emailLimit, 12, 256_000],
    [emailLimit, 13, 300_000],
    [emailLimit, 100_000, 300_000],
    [networkLimit, 19, 0],
    [networkLimit, 20, 2_000],
    [networkLimit, 100_000, 900_000],
  ])('of %o: %i failures cost %i ms', (limit, failureCount, waitMs) =>
    expect(waitAfterMs(failureCount, limit)).toBe(waitMs));
});

describe('an attempt', () => {
  const email = (failureCount: number, ms: number) => ({
    failed: { failureCount, lastFailedAt: ago(ms) },
    limit: emailLimit,
  });
  const network = (failureCount: number, ms: number) => ({
    failed: { failureCount, lastFailedAt: ago(ms) },
    limit: networkLimit,
  });

  test.each([
    [[email(5, 1_999)], 1],
    [[email(5, 2_000)], undefined],
    [[email(7, 1)], 8],
    [[email(4, 0)], undefined],
    [[email(5, 0), network(21, 0)], 4],
    [[email(6, 0), network(19, 0)], 4],
    [[{ failed: undefined, limit: emailLimit }], undefined],
  ])('%j waits %j s: the longest wait holds', (counts, waitSeconds) => {
    const right = waitSeconds === undefined ? undefined : { code: 'sign_in_delayed', waitSeconds };
    expect(decideAttempt(counts, now)).toEqual(right);
  });
});

test('an hour without a failure is forgotten', () => {
  expect(countFailure(undefined, now)).toBe(1);
  expect(countFailure({ failureCount: 9, lastFailedAt: ago(3_599_999) }, now)).toBe(10);
  expect(countFailure({ failureCount: 9, lastFailedAt: ago(3_600_000) }, now)).toBe(1);
});
