import {
  accept,
  addDays,
  addMs,
  compareInstant,
  type Instant,
  type LocalDate,
  localDateOf,
  type Outcome,
  parseLocalDate,
  refuse,
  startOfLocalDay,
} from '../kernel/index.ts';
import type { Titles } from './incident.ts';

/** Whether users pay for a service; some duties hold only for paid ones. */
export type Charge = 'paid' | 'free';

/** The moment from which a legal period runs. */
export type ClockStart = 'outage' | 'threshold' | 'recovery' | 'awareness' | 'classification';

/**
 * How long a duty may take. `elapsed` counts clock time; `calendar_days` and `calendar_months`
 * leave out the first day and end with the last day in the incident's zone; `without_delay` has no
 * figure, so only the delay itself can be shown.
 */
export type ClockPeriod =
  | { readonly kind: 'without_delay' }
  | { readonly kind: 'elapsed'; readonly ms: number }
  | { readonly kind: 'calendar_days'; readonly count: number }
  | { readonly kind: 'calendar_months'; readonly count: number };

/**
 * One legal duty as data: in which time it was law, from what length of outage and for which
 * services it holds, when its period begins and how long that is.
 *
 * `effectiveFrom` inclusive, `effectiveUntil` exclusive, compared with the local date on which the
 * outage began. `thresholdMs` holds from an outage of exactly that length.
 */
export interface ClockRule {
  readonly code: string;
  readonly titles: Titles;
  readonly effectiveFrom: LocalDate;
  readonly effectiveUntil?: LocalDate;
  readonly thresholdMs?: number;
  readonly charges: readonly Charge[];
  readonly startsFrom: ClockStart;
  readonly period: ClockPeriod;
  readonly sources: readonly number[];
}

/** What a clock is read against; all instants UTC. */
export interface ClockFacts {
  readonly zone: string;
  readonly charge: Charge;
  readonly outageFrom: Instant;
  readonly recoveredAt?: Instant;
  readonly awareAt?: Instant;
  readonly classifiedAt?: Instant;
  /** When the duty was fulfilled, if it was. */
  readonly metAt?: Instant;
  readonly now: Instant;
}

/** Why a duty did not hold. */
export type ClockExemption = 'not_yet_law' | 'no_longer_law' | 'charge_exempt' | 'below_threshold';

/** A clock as read: not applicable, not begun, running, met, or missed, with the instants. */
export type ClockReading =
  | { readonly state: 'not_applicable'; readonly exemption: ClockExemption }
  | { readonly state: 'not_begun'; readonly waitsFor: ClockStart }
  | { readonly state: 'running'; readonly startsAt: Instant; readonly dueAt?: Instant }
  | { readonly state: 'met'; readonly startsAt: Instant; readonly dueAt?: Instant }
  | {
      readonly state: 'missed';
      readonly startsAt: Instant;
      readonly dueAt: Instant;
      readonly delayMs: number;
    }
  | {
      /** Fulfilled after the start of a duty that has no figure: the delay, for people to judge. */
      readonly state: 'delayed';
      readonly startsAt: Instant;
      readonly delayMs: number;
    };

/**
 * Reads one legal clock.
 *
 * Fulfilled exactly at the due instant counts as missed, because a period ends before it.
 *
 * @source Telecommunications Business Act (Korea), art. 33(2), as data in a case's clocks file
 */
export function readClock(rule: ClockRule, facts: ClockFacts): ClockReading {
  const exemption = exemptionOf(rule, facts);
  if (exemption !== undefined) return { state: 'not_applicable', exemption };
  const startsAt = startOf(rule, facts);
  if (startsAt === undefined) return { state: 'not_begun', waitsFor: rule.startsFrom };
  const dueAt = dueInstant(rule.period, { startsAt, zone: facts.zone });
  const { metAt } = facts;
  if (dueAt === undefined) {
    if (metAt === undefined) return { state: 'running', startsAt };
    const delayMs = metAt - startsAt;
    return delayMs <= 0 ? { state: 'met', startsAt } : { state: 'delayed', startsAt, delayMs };
  }
  if (metAt !== undefined && compareInstant(metAt, dueAt) < 0) {
    return { state: 'met', startsAt, dueAt };
  }
  const reached = metAt ?? facts.now;
  if (compareInstant(reached, dueAt) < 0) return { state: 'running', startsAt, dueAt };
  return { state: 'missed', startsAt, dueAt, delayMs: reached - dueAt };
}

