import type { Impact, Incident, TimelineEntry } from '../../../incident/index.ts';
import { compareInstant, type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Locale, publicWords } from '../public-layout.tsx';

/** One incident with what the public may read of it. */
export interface PublicIncident {
  readonly incident: Incident;
  /** The impacts that stand: adopted ones, and what was stated where none is adopted yet. */
  readonly impacts: readonly Impact[];
  /** Public entries, in the order they happened. */
  readonly timeline: readonly TimelineEntry[];
  /** Published versions of the report, the earliest first; absent where none is. */
  readonly reports?: readonly { readonly version: number; readonly publishedAt: Instant }[];
}

/** What a summary is made of; `address` is that of this site, without a slash at the end. */
export interface SummarySource {
  readonly incidents: readonly PublicIncident[];
  readonly now: Instant;
  readonly locale: Locale;
  readonly siteName: string;
  readonly zone: string;
  readonly address: string;
  /** functions that are listed also while nothing ever happened to them */
  readonly known?: Incident['functions'];
}

type ComponentStatus = 'operational' | 'degraded_performance' | 'major_outage';
type Indicator = 'none' | 'minor' | 'major' | 'critical';

function isRunning(impact: Impact, now: Instant): boolean {
  return impact.intervals.some(
    ({ from, until }) =>
      compareInstant(from, now) <= 0 && (until === undefined || compareInstant(now, until) < 0),
  );
}

function statusOf(impacts: readonly Impact[], now: Instant): ComponentStatus {
  const running = impacts.filter((impact) => isRunning(impact, now));
  if (running.some(({ severity }) => severity === 'down')) return 'major_outage';
  return running.length > 0 ? 'degraded_performance' : 'operational';
}

const componentId = (service: string, name: string): string => `${service}.${name}`;

const severityRank = { operational: 0, degraded_performance: 1, major_outage: 2 } as const;

function functionsOf({ incident, impacts }: PublicIncident, { now, locale }: SummarySource) {
  return incident.functions.map(({ service, function: name, titles }) => {
    const own = impacts.filter((at) => at.service === service && at.function === name);
    return {
      id: componentId(service, name),
      name: titles[locale],
      status: statusOf(own, now),
      group: service,
      createdAt: incident.openedAt,
      updatedAt: now,
    };
  });
}

/** Every function that any incident touched, each once, with the worst state any gives it. */
function renderComponents(source: SummarySource) {
  const touched = source.incidents.flatMap((entry) => functionsOf(entry, source));
  const calm = (source.known ?? []).map(({ service, function: name, titles }) => ({
    ...{ id: componentId(service, name), name: titles[source.locale], group: service },
    ...{ status: 'operational' as ComponentStatus, createdAt: source.now, updatedAt: source.now },
  }));
  const all = [...touched, ...calm];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.flatMap((id, index) => {
    const [worst] = all
      .filter((component) => component.id === id)
      .sort((left, right) => severityRank[right.status] - severityRank[left.status]);
    return worst === undefined ? [] : [renderComponent({ ...worst, position: index + 1 })];
  });
}

type Component = ReturnType<typeof renderComponent>;

/** One group for each service, with the worst state among its functions. */
function renderGroups(components: readonly Component[]) {
  const names = [...new Set(components.map(({ group_id: group }) => group))];
  return names.map((id, index) => {
    const members = components.filter(({ group_id: group }) => group === id);
    const statuses = members.map(({ status }) => status);
    statuses.sort((left, right) => severityRank[right] - severityRank[left]);
    return {
      id,
      name: id,
      status: statuses[0] ?? ('operational' as const),
      position: index + 1,
      page_id: 'amends',
      group: true,
      components: members.map((member) => member.id),
    };
  });
}

