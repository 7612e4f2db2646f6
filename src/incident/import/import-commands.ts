import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission } from '../../platform/index.ts';
import { addTimelineEntry, openIncident, recordRestoration, stateImpact } from '../commands.ts';
import { listImpacts } from '../impact-queries.ts';
import type { AffectedFunction, Incident } from '../incident.ts';
import { listIncidents, loadIncident, loadIncidentBySlug } from '../queries.ts';
import { lockIncident } from '../store.ts';
import { listAlerts, recordAlerts, recordFunctions } from './alert-store.ts';
import {
  deriveImportId,
  type ImportedImpact,
  type ImportedIncident,
  type ImportFileRefusal,
  isSameSubject,
  isSameTime,
  newFunctions,
} from './imported.ts';
import { type Alert, type AlertGroup, impactsOfAlerts } from './read-alerts.ts';
import { readImpactFile } from './read-impact-file.ts';

/** What an import came to. */
export interface ImportResult {
  readonly incidentId: string;
  readonly slug: string;
  readonly isNew: boolean;
  readonly statedCount: number;
  readonly correctedCount: number;
  readonly unchangedCount: number;
  readonly entryCount: number;
}

/** Lets an incident touch functions it did not touch so far. */
async function addFunctions(
  ctx: Context,
  incidentId: string,
  functions: readonly AffectedFunction[],
): Promise<void> {
  if (functions.length === 0) return;
  await ctx.transact(async (tx) => {
    const incident = await lockIncident(tx, incidentId);
    const added = newFunctions(functions, incident?.functions ?? []);
    if (added.length === 0) return;
    await recordFunctions(tx, { incidentId, functions: added });
    await recordAudit(tx, { ctx, action: 'incident.functions_added', subject: incidentId });
  });
}

interface StatedCounts {
  readonly statedCount: number;
  readonly correctedCount: number;
  readonly unchangedCount: number;
}

interface Stating {
  readonly incidentId: string;
  readonly statedBy: string;
  readonly sources: readonly number[];
}

async function stateOne(
  ctx: Context,
  impact: ImportedImpact,
  stating: Stating,
): Promise<Outcome<keyof StatedCounts>> {
  const { incidentId, statedBy } = stating;
  const known = await ctx.read((tx) => listImpacts(tx, incidentId));
  const own = known.filter((one) => one.statedBy === statedBy && isSameSubject(one, impact));
  const latest = own.reduce<(typeof own)[number] | undefined>(
    (last, one) => (last === undefined || one.version > last.version ? one : last),
    undefined,
  );
  if (latest !== undefined && isSameTime(latest, impact)) return accept('unchangedCount');
  const id = deriveImportId(incidentId, latest?.id ?? '', JSON.stringify({ ...impact }));
  const corrects = latest === undefined ? {} : { corrects: latest.id };
  const stated = await stateImpact(ctx, { ...impact, ...stating, id, ...corrects });
  if (!stated.ok) return stated;
  return accept(latest === undefined ? 'statedCount' : 'correctedCount');
}

/** States what was imported; what stands so already stays, what differs becomes a new version. */
async function stateImpacts(
  ctx: Context,
  impacts: readonly ImportedImpact[],
  stating: Stating,
): Promise<Outcome<StatedCounts>> {
  const counts = { statedCount: 0, correctedCount: 0, unchangedCount: 0 };
  for (const impact of impacts) {
    const stated = await stateOne(ctx, impact, stating);
    if (!stated.ok) return stated;
    counts[stated.value] += 1;
  }
  return accept(counts);
}

async function ensureIncident(
  ctx: Context,
  { opening }: ImportedIncident,
): Promise<Outcome<boolean>> {
  const known = await ctx.read((tx) => loadIncident(tx, opening.id));
  if (known === undefined) {
    const opened = await openIncident(ctx, opening);
    return opened.ok ? accept(true) : opened;
  }
  await addFunctions(ctx, opening.id, opening.functions);
  return accept(false);
}

