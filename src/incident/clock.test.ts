import { describe, expect, it } from 'vitest';
import {
  addMs,
  type Instant,
  type LocalDate,
  parseInstant,
  renderInstant,
} from '../kernel/index.ts';
import { type ClockFacts, type ClockRule, decideClock, dueInstant, readClock } from './clock.ts';

function at(text: string): Instant {
  const instant = parseInstant(`${text}:00+09:00`);
  if (instant === undefined) throw new Error(text);
  return instant;
}

const hourMs = 3_600_000;

const notice: ClockRule = {
  code: 'notice',
  titles: { ko: '고지', en: 'Notice' },
  effectiveFrom: '2019-06-25' as LocalDate,
  effectiveUntil: '2025-03-28' as LocalDate,
  thresholdMs: 4 * hourMs,
  charges: ['paid'],
  startsFrom: 'threshold',
  period: { kind: 'without_delay' },
  sources: [160],
};

const compensation: ClockRule = {
  ...notice,
  code: 'compensation',
  startsFrom: 'recovery',
  period: { kind: 'calendar_days', count: 30 },
};

const facts: ClockFacts = {
  zone: 'Asia/Seoul',
  charge: 'paid',
  outageFrom: at('2022-10-15T15:30'),
  recoveredAt: at('2022-10-20T23:00'),
  now: at('2022-12-31T00:00'),
};

describe('a notice without delay', () => {
  it('is met when it came before the threshold', () => {
    const reading = readClock(notice, { ...facts, metAt: at('2022-10-15T16:10') });
    expect(reading).toEqual({ state: 'met', startsAt: at('2022-10-15T19:30') });
  });

  it('shows the delay after the threshold, without judging it', () => {
    const reading = readClock(notice, { ...facts, metAt: at('2022-10-15T20:55') });
    expect(reading).toMatchObject({ state: 'delayed', delayMs: 85 * 60_000 });
  });

  it('runs while nobody gave it', () => {
    expect(readClock(notice, facts)).toMatchObject({ state: 'running' });
  });

  it.each([
    ['below the threshold by a millisecond', 4 * hourMs - 1, 'not_applicable'],
    ['of exactly the threshold', 4 * hourMs, 'running'],
    ['above the threshold', 4 * hourMs + 1, 'running'],
  ])('after an outage %s', (_, lengthMs, state) => {
    const recoveredAt = addMs(facts.outageFrom, lengthMs);
    expect(readClock(notice, { ...facts, recoveredAt }).state).toBe(state);
  });

  it('has not begun while an outage still runs below the threshold', () => {
    const { recoveredAt, ...running } = facts;
    expect(recoveredAt).toBeDefined();
    const reading = readClock(notice, { ...running, now: at('2022-10-15T19:29') });
    expect(reading).toEqual({ state: 'not_begun', waitsFor: 'threshold' });
  });
});

describe('a rule', () => {
  it.each([
    ['2019-06-24T12:00', 'not_yet_law'],
    ['2025-03-28T00:00', 'no_longer_law'],
  ])('does not hold for an outage of %s', (began, exemption) => {
    const outageFrom = at(began);
    const recoveredAt = addMs(outageFrom, 5 * hourMs);
    const reading = readClock(notice, { ...facts, outageFrom, recoveredAt });
    expect(reading).toEqual({ state: 'not_applicable', exemption });
  });

  it.each(['2019-06-25T00:00', '2025-03-27T18:00'])('holds for an outage of %s', (began) => {
    const outageFrom = at(began);
    const recoveredAt = addMs(outageFrom, 5 * hourMs);
    expect(readClock(notice, { ...facts, outageFrom, recoveredAt }).state).toBe('running');
  });

  it('for paid services does not hold for free ones', () => {
    const reading = readClock(notice, { ...facts, charge: 'free' });
    expect(reading).toEqual({ state: 'not_applicable', exemption: 'charge_exempt' });
  });

  it('of two hours holds for an outage that one of four hours leaves out', () => {
    const recoveredAt = addMs(facts.outageFrom, 3 * hourMs);
    const short = { ...facts, recoveredAt };
    expect(readClock({ ...notice, thresholdMs: 2 * hourMs }, short).state).toBe('running');
    expect(readClock(notice, short).state).toBe('not_applicable');
  });
});

describe('a compensation notice within 30 days of recovery', () => {
  const due = at('2022-11-20T00:00');

  it.each([
    ['2022-11-19T23:59', 'met'],
    ['2022-11-20T00:00', 'missed'],
    ['2022-11-20T00:01', 'missed'],
  ])('given at %s is %s', (given, state) => {
    const reading = readClock(compensation, { ...facts, metAt: at(given) });
    expect(reading).toMatchObject({ state, dueAt: due });
  });

  it('waits for recovery', () => {
    const { recoveredAt, ...running } = facts;
    expect(recoveredAt).toBeDefined();
    const reading = readClock(compensation, { ...running, now: at('2022-10-18T00:00') });
    expect(reading).toEqual({ state: 'not_begun', waitsFor: 'recovery' });
  });

  it('not given runs until it is due and is missed from then on', () => {
    const before = readClock(compensation, { ...facts, now: at('2022-11-19T23:59') });
    const after = readClock(compensation, { ...facts, now: at('2022-11-21T00:00') });
    expect(before).toMatchObject({ state: 'running', dueAt: due });
    expect(after).toMatchObject({ state: 'missed', delayMs: 24 * hourMs });
  });
});

describe('a period', () => {
  it.each([
    [{ kind: 'elapsed', ms: 72 * hourMs } as const, '2022-10-18T15:30'],
    [{ kind: 'calendar_days', count: 1 } as const, '2022-10-17T00:00'],
    [{ kind: 'calendar_months', count: 1 } as const, '2022-11-16T00:00'],
  ])('of %j from 15 October ends before %s', (period, ends) => {
    const due = dueInstant(period, { startsAt: facts.outageFrom, zone: 'Asia/Seoul' });
    expect(due === undefined ? undefined : renderInstant(due)).toBe(renderInstant(at(ends)));
  });

  it('of a month from 31 January ends with the last day of February', () => {
    const options = { startsAt: at('2024-01-31T12:00'), zone: 'Asia/Seoul' };
    expect(dueInstant({ kind: 'calendar_months', count: 1 }, options)).toBe(at('2024-03-01T00:00'));
  });
});

describe('recording a clock', () => {
  const clock = { id: 'c', incidentId: 'i', rule: notice, charge: 'paid', sources: [160] } as const;
  const incident = { sources: [{ number: 160 }] };

  it.each([
    [
      { ...clock, rule: { ...notice, effectiveUntil: notice.effectiveFrom } },
      'clock_never_in_force',
    ],
    [{ ...clock, metAt: facts.now, sources: [] }, 'clock_met_without_source'],
    [{ ...clock, sources: [161] }, 'source_unknown'],
  ])('is refused with its code', (wrong, code) => {
    expect(decideClock(wrong, incident)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('is accepted as it stands', () => {
    expect(decideClock(clock, incident)).toEqual({ ok: true, value: clock });
  });
});