function renderComponent(component: {
  readonly id: string;
  readonly name: string;
  readonly status: ComponentStatus;
  readonly group: string;
  readonly position: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}) {
  const { id, name, status, group, position, createdAt, updatedAt } = component;
  return {
    id,
    name,
    status,
    created_at: renderInstant(createdAt),
    updated_at: renderInstant(updatedAt),
    position,
    description: null,
    showcase: true,
    start_date: renderInstant(createdAt).slice(0, 10),
    group_id: group,
    page_id: 'amends',
    group: false,
    only_show_if_degraded: false,
  };
}

const impactOf = (impacts: readonly Impact[]): Indicator => {
  if (impacts.some(({ severity }) => severity === 'down')) return 'critical';
  return impacts.length > 0 ? 'major' : 'none';
};

function renderUpdate(
  entry: TimelineEntry,
  { status, locale }: { status: string; locale: Locale },
) {
  const at = renderInstant(entry.occurredAt);
  return {
    id: entry.id,
    status,
    body: entry.text[locale],
    incident_id: entry.incidentId,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: null,
    deliver_notifications: false,
    custom_tweet: null,
    tweet_id: null,
  };
}

const statusNames = { open: 'identified', restored: 'resolved', closed: 'postmortem' } as const;

const ownPhases = ['investigating', 'identified', 'monitoring'];

/** The phase where it is one that Statuspage has, else what the state says. */
function statusName({ state, phase }: Incident): string {
  const isOwn = state === 'open' && phase !== undefined && ownPhases.includes(phase.code);
  return isOwn ? phase.code : statusNames[state];
}

/** Gives one incident as Statuspage does, its updates the latest first. */
export function renderStatusIncident(entry: PublicIncident, source: SummarySource) {
  const { incident, impacts, timeline } = entry;
  const { locale, address } = source;
  const status = statusName(incident);
  const { openedAt, restoredAt } = incident;
  const last = timeline.at(-1)?.occurredAt ?? openedAt;
  const resolvedAt = restoredAt === undefined ? null : renderInstant(restoredAt);
  const touched = new Set(impacts.map((at) => componentId(at.service, at.function)));
  return {
    id: incident.id,
    name: incident.titles[locale],
    status,
    created_at: renderInstant(openedAt),
    updated_at: renderInstant(last),
    monitoring_at: null,
    resolved_at: resolvedAt,
    impact: impactOf(impacts),
    shortlink: `${address}/public/${incident.slug}`,
    started_at: renderInstant(openedAt),
    page_id: 'amends',
    incident_updates: timeline
      .map((update) => {
        const isOver =
          restoredAt !== undefined && compareInstant(update.occurredAt, restoredAt) >= 0;
        return renderUpdate(update, { status: isOver ? 'resolved' : 'identified', locale });
      })
      .reverse(),
    components: [...touched].map((id) => ({ id })),
    reminder_intervals: null,
  };
}

function indicate(statuses: readonly ComponentStatus[]): Indicator {
  const downCount = statuses.filter((status) => status === 'major_outage').length;
  if (downCount === 0) return statuses.includes('degraded_performance') ? 'minor' : 'none';
  return downCount * 2 > statuses.length ? 'critical' : 'major';
}

/**
 * Gives the state of everything in the shape of Statuspage's public API, version 2, so that what
 * reads one reads the other. Functions are components in the group of their service; an standing
 * impact that runs now makes a component degraded or down.
 *
 * @source Statuspage public API, `/api/v2/summary.json`
 */
export function renderStatusSummary(source: SummarySource) {
  const { incidents, now, siteName, zone, address, locale } = source;
  const components = renderComponents(source);
  const indicator = indicate(components.map(({ status }) => status));
  return {
    page: {
      id: 'amends',
      name: siteName,
      url: `${address}/public`,
      time_zone: zone,
      updated_at: renderInstant(now),
    },
    components: [...renderGroups(components), ...components],
    incidents: incidents
      .filter(({ incident }) => incident.state === 'open')
      .map((entry) => renderStatusIncident(entry, source)),
    scheduled_maintenances: [],
    status: { indicator, description: publicWords(locale).statusNow[indicator] },
  };
}