async function addEntries(ctx: Context, imported: ImportedIncident): Promise<Outcome<number>> {
  const { id: incidentId } = imported.opening;
  let count = 0;
  for (const { key, occurredAt, text } of imported.entries) {
    const added = await addTimelineEntry(ctx, {
      // A text that was changed at its source is another entry; both are kept.
      id: deriveImportId(incidentId, 'entry', key, text.ko, text.en),
      ...{ incidentId, occurredAt, text, statedBy: imported.statedBy, sources: [1] },
      ...{ occurredPrecision: 'exact', visibility: 'public' },
    });
    if (!added.ok) return added;
    if (added.value.isNew) count += 1;
  }
  return accept(count);
}

/**
 * Takes an incident of another tool over, with its source. Importing it again changes nothing; what
 * changed at its source becomes a new version of the same statement.
 */
export async function importIncident(
  ctx: Context,
  imported: ImportedIncident,
): Promise<Outcome<ImportResult>> {
  requirePermission(ctx, 'incident:write');
  const { id: incidentId, slug } = imported.opening;
  const ensured = await ensureIncident(ctx, imported);
  if (!ensured.ok) return ensured;
  const stating = { incidentId, statedBy: imported.statedBy, sources: [1] };
  const stated = await stateImpacts(ctx, imported.impacts, stating);
  if (!stated.ok) return stated;
  const entries = await addEntries(ctx, imported);
  if (!entries.ok) return entries;
  const { restoredAt } = imported;
  if (restoredAt !== undefined) {
    const id = deriveImportId(incidentId, 'restored', String(restoredAt));
    const restored = await recordRestoration(ctx, { id, incidentId, restoredAt });
    if (!restored.ok) return restored;
  }
  const entryCount = entries.value;
  return accept({ incidentId, slug, isNew: ensured.value, ...stated.value, entryCount });
}

const monitoring = 'monitoring';
const alertSlug = (key: string): string => `alert-${deriveImportId('group', key).slice(0, 8)}`;

/** Finds the open incident a group of alerts belongs to: the one it names, or its own. */
async function findIncident(ctx: Context, group: AlertGroup): Promise<Incident | undefined> {
  const { incidentSlug } = group;
  return ctx.read(async (tx) => {
    if (incidentSlug !== undefined) return loadIncidentBySlug(tx, incidentSlug);
    const all = await listIncidents(tx);
    return all.find(
      ({ slug, state }) => state === 'open' && slug.startsWith(`${alertSlug(group.key)}-`),
    );
  });
}

function functionsOf({ alerts }: AlertGroup): readonly AffectedFunction[] {
  const named = alerts.map(({ service, function: of, titles }) => ({
    service,
    function: of,
    titles,
  }));
  const keys = named.map((one) => `${one.service}.${one.function}`);
  return named.filter((_one, at) => keys.indexOf(keys[at] ?? '') === at);
}

function openingOf(ctx: Context, group: AlertGroup): ImportedIncident['opening'] {
  const openedAt = group.alerts.reduce<Instant>(
    (first, { startsAt }) => (startsAt < first ? startsAt : first),
    ctx.now,
  );
  const both = { ko: group.title, en: group.title };
  return {
    id: deriveImportId('alerts', group.key, String(openedAt)),
    slug: `${alertSlug(group.key)}-${Math.floor(openedAt / 1000)}`,
    ...{ titles: both, zone: 'Asia/Seoul', openedAt },
    parties: [{ code: monitoring, titles: { ko: '감시 도구', en: 'Monitoring' } }],
    functions: functionsOf(group),
    sources: [{ number: 1, address: group.address, remark: 'Alertmanager' }],
  };
}

/** Finds the incident of a group, or opens its own; null when there is nothing to tell of. */
async function ensureAlertIncident(
  ctx: Context,
  group: AlertGroup,
): Promise<Outcome<{ incident: ImportedIncident['opening']; isNew: boolean } | null>> {
  const known = await findIncident(ctx, group);
  if (known !== undefined) return accept({ incident: known, isNew: false });
  if (group.incidentSlug !== undefined) {
    return refuse({ code: 'incident_not_found', incident: group.incidentSlug });
  }
  if (group.isResolved || group.alerts.length === 0) return accept(null);
  const opening = openingOf(ctx, group);
  const opened = await openIncident(ctx, opening);
  return opened.ok ? accept({ incident: opening, isNew: true }) : opened;
}

