import { z } from '@hono/zod-openapi';
import {
  multiplyRational,
  rational,
  renderDecimal,
  renderInstant,
  renderRational,
} from '../../kernel/index.ts';
import type { ClockReading, LegalClock } from '../clock.ts';
import type { Cohort } from '../cohort.ts';
import { causeLayers, type Finding } from '../finding.ts';
import {
  type Responsibility,
  recourseStates,
  responsibilityKinds,
  standingResponsibilities,
} from '../responsibility.ts';
import type { TimelineEntry } from '../timeline.ts';
import { precisionWire, renderScope, scopeWire } from './impact-wire.ts';
import { instantWire, orNull, titlesWire } from './incident-wire.ts';

const sources = z.array(z.number());

export const timelineEntryWire = z
  .strictObject({
    id: z.string(),
    occurredAt: instantWire,
    occurredPrecision: precisionWire,
    visibility: z.enum(['public', 'private']),
    text: titlesWire,
    statedBy: z.string(),
    sources,
    contestGroup: z.string().nullable(),
  })
  .openapi('TimelineEntry');

export const findingWire = z
  .strictObject({
    id: z.string(),
    layer: z.enum(causeLayers),
    text: titlesWire,
    statedBy: z.string(),
    sources,
    contests: z.array(z.string()),
  })
  .openapi('Finding');

export const responsibilityWire = z
  .strictObject({
    id: z.string(),
    isStanding: z.boolean(),
    statedBy: z.string(),
    reason: titlesWire,
    isAssumed: z.boolean(),
    findingId: orNull(
      z.string().openapi({ description: 'the cause it is about; null of the whole' }),
    ),
    sources,
    shares: z.array(
      z.strictObject({
        kind: z.enum(responsibilityKinds),
        party: z.string().nullable(),
        share: z.string().openapi({ description: 'exact, as 7/10' }),
        percent: z.string().openapi({ description: 'cut off after two decimals, to be shown' }),
      }),
    ),
    recourse: z.array(
      z.strictObject({
        party: z.string(),
        state: z.enum(recourseStates),
        note: orNull(titlesWire),
        sources,
      }),
    ),
  })
  .openapi('Responsibility');

export const cohortWire = z
  .strictObject({
    id: z.string(),
    partyClass: z.string(),
    service: z.string(),
    function: z.string(),
    scope: scopeWire,
    from: instantWire,
    until: instantWire,
    partyCount: z.number(),
    isAssumed: z.boolean(),
    reason: z.string(),
    statedBy: z.string(),
    sources,
    populationHash: z.string().nullable(),
  })
  .openapi('Cohort');

const periodWire = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('without_delay') }),
  z.strictObject({ kind: z.literal('elapsed'), ms: z.number() }),
  z.strictObject({ kind: z.literal('calendar_days'), count: z.number() }),
  z.strictObject({ kind: z.literal('calendar_months'), count: z.number() }),
]);

export const clockWire = z
  .strictObject({
    id: z.string(),
    rule: z.strictObject({
      code: z.string(),
      titles: titlesWire,
      effectiveFrom: z.string(),
      effectiveUntil: z.string().optional(),
      thresholdMs: z.number().optional(),
      charges: z.array(z.enum(['paid', 'free'])),
      startsFrom: z.enum(['outage', 'threshold', 'recovery', 'awareness', 'classification']),
      period: periodWire,
      sources,
    }),
    charge: z.enum(['paid', 'free']),
    metAt: instantWire.nullable(),
    metBy: orNull(titlesWire),
    sources,
    reading: z.strictObject({
      state: z.enum(['not_applicable', 'not_begun', 'running', 'met', 'missed', 'delayed']),
      exemption: z
        .enum(['not_yet_law', 'no_longer_law', 'charge_exempt', 'below_threshold'])
        .nullable(),
      startsAt: instantWire.nullable(),
      dueAt: instantWire.nullable(),
      delayMs: z.number().nullable(),
    }),
  })
  .openapi('LegalClock');

/** Renders a timeline entry for the API. */
export function renderTimelineEntry(entry: TimelineEntry): z.infer<typeof timelineEntryWire> {
  return {
    id: entry.id,
    occurredAt: renderInstant(entry.occurredAt),
    occurredPrecision: entry.occurredPrecision,
    visibility: entry.visibility,
    text: { ...entry.text },
    statedBy: entry.statedBy,
    sources: [...entry.sources],
    contestGroup: entry.contestGroup ?? null,
  };
}

/** Renders a finding for the API. */
export function renderFinding(finding: Finding): z.infer<typeof findingWire> {
  const { id, layer, text, statedBy } = finding;
  const { sources: numbers, contests } = finding;
  return { id, layer, text, statedBy, sources: [...numbers], contests: [...contests] };
}

/** Renders statements of responsibility, and says which of them stand. */
export function renderResponsibilities(
  statements: readonly Responsibility[],
): z.infer<typeof responsibilityWire>[] {
  const standing = new Set(standingResponsibilities(statements).map(({ id }) => id));
  return statements.map((statement) => ({
    id: statement.id,
    isStanding: standing.has(statement.id),
    statedBy: statement.statedBy,
    reason: { ...statement.reason },
    isAssumed: statement.isAssumed,
    findingId: statement.findingId ?? null,
    sources: [...statement.sources],
    shares: statement.shares.map(({ kind, party, share }) => ({
      kind,
      party: party ?? null,
      share: renderRational(share),
      percent: renderDecimal(multiplyRational(share, rational(100n)), { maxDigits: 2 }),
    })),
    recourse: statement.recourse.map(({ party, state, note, sources: numbers }) => ({
      party,
      state,
      note: note ?? null,
      sources: [...numbers],
    })),
  }));
}

/** Renders a cohort for the API. */
export function renderCohort(cohort: Cohort): z.infer<typeof cohortWire> {
  const { id, partyClass, service, isAssumed, reason, statedBy } = cohort;
  return {
    id,
    partyClass,
    service,
    function: cohort.function,
    scope: renderScope(cohort.scope),
    from: renderInstant(cohort.from),
    until: renderInstant(cohort.until),
    partyCount: Number(cohort.partyCount),
    isAssumed,
    reason,
    statedBy,
    sources: [...cohort.sources],
    populationHash: cohort.populationHash ?? null,
  };
}

/** Renders a legal clock with what it shows now. */
export function renderClock(read: {
  readonly clock: LegalClock;
  readonly reading: ClockReading;
}): z.infer<typeof clockWire> {
  const { clock, reading } = read;
  const { rule, metAt, metBy } = clock;
  const startsAt = 'startsAt' in reading ? reading.startsAt : undefined;
  const dueAt = 'dueAt' in reading ? reading.dueAt : undefined;
  return {
    id: clock.id,
    rule: { ...rule, charges: [...rule.charges], sources: [...rule.sources] },
    charge: clock.charge,
    metAt: metAt === undefined ? null : renderInstant(metAt),
    metBy: metBy ?? null,
    sources: [...clock.sources],
    reading: {
      state: reading.state,
      exemption: reading.state === 'not_applicable' ? reading.exemption : null,
      startsAt: startsAt === undefined ? null : renderInstant(startsAt),
      dueAt: dueAt === undefined ? null : renderInstant(dueAt),
      delayMs: 'delayMs' in reading ? reading.delayMs : null,
    },
  };
}
