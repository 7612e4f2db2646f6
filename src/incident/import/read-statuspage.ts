import { z } from 'zod';
import {
  accept,
  compareInstant,
  type Instant,
  isZone,
  type Outcome,
  parseInstant,
  refuse,
} from '../../kernel/index.ts';
import type { Severity, StatedInterval } from '../impact.ts';
import { cleanText, cleanTitle } from '../wire/shown-text.ts';
import {
  codeOf,
  deriveImportId,
  type ImportedImpact,
  type ImportedIncident,
  type ImportFileRefusal,
} from './imported.ts';

const text = z.string();
const instant = text.transform((given, ctx): Instant => {
  const parsed = parseInstant(given);
  if (parsed !== undefined) return parsed;
  ctx.addIssue({ code: 'custom', message: 'a time such as 2022-10-15T15:30:00.000+09:00' });
  return z.NEVER;
});

const affected = z.object({ code: text, name: text, new_status: text });
const update = z.object({
  id: text,
  body: z.string().nullish(),
  status: text,
  created_at: instant,
  display_at: instant.nullish(),
  affected_components: z.array(affected).nullish(),
});
const statuspageIncident = z.object({
  id: text,
  name: text,
  status: text,
  created_at: instant,
  started_at: instant.nullish(),
  resolved_at: instant.nullish(),
  impact: text,
  shortlink: text.nullish(),
  incident_updates: z.array(update).default([]),
  components: z.array(z.object({ id: text, name: text.nullish() })).default([]),
});
const documentSchema = z.object({
  page: z.object({ id: text, name: text, url: text, time_zone: text.nullish() }),
  incidents: z.array(statuspageIncident),
});

type Document = z.output<typeof documentSchema>;
type SourceIncident = Document['incidents'][number];

/** The one that an import of another page is stated by: whoever published the page. */
const publisher = 'publisher';

const severities: Readonly<Record<string, Severity>> = {
  degraded_performance: 'degraded',
  partial_outage: 'degraded',
  major_outage: 'down',
};
const severityByImpact: Readonly<Record<string, Severity>> = {
  minor: 'degraded',
  major: 'down',
  critical: 'down',
};

interface Component {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

function listComponents(incident: SourceIncident): readonly Component[] {
  const named = new Map(incident.components.map(({ id, name }) => [id, name ?? id]));
  for (const { affected_components: touched } of incident.incident_updates) {
    for (const { code, name } of touched ?? []) named.set(code, name);
  }
  return [...named].map(([id, name]) => ({
    id,
    name,
    service: codeOf(name, `component_${codeOf(`x${id}`, 'x')}`),
  }));
}

/** A change of one component, as an update tells it. */
interface Change {
  readonly at: Instant;
  readonly severity: Severity | undefined;
}

function changesOf(incident: SourceIncident, id: string): readonly Change[] {
  return incident.incident_updates
    .flatMap(({ created_at, display_at, affected_components: touched }) =>
      (touched ?? [])
        .filter(({ code }) => code === id)
        .map(({ new_status }) => ({
          at: display_at ?? created_at,
          severity: severities[new_status],
        })),
    )
    .sort((left, right) => compareInstant(left.at, right.at));
}

/** Cuts the changes of one component into the stretches of one severity. */
function stretchesOf(
  changes: readonly Change[],
  severity: Severity,
  resolvedAt: Instant | undefined,
): readonly StatedInterval[] {
  const stretches: StatedInterval[] = [];
  let from: Instant | undefined;
  const end = (until: Instant | undefined): void => {
    if (from !== undefined && (until === undefined || compareInstant(from, until) < 0)) {
      const last = until === undefined ? {} : { until, untilPrecision: 'no_later_than' as const };
      stretches.push({ from, fromPrecision: 'no_later_than', ...last });
    }
    from = undefined;
  };
  for (const change of changes) {
    if (change.severity === severity) from ??= change.at;
    else end(change.at);
  }
  end(resolvedAt);
  return stretches;
}

function impactsOf(incident: SourceIncident, component: Component): readonly ImportedImpact[] {
  const resolvedAt = incident.resolved_at ?? undefined;
  const subject = { service: component.service, function: 'all', scope: {} };
  const reason = `Statuspage ${incident.id}: ${incident.shortlink ?? incident.name}`;
  const changes = changesOf(incident, component.id);
  if (changes.length > 0) {
    return (['down', 'degraded'] as const).flatMap((severity) => {
      const intervals = stretchesOf(changes, severity, resolvedAt);
      return intervals.length === 0 ? [] : [{ ...subject, severity, intervals, reason }];
    });
  }
  const severity = severityByImpact[incident.impact];
  if (severity === undefined) return [];
  const from = incident.started_at ?? incident.created_at;
  const end =
    resolvedAt === undefined ? {} : { until: resolvedAt, untilPrecision: 'no_later_than' as const };
  const intervals = [{ from, fromPrecision: 'no_later_than' as const, ...end }];
  return [{ ...subject, severity, intervals, reason }];
}

function toImported(page: Document['page'], incident: SourceIncident): ImportedIncident {
  const components = listComponents(incident);
  const both = (name: string) => ({ ko: cleanTitle(name), en: cleanTitle(name) });
  const address = incident.shortlink ?? page.url;
  const zone = page.time_zone ?? '';
  const openedAt = incident.started_at ?? incident.created_at;
  const id = deriveImportId('statuspage', page.id, incident.id);
  const slug = `statuspage-${page.id}-${incident.id}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    opening: {
      ...{ id, slug, titles: both(incident.name), openedAt },
      zone: isZone(zone) ? zone : 'Etc/UTC',
      parties: [{ code: publisher, titles: both(page.name) }],
      functions: components.map(({ service, name }) => ({
        service,
        function: 'all',
        titles: both(name),
      })),
      sources: [{ number: 1, address, remark: `${page.name}, Statuspage API v2, ${incident.id}` }],
    },
    statedBy: publisher,
    impacts: components.flatMap((component) => impactsOf(incident, component)),
    entries: incident.incident_updates.map(({ id: key, body, status, created_at, display_at }) => ({
      key,
      occurredAt: display_at ?? created_at,
      text: { ko: cleanText(body || status), en: cleanText(body || status) },
    })),
    ...(incident.resolved_at ? { restoredAt: incident.resolved_at } : {}),
  };
}

function findBackwards(incident: SourceIncident, at: number) {
  const from = incident.started_at ?? incident.created_at;
  const until = incident.resolved_at;
  if (!until || compareInstant(from, until) < 0) return [];
  const right = 'a time after the start of the incident';
  return [{ place: `/incidents/${at}/resolved_at`, found: `${incident.id} ends first`, right }];
}

/**
 * Reads incidents of another status page, as Statuspage's public API version 2 gives them.
 *
 * A component is a service with the one function `all`. Its stretches come from the updates where
 * they name components, each known no later than the update; else from the whole incident.
 *
 * @param document `incidents.json` or `summary.json`, parsed
 * @source Statuspage public API v2
 */
export function readStatuspage(
  document: unknown,
): Outcome<readonly ImportedIncident[], ImportFileRefusal> {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) {
    const findings = parsed.error.issues.slice(0, 100).map(({ path, message }) => ({
      place: `/${path.join('/')}`,
      found: message,
      right: 'what Statuspage serves at /api/v2/incidents.json or summary.json',
    }));
    return refuse({ code: 'import_unreadable', findings });
  }
  const { page, incidents } = parsed.data;
  const findings = incidents.flatMap(findBackwards);
  if (findings.length > 0) return refuse({ code: 'import_unreadable', findings });
  return accept(incidents.map((incident) => toImported(page, incident)));
}