/** Who states what alerts make, and from which source: monitoring, else the first that is known. */
function statingOf({ id, parties, sources }: ImportedIncident['opening']): Stating {
  const own = parties.find(({ code }) => code === monitoring) ?? parties[0];
  const numbers = sources.slice(0, 1).map(({ number }) => number);
  return { incidentId: id, statedBy: own?.code ?? monitoring, sources: numbers };
}

/** Restores an incident of the group's own once every alert of it ended. */
async function restoreWhenOver(
  ctx: Context,
  over: { incidentId: string; group: AlertGroup; alerts: readonly Alert[] },
): Promise<Outcome<unknown>> {
  const { incidentId, group, alerts } = over;
  const ends = alerts.flatMap(({ endsAt }) => (endsAt === undefined ? [] : [endsAt]));
  if (group.incidentSlug !== undefined || ends.length < alerts.length) return accept(null);
  const restoredAt = ends.reduce((last, end) => (end > last ? end : last));
  const id = deriveImportId(incidentId, 'restored', String(restoredAt));
  return recordRestoration(ctx, { id, incidentId, restoredAt });
}

/**
 * Takes a group of alerts in: an incident of its own unless the alerts name one, each alert once by
 * its fingerprint, and the impacts they make together stated anew when they changed. When every
 * alert ended, the incident of its own is restored.
 */
export async function takeAlerts(
  ctx: Context,
  group: AlertGroup,
): Promise<Outcome<ImportResult | null>> {
  requirePermission(ctx, 'incident:write');
  const ensured = await ensureAlertIncident(ctx, group);
  if (!ensured.ok) return ensured;
  if (ensured.value === null || group.alerts.length === 0) return accept(null);
  const { incident, isNew } = ensured.value;
  const { id: incidentId, slug } = incident;
  await addFunctions(ctx, incidentId, functionsOf(group));
  const alerts = await ctx.transact(async (tx) => {
    await lockIncident(tx, incidentId);
    await recordAlerts(tx, { incidentId, alerts: group.alerts, at: ctx.now });
    return listAlerts(tx, incidentId);
  });
  const stated = await stateImpacts(ctx, impactsOfAlerts(alerts), statingOf(incident));
  if (!stated.ok) return stated;
  const restored = await restoreWhenOver(ctx, { incidentId, group, alerts });
  if (!restored.ok) return restored;
  return accept({ incidentId, slug, isNew, ...stated.value, entryCount: 0 });
}

/** Takes a CSV file of impacts in, stated by one party from one source; all of it or nothing. */
export async function importImpactFile(
  ctx: Context,
  input: { readonly incidentId: string; readonly text: string } & Omit<Stating, 'incidentId'>,
): Promise<Outcome<ImportResult, ImportFileRefusal | { readonly code: string }>> {
  requirePermission(ctx, 'incident:write');
  const { incidentId, text, statedBy, sources } = input;
  const read = readImpactFile(text, ctx.now);
  if (!read.ok) return read;
  const incident = await ctx.read((tx) => loadIncident(tx, incidentId));
  if (incident === undefined) return refuse({ code: 'incident_not_found', incident: incidentId });
  if (!incident.parties.some(({ code }) => code === statedBy)) {
    return refuse({ code: 'party_unknown', party: statedBy });
  }
  const unknown = sources.find((one) => !incident.sources.some(({ number }) => number === one));
  if (unknown !== undefined) return refuse({ code: 'source_unknown', number: unknown });
  await addFunctions(ctx, incidentId, read.value.functions);
  const stated = await stateImpacts(ctx, read.value.impacts, { incidentId, statedBy, sources });
  if (!stated.ok) return stated;
  const { slug } = incident;
  return accept({ incidentId, slug, isNew: false, ...stated.value, entryCount: 0 });
}