/**
 * Gives the instant, exclusive, by which a period that begins at `startsAt` must be used.
 *
 * @returns undefined for `without_delay`, which has no figure
 */
export function dueInstant(
  period: ClockPeriod,
  from: { readonly startsAt: Instant; readonly zone: string },
): Instant | undefined {
  if (period.kind === 'without_delay') return undefined;
  if (period.kind === 'elapsed') return addMs(from.startsAt, period.ms);
  const startsOn = localDateOf(from.startsAt, from.zone);
  const lastOn =
    period.kind === 'calendar_days'
      ? addDays(startsOn, period.count)
      : addMonths(startsOn, period.count);
  return startOfLocalDay(addDays(lastOn, 1), from.zone);
}

function exemptionOf(rule: ClockRule, facts: ClockFacts): ClockExemption | undefined {
  const outageOn = localDateOf(facts.outageFrom, facts.zone);
  if (outageOn < rule.effectiveFrom) return 'not_yet_law';
  if (rule.effectiveUntil !== undefined && outageOn >= rule.effectiveUntil) return 'no_longer_law';
  if (!rule.charges.includes(facts.charge)) return 'charge_exempt';
  const lengthMs = (facts.recoveredAt ?? facts.now) - facts.outageFrom;
  const ended = facts.recoveredAt !== undefined;
  if (ended && rule.thresholdMs !== undefined && lengthMs < rule.thresholdMs) {
    return 'below_threshold';
  }
  return undefined;
}

function startOf(rule: ClockRule, facts: ClockFacts): Instant | undefined {
  const thresholdAt = addMs(facts.outageFrom, rule.thresholdMs ?? 0);
  const isPastThreshold = compareInstant(facts.recoveredAt ?? facts.now, thresholdAt) >= 0;
  if (!isPastThreshold) return undefined;
  switch (rule.startsFrom) {
    case 'outage':
      return facts.outageFrom;
    case 'threshold':
      return thresholdAt;
    case 'recovery':
      return facts.recoveredAt;
    case 'awareness':
      return facts.awareAt;
    case 'classification':
      return facts.classifiedAt;
  }
}

function addMonths(on: LocalDate, count: number): LocalDate {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number);
  const monthIndex = year * 12 + (month - 1) + count;
  const first = `${pad(Math.floor(monthIndex / 12), 4)}-${pad((monthIndex % 12) + 1, 2)}`;
  for (let last = day; last > 28; last -= 1) {
    const candidate = parseLocalDate(`${first}-${pad(last, 2)}`);
    if (candidate !== undefined) return candidate;
  }
  return addDays(parseLocalDate(`${first}-01`) as LocalDate, Math.min(day, 28) - 1);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** A duty of one incident: the rule, for which charge it is read, and when it was fulfilled. */
export interface LegalClock {
  readonly id: string;
  readonly incidentId: string;
  readonly rule: ClockRule;
  readonly charge: Charge;
  readonly metAt?: Instant;
  readonly metBy?: Titles;
  readonly sources: readonly number[];
}

export type ClockRefusal =
  | { readonly code: 'clock_never_in_force' }
  | { readonly code: 'clock_met_without_source' }
  | { readonly code: 'source_unknown'; readonly number: number };

/**
 * Decides whether a legal clock may be recorded with an incident.
 *
 * Refusals are checked in this order: clock_never_in_force, clock_met_without_source,
 * source_unknown.
 */
export function decideClock(
  clock: LegalClock,
  incident: { readonly sources: readonly { readonly number: number }[] },
): Outcome<LegalClock, ClockRefusal> {
  const { effectiveFrom, effectiveUntil } = clock.rule;
  if (effectiveUntil !== undefined && effectiveUntil <= effectiveFrom) {
    return refuse({ code: 'clock_never_in_force' });
  }
  if (clock.metAt !== undefined && clock.sources.length === 0) {
    return refuse({ code: 'clock_met_without_source' });
  }
  const unknown = [...clock.sources, ...clock.rule.sources].find(
    (number) => !incident.sources.some((source) => source.number === number),
  );
  return unknown === undefined
    ? accept(clock)
    : refuse({ code: 'source_unknown', number: unknown });
}
