import type { AdoptedImpact, Finding, Incident, Responsibility } from '../../incident/index.ts';
import {
  canonicalJson,
  type JsonValue,
  renderInstant,
  renderRational,
} from '../../kernel/index.ts';

/** The figures of a report, money as text in minor units; made of counts and totals only. */
export interface ReportFigures {
  readonly claims: JsonValue;
  readonly cash: JsonValue;
  readonly issues: JsonValue;
  readonly totals: JsonValue;
  readonly policies: JsonValue;
}

/** What a public report is made of. */
export interface ReportParts {
  readonly incident: Incident;
  readonly impacts: readonly AdoptedImpact[];
  readonly findings: readonly Finding[];
  readonly responsibilities: readonly Responsibility[];
  readonly figures: ReportFigures;
}

function renderImpact(impact: AdoptedImpact): JsonValue {
  return {
    service: impact.service,
    function: impact.function,
    scope: { ...impact.scope },
    severity: impact.severity,
    statedBy: impact.statedBy,
    sources: impact.sources,
    reason: impact.adoption.reason,
    intervals: impact.intervals.map(({ from, until }) => ({
      from: renderInstant(from),
      until: until === undefined ? null : renderInstant(until),
    })),
  };
}

/**
 * Gives the canonical text of a public report: what is hashed, recorded in the log and published.
 *
 * The same facts give the same bytes, so that a stranger can compare them and their hash.
 */
export function renderReport(parts: ReportParts): string {
  const { incident, figures } = parts;
  return canonicalJson({
    format: 'amends-report/1',
    incident: {
      slug: incident.slug,
      titles: { ...incident.titles },
      zone: incident.zone,
      state: incident.state,
      openedAt: renderInstant(incident.openedAt),
      restoredAt: incident.restoredAt === undefined ? null : renderInstant(incident.restoredAt),
      sources: incident.sources.map((source) => ({ ...source })),
    },
    impacts: parts.impacts.map(renderImpact),
    findings: parts.findings.map(({ layer, text, statedBy, sources }) => ({
      layer,
      text: { ...text },
      statedBy,
      sources,
    })),
    responsibilities: parts.responsibilities.map((statement) => ({
      statedBy: statement.statedBy,
      reason: { ...statement.reason },
      isAssumed: statement.isAssumed,
      shares: statement.shares.map(({ kind, party, share }) => ({
        kind,
        party: party ?? null,
        share: renderRational(share),
      })),
    })),
    ...figures,
  });
}
