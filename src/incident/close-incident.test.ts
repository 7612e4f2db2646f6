import { describe, expect, it } from 'vitest';
import { type Instant, parseInstant, parseLocalDate } from '../kernel/index.ts';
import type { LegalClock } from './clock.ts';
import { type ClosingState, decideClosing, readIncidentClock } from './close-incident.ts';
import type { Impact } from './impact.ts';
import type { Incident } from './incident.ts';

function at(text: string): Instant {
  const instant = parseInstant(`${text}:00+09:00`);
  if (instant === undefined) throw new Error(text);
  return instant;
}

const titles = { ko: '가', en: 'a' };
const incident: Incident = {
  id: 'i1',
  slug: 'outage',
  titles,
  zone: 'Asia/Seoul',
  state: 'restored',
  openedAt: at('2022-10-15T15:00'),
  restoredAt: at('2022-10-20T23:00'),
  parties: [{ code: 'kakao', titles }],
  functions: [{ service: 'melon', function: 'streaming', titles }],
  sources: [],
};

function impact(name: string): Impact {
  return {
    id: name,
    incidentId: 'i1',
    threadId: name,
    version: 1,
    service: 'melon',
    function: name,
    scope: {},
    severity: 'down',
    intervals: [{ from: at('2022-10-15T15:30'), fromPrecision: 'exact' }],
    statedBy: 'kakao',
    sources: [],
    reason: 'notice',
  };
}

const effectiveFrom = parseLocalDate('2019-06-25');
if (effectiveFrom === undefined) throw new Error('the date is read');

/** Thirty days after recovery: until the end of 19 November 2022, Korea time. */
const clock: LegalClock = {
  id: 'c1',
  incidentId: 'i1',
  rule: {
    code: 'notice',
    titles,
    effectiveFrom,
    charges: ['paid'],
    startsFrom: 'recovery',
    period: { kind: 'calendar_days', count: 30 },
    sources: [],
  },
  charge: 'paid',
  sources: [],
};

const adoption = { id: 'a1', impactId: 'streaming', reason: 'only one', adoptedAt: 0 as Instant };
const ready: ClosingState = {
  incident,
  known: [impact('streaming')],
  adopted: [{ ...impact('streaming'), adoption }],
  clocks: [],
  now: at('2022-11-19T23:59'),
};
const request = { id: 'r1', reason: 'all restored and adopted' };

describe('closing an incident', () => {
  it('is accepted once it is restored and every stated function has an adopted impact', () => {
    expect(decideClosing(request, ready)).toEqual({ ok: true, value: request });
  });

  it('does not need a competing statement to be adopted as well', () => {
    const known = [impact('streaming'), { ...impact('streaming'), id: 'other' }];
    expect(decideClosing(request, { ...ready, known }).ok).toBe(true);
  });

  it.each<[string, Partial<ClosingState>, string, Record<string, string>]>([
    ['closed before', { incident: { ...incident, state: 'closed' } }, 'incident_closed', {}],
    ['still open', { incident: { ...incident, state: 'open' } }, 'incident_not_restored', {}],
    [
      'with a function nobody adopted',
      { known: [impact('streaming'), impact('search')] },
      'impact_not_adopted',
      { service: 'melon', function: 'search' },
    ],
    ['with a duty running', { clocks: [clock] }, 'clock_still_running', { clock: 'notice' }],
  ])('is refused when %s', (_name, state, code, params) => {
    expect(decideClosing(request, { ...ready, ...state })).toEqual({
      ok: false,
      refusal: { code, ...params },
    });
  });

  it('is refused without a reason', () => {
    const outcome = decideClosing({ ...request, reason: ' ' }, ready);
    expect(outcome).toEqual({ ok: false, refusal: { code: 'closing_without_reason' } });
  });

  it('names the state before the reason', () => {
    const state = { ...ready, incident: { ...incident, state: 'open' as const } };
    expect(decideClosing({ ...request, reason: '' }, state)).toMatchObject({
      refusal: { code: 'incident_not_restored' },
    });
  });

  it('is free from the instant a duty is overdue, and when it was fulfilled', () => {
    const overdue = { ...ready, clocks: [clock], now: at('2022-11-20T00:00') };
    expect(decideClosing(request, overdue).ok).toBe(true);
    const met = { ...clock, metAt: at('2022-10-28T00:00') };
    expect(decideClosing(request, { ...ready, clocks: [met] }).ok).toBe(true);
    expect(readIncidentClock(met, ready)).toMatchObject({
      state: 'met',
      dueAt: at('2022-11-20T00:00'),
    });
  });
});
