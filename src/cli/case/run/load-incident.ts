import type { z } from 'zod';
import {
  addTimelineEntry,
  adoptImpact,
  openIncident,
  recordClock,
  recordFinding,
  recordRestoration,
  setResponsibility,
  stateImpact,
} from '../../../incident/index.ts';
import type { Outcome } from '../../../kernel/index.ts';
import type { Context } from '../../../platform/index.ts';
import { CommandExit, exitCode } from '../../shell/exit.ts';
import type {
  caseFileSchema,
  causesFileSchema,
  clocksFileSchema,
  incidentFileSchema,
  sourcesFileSchema,
} from '../read/incident-file.ts';
import { derivedId } from './derived-id.ts';

/** The parts of a case that describe the outage. */
export interface IncidentCase {
  readonly case: z.output<typeof caseFileSchema>;
  readonly incident: z.output<typeof incidentFileSchema>;
  readonly causes: z.output<typeof causesFileSchema>;
  readonly clocks: z.output<typeof clocksFileSchema>;
  readonly sources: z.output<typeof sourcesFileSchema>;
}

const hourMs = 3_600_000;

/** The id of a case's incident. */
export function incidentIdOf(caseId: string): string {
  return derivedId(caseId, 'incident');
}

/** Gives the value of an outcome that a case's own data must never have refused. */
export function expectAccepted<V>(what: string, outcome: Outcome<V>): V {
  if (outcome.ok) return outcome.value;
  throw new CommandExit(
    `The case cannot be loaded: ${what} was refused: ${JSON.stringify(outcome.refusal)}`,
    exitCode.wrongInput,
  );
}

async function open(ctx: Context, parts: IncidentCase, incidentId: string): Promise<void> {
  const outcome = await openIncident(ctx, {
    id: incidentId,
    slug: parts.case.id,
    titles: parts.case.titles,
    zone: parts.case.zone,
    openedAt: parts.incident.openedAt,
    parties: parts.incident.parties,
    functions: parts.incident.functions.map(({ of, titles }) => ({ ...of, titles })),
    sources: parts.sources.sources,
  });
  expectAccepted('the incident', outcome);
}

async function loadImpacts(ctx: Context, parts: IncidentCase, incidentId: string): Promise<void> {
  for (const impact of parts.incident.impacts) {
    const id = derivedId(parts.case.id, 'impact', impact.key);
    const interval = {
      from: impact.from.at,
      fromPrecision: impact.from.precision,
      ...(impact.until === undefined
        ? {}
        : { until: impact.until.at, untilPrecision: impact.until.precision }),
    };
    const stated = await stateImpact(ctx, {
      id,
      incidentId,
      ...impact.of,
      scope: impact.scope ?? {},
      severity: impact.severity,
      intervals: [interval],
      statedBy: impact.statedBy,
      sources: impact.sources,
      reason: `case ${parts.case.id}, impact ${impact.key}`,
      ...(impact.note === undefined ? {} : { note: impact.note }),
    });
    expectAccepted(`impact ${impact.key}`, stated);
    if (impact.adopted === undefined) continue;
    const adoption = { id: derivedId(parts.case.id, 'adoption', impact.key), impactId: id };
    const adopted = await adoptImpact(ctx, { ...adoption, incidentId, reason: impact.adopted });
    expectAccepted(`adoption of impact ${impact.key}`, adopted);
  }
}

async function loadTimeline(ctx: Context, parts: IncidentCase, incidentId: string): Promise<void> {
  for (const entry of parts.incident.timeline) {
    const { key, at, ...rest } = entry;
    // A case tells of what came after its plan too: each entry is recorded once it has come.
    const now = at.at > ctx.now ? at.at : ctx.now;
    const outcome = await addTimelineEntry(
      { ...ctx, now },
      {
        id: derivedId(parts.case.id, 'timeline', key),
        incidentId,
        occurredAt: at.at,
        occurredPrecision: at.precision,
        ...rest,
      },
    );
    expectAccepted(`timeline entry ${key}`, outcome);
  }
}

async function loadCauses(ctx: Context, parts: IncidentCase, incidentId: string): Promise<void> {
  const idOf = (key: string): string => derivedId(parts.case.id, 'finding', key);
  for (const { key, contests, ...finding } of parts.causes.findings) {
    const outcome = await recordFinding(ctx, {
      id: idOf(key),
      incidentId,
      contests: contests.map(idOf),
      ...finding,
    });
    expectAccepted(`finding ${key}`, outcome);
  }
  for (const { key, assumed, ...statement } of parts.causes.responsibility) {
    const id = derivedId(parts.case.id, 'responsibility', key);
    const outcome = await setResponsibility(ctx, {
      id,
      incidentId,
      isAssumed: assumed,
      ...statement,
    });
    expectAccepted(`responsibility ${key}`, outcome);
  }
}

type RuleFile = IncidentCase['clocks']['rules'][number];

function ruleOf({ thresholdHours, period, ...rule }: RuleFile) {
  return {
    ...rule,
    ...(thresholdHours === undefined ? {} : { thresholdMs: thresholdHours * hourMs }),
    period:
      period.kind === 'elapsed' ? { kind: 'elapsed' as const, ms: period.hours * hourMs } : period,
  };
}

async function loadClocks(ctx: Context, parts: IncidentCase, incidentId: string): Promise<void> {
  for (const { key, rule: code, charge, metAt, metBy, sources } of parts.clocks.clocks) {
    const rule = parts.clocks.rules.find((known) => known.code === code);
    if (rule === undefined) {
      throw new CommandExit(`clocks.yaml: clock ${key} names the unknown rule ${code}`, 2);
    }
    const outcome = await recordClock(ctx, {
      id: derivedId(parts.case.id, 'clock', key),
      incidentId,
      rule: ruleOf(rule),
      charge,
      sources,
      ...(metAt === undefined ? {} : { metAt }),
      ...(metBy === undefined ? {} : { metBy }),
    });
    expectAccepted(`clock ${key}`, outcome);
  }
}

/**
 * Loads the outage of a case into the incident room. Every record has an id derived from the case,
 * so loading again, or resuming after a crash, changes nothing.
 */
export async function loadIncident(ctx: Context, parts: IncidentCase): Promise<string> {
  const incidentId = incidentIdOf(parts.case.id);
  await open(ctx, parts, incidentId);
  await loadImpacts(ctx, parts, incidentId);
  await loadTimeline(ctx, parts, incidentId);
  await loadCauses(ctx, parts, incidentId);
  await loadClocks(ctx, parts, incidentId);
  const { restoredAt } = parts.incident;
  if (restoredAt !== undefined) {
    const id = derivedId(parts.case.id, 'restored');
    expectAccepted('restoration', await recordRestoration(ctx, { id, incidentId, restoredAt }));
  }
  return incidentId;
}
