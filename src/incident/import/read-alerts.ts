import { z } from 'zod';
import {
  accept,
  compareInstant,
  type Instant,
  type Outcome,
  parseInstant,
  refuse,
} from '../../kernel/index.ts';
import type { Scope, Severity } from '../impact.ts';
import type { Titles } from '../incident.ts';
import { cleanTitle } from '../wire/shown-text.ts';
import { codeOf, type ImportedImpact, type ImportFileRefusal } from './imported.ts';

/** One alert: what it is about, when it began, and when it ended if it did. */
export interface Alert {
  readonly fingerprint: string;
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
  readonly service: string;
  readonly function: string;
  readonly scope: Scope;
  readonly severity: Severity;
  readonly titles: Titles;
}

/** A group of alerts that Alertmanager tells together. */
export interface AlertGroup {
  readonly key: string;
  readonly title: string;
  readonly address: string;
  readonly isResolved: boolean;
  /** of an incident that is open here, when the alerts name one */
  readonly incidentSlug?: string;
  readonly alerts: readonly Alert[];
}

const labels = z.record(z.string(), z.string());
const instant = z.string().transform((given, ctx): Instant => {
  const parsed = parseInstant(given);
  if (parsed !== undefined) return parsed;
  ctx.addIssue({ code: 'custom', message: 'an RFC 3339 time' });
  return z.NEVER;
});

// Alertmanager writes the zero time of Go for an end that is not known.
const end = z.union([z.literal('0001-01-01T00:00:00Z').transform(() => undefined), instant]);

const groupSchema = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  status: z.enum(['firing', 'resolved']),
  groupLabels: labels.default({}),
  commonLabels: labels.default({}),
  commonAnnotations: labels.default({}),
  externalURL: z.string().default(''),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels,
        annotations: labels.default({}),
        startsAt: instant,
        endsAt: end.optional(),
        fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/),
      }),
    )
    .max(10_000),
});

type SourceAlert = z.output<typeof groupSchema>['alerts'][number];

const downWords = new Set(['critical', 'page', 'down', 'emergency', 'disaster']);

function toAlert(alert: SourceAlert): Alert {
  const { labels: named, annotations, fingerprint, startsAt } = alert;
  const name = named.alertname ?? 'alert';
  const service = codeOf(named.service ?? named.job ?? name, 'service');
  const of = codeOf(named.function ?? name, 'all');
  const title = annotations.summary ?? `${named.service ?? service}: ${name}`;
  const { region, platform, plan, severity = '' } = named;
  return {
    ...{ fingerprint, startsAt, service, function: of },
    scope: {
      ...(region ? { region } : {}),
      ...(platform ? { platform } : {}),
      ...(plan ? { plan } : {}),
    },
    severity: downWords.has(severity.toLowerCase()) ? 'down' : 'degraded',
    titles: { ko: cleanTitle(annotations.summary_ko ?? title), en: cleanTitle(title) },
    ...(alert.status === 'resolved' && alert.endsAt !== undefined ? { endsAt: alert.endsAt } : {}),
  };
}

/**
 * Reads what Prometheus Alertmanager posts to a webhook.
 *
 * The labels `service` (else `job`) and `function` (else `alertname`) say what is touched; `region`,
 * `platform` and `plan` limit it; `severity` critical, page, down, emergency or disaster means down,
 * every other degraded; `incident` names an open incident by its slug.
 *
 * @source Prometheus Alertmanager, webhook_config, data version 4
 */
export function readAlertGroup(document: unknown): Outcome<AlertGroup, ImportFileRefusal> {
  const parsed = groupSchema.safeParse(document);
  if (!parsed.success) {
    const findings = parsed.error.issues.slice(0, 100).map(({ path, message }) => ({
      place: `/${path.join('/')}`,
      found: message,
      right: 'the body of an Alertmanager webhook, version 4',
    }));
    return refuse({ code: 'import_unreadable', findings });
  }
  const group = parsed.data;
  const findings = group.alerts.flatMap(({ status, startsAt, endsAt, fingerprint }, at) => {
    const isBackwards =
      status === 'resolved' && endsAt !== undefined && compareInstant(startsAt, endsAt) >= 0;
    const right = 'a time after startsAt';
    return isBackwards
      ? [{ place: `/alerts/${at}/endsAt`, found: `${fingerprint} ends first`, right }]
      : [];
  });
  if (findings.length > 0) return refuse({ code: 'import_unreadable', findings });
  const { commonAnnotations, commonLabels } = group;
  const title = commonAnnotations.summary ?? commonLabels.alertname ?? group.groupKey;
  return accept({
    key: group.groupKey,
    title: cleanTitle(title),
    address: group.externalURL || 'alertmanager',
    isResolved: group.status === 'resolved',
    ...(commonLabels.incident === undefined ? {} : { incidentSlug: commonLabels.incident }),
    alerts: group.alerts.map(toAlert),
  });
}

/** Joins alerts about the same thing into one impact each, with the union of their times. */
export function impactsOfAlerts(alerts: readonly Alert[]): readonly ImportedImpact[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const { service, function: of, scope, severity } = alert;
    const { region = '', platform = '', plan = '' } = scope;
    const key = JSON.stringify([service, of, region, platform, plan, severity]);
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Alert];
    const { service, function: of, scope, severity } = first;
    const prints = [...new Set(group.map(({ fingerprint }) => fingerprint))].sort();
    return {
      ...{ service, function: of, scope, severity, intervals: uniteAlerts(group) },
      reason: `Alertmanager, fingerprint ${prints.slice(0, 20).join(', ')}`,
    };
  });
}

/** The union of what alerts cover; the last stretch has no end while one of them fires. */
function uniteAlerts(alerts: readonly Alert[]): ImportedImpact['intervals'] {
  const sorted = [...alerts].sort((left, right) => compareInstant(left.startsAt, right.startsAt));
  const united: { from: Instant; until: Instant | undefined }[] = [];
  for (const { startsAt, endsAt } of sorted) {
    const last = united.at(-1);
    const isApart =
      last === undefined || (last.until !== undefined && compareInstant(last.until, startsAt) < 0);
    if (isApart) {
      united.push({ from: startsAt, until: endsAt });
    } else if (last.until !== undefined) {
      const isLater = endsAt === undefined || compareInstant(last.until, endsAt) < 0;
      if (isLater) last.until = endsAt;
    }
  }
  return united.map(({ from, until }) => ({
    from,
    fromPrecision: 'exact',
    ...(until === undefined ? {} : { until, untilPrecision: 'exact' as const }),
  }));
}
