import { describe, expect, it } from 'vitest';
import { outsideEnvironment } from './outside.ts';

const isTaken = (text: string): boolean =>
  outsideEnvironment.AMENDS_WEBHOOK_INSIDE.safeParse(text).success;

describe('the hosts inside that webhooks may go to', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['hooks.internal:8443', true],
    [' hooks.internal:8443 , 10.0.0.5:443 ', true],
    ['a:1,b:2', true],
    ['[::1]:80', true],
    ['hooks.internal', false],
    ['a:1,', false],
    ['a:1 b:2', false],
    ['a, b:2', false],
    ['a,b:2', false],
    ['a:x', false],
  ])('%j: %s', (text, expected) => expect(isTaken(text)).toBe(expected));

  // No measure of speed: a pattern that goes back and forth would not come to its end here.
  it.each([
    ['hosts that are nearly one', 'a:1'.repeat(33_000)],
    ['ports', `${':1'.repeat(50_000)} x`],
    ['hosts of a long list', 'a:1,'.repeat(25_000)],
    ['spaces', `a:1${' '.repeat(100_000)}x`],
    ['digits', `a:${'1'.repeat(100_000)}x`],
  ])('%s of 100 kB are read to their end (A30)', (name, text) => {
    expect(isTaken(text)).toBe(name === 'hosts that are nearly one');
  });
});
