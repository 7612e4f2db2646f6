import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import { costWire, renderCost } from '../corrections/correction-wire.ts';
import type { CorrectionCost } from '../corrections/record-change.ts';
import type { AdoptedImpact, AdoptionChange, Impact, StatedInterval } from '../impact.ts';
import type { AdoptionRecord } from '../impact-queries.ts';
import { instantWire, orNull, personWire, renderPerson, titlesWire } from './incident-wire.ts';

/** How sure a stated instant is. */
export const precisionWire = z
  .enum(['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned'])
  .openapi('Precision');

/** Who an impact touched; null means everyone. */
export const scopeWire = z
  .strictObject({
    region: z.string().nullable(),
    platform: z.string().nullable(),
    plan: z.string().nullable(),
  })
  .openapi('Scope');

const intervalWire = z
  .strictObject({
    from: instantWire,
    fromPrecision: precisionWire,
    until: instantWire.nullable(),
    untilPrecision: orNull(precisionWire),
  })
  .openapi('StatedInterval');

export const impactWire = z
  .strictObject({
    id: z.string(),
    threadId: z.string(),
    version: z.number(),
    isLatest: z.boolean(),
    service: z.string(),
    function: z.string(),
    scope: scopeWire,
    severity: z.enum(['down', 'degraded']),
    intervals: z.array(intervalWire),
    statedBy: z.string(),
    sources: z.array(z.number()),
    note: orNull(titlesWire),
    reason: z.string(),
    adoption: z
      .strictObject({ id: z.string(), reason: z.string(), adoptedAt: instantWire })
      .nullable(),
  })
  .openapi('StatedImpact');

/** What adopting a statement changes in adopted time. */
export const adoptionPreviewWire = z
  .strictObject({
    addedMs: z.number(),
    removedMs: z.number(),
    displacedAdoptionId: z.string().nullable(),
    /** what it means in money; null where that is not reckoned, and for who is not staff */
    cost: orNull(costWire),
  })
  .openapi('AdoptionPreview');

export const adoptionWire = z
  .strictObject({
    id: z.string(),
    impactId: z.string(),
    reason: z.string(),
    adoptedBy: personWire,
    adoptedAt: instantWire,
    displacesId: z.string().nullable(),
    isStanding: z.boolean(),
    addedMs: z.number(),
    removedMs: z.number(),
  })
  .openapi('ImpactAdoption');

/** Renders a scope with every dimension written out. */
export function renderScope(scope: Impact['scope']): z.infer<typeof scopeWire> {
  const { region = null, platform = null, plan = null } = scope;
  return { region, platform, plan };
}

/** Renders stated impacts for the API; `adoption` is null unless compensation rests on it. */
export function renderImpacts(listed: {
  readonly stated: readonly Impact[];
  readonly adopted: readonly AdoptedImpact[];
}): z.infer<typeof impactWire>[] {
  const adopted = new Map(listed.adopted.map((impact) => [impact.id, impact.adoption]));
  const latest = new Map<string, number>();
  for (const { threadId, version } of listed.stated) {
    latest.set(threadId, Math.max(version, latest.get(threadId) ?? 0));
  }
  return listed.stated.map((impact) => {
    const adoption = adopted.get(impact.id);
    return {
      id: impact.id,
      threadId: impact.threadId,
      version: impact.version,
      isLatest: latest.get(impact.threadId) === impact.version,
      service: impact.service,
      function: impact.function,
      scope: renderScope(impact.scope),
      severity: impact.severity,
      intervals: impact.intervals.map(renderStated),
      statedBy: impact.statedBy,
      sources: [...impact.sources],
      note: impact.note === undefined ? null : { ...impact.note },
      reason: impact.reason,
      adoption: adoption === undefined ? null : renderAdoptionNote(adoption),
    };
  });
}

function renderAdoptionNote(adoption: AdoptedImpact['adoption']) {
  const { id, reason, adoptedAt } = adoption;
  return { id, reason, adoptedAt: renderInstant(adoptedAt) };
}

function renderStated(stated: StatedInterval): z.infer<typeof intervalWire> {
  return {
    from: renderInstant(stated.from),
    fromPrecision: stated.fromPrecision,
    until: stated.until === undefined ? null : renderInstant(stated.until),
    untilPrecision: stated.untilPrecision ?? null,
  };
}

/** Renders what adopting would change. */
export function renderAdoptionPreview(decided: {
  readonly change: AdoptionChange;
  readonly displacedAdoptionId?: string;
  readonly cost?: CorrectionCost | undefined;
}): z.infer<typeof adoptionPreviewWire> {
  const { change, displacedAdoptionId, cost } = decided;
  return {
    ...{ ...change, displacedAdoptionId: displacedAdoptionId ?? null },
    cost: cost === undefined ? null : renderCost(cost),
  };
}

/** Renders an adoption as it was recorded. */
export function renderAdoption(
  record: AdoptionRecord,
  names: ReadonlyMap<string, string>,
): z.infer<typeof adoptionWire> {
  return {
    ...record,
    adoptedBy: renderPerson(record.adoptedBy, names),
    adoptedAt: renderInstant(record.adoptedAt),
  };
}
