import { describe, expect, it } from 'vitest';
import { addMs, type Instant, parseInstant } from '../../../kernel/index.ts';
import { askingsMax, openAskingLimit } from './asking-limit.ts';

const now = parseInstant('2022-10-15T06:30:00Z') as Instant;
const minuteMs = 60_000;

describe('one place on the network', () => {
  it('may ask so often in an hour, is told how long to wait, and may ask again then', () => {
    const decide = openAskingLimit();
    const ask = (address: string | undefined, at = now) => decide({ address, now: at });
    for (let time = 0; time < askingsMax; time += 1) expect(ask('192.0.2.1').ok).toBe(true);
    expect(ask('192.0.2.1', addMs(now, 10 * minuteMs))).toEqual({
      ok: false,
      refusal: { code: 'confirmation_too_often', waitSeconds: 50 * 60 },
    });
    expect(ask('192.0.2.2').ok).toBe(true);
    expect(ask('192.0.2.1', addMs(now, 60 * minuteMs)).ok).toBe(true);
  });

  it.each([
    ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', false],
    ['2001:db8::1', '2001:db8:0:0:9:9:9:9', false],
    ['2001:db8:0:1::1', '2001:db8:0:2::1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', true],
  ])('of IPv6 is a /64: after %s, %s is let in: %s', (first, second, isLetIn) => {
    const decide = openAskingLimit();
    for (let time = 0; time < askingsMax; time += 1) decide({ address: first, now });
    expect(decide({ address: second, now }).ok).toBe(isLetIn);
  });

  it('that is not known is not counted', () => {
    const decide = openAskingLimit();
    for (let time = 0; time <= askingsMax; time += 1) {
      expect(decide({ address: undefined, now }).ok).toBe(true);
    }
  });
});
