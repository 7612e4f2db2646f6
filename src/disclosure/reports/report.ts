import type {
  AdoptedImpact,
  ClockReading,
  Finding,
  Incident,
  LegalClock,
  Responsibility,
  TimelineEntry,
} from '../../incident/index.ts';
import {
  canonicalJson,
  type Instant,
  type JsonValue,
  renderInstant,
  renderRational,
} from '../../kernel/index.ts';
import type { Figures } from '../figures/figures.ts';
import type { InputFile } from '../figures/input-file.ts';
import type { ReportText } from '../report-text/index.ts';
import type {
  ClockPicture,
  ContinuityPicture,
  CorrectionPicture,
  ReportDocument,
} from './report-document.ts';

/** What a public report is made of. */
export interface ReportParts {
  readonly incident: Incident;
  readonly text: ReportText;
  readonly timeline: readonly TimelineEntry[];
  readonly impacts: readonly AdoptedImpact[];
  readonly findings: readonly Finding[];
  readonly responsibilities: readonly Responsibility[];
  readonly clocks: readonly { readonly clock: LegalClock; readonly reading: ClockReading }[];
  readonly corrections: readonly CorrectionPicture[];
  readonly policies: ReportDocument['policies'];
  readonly inputs: readonly InputFile[];
  readonly figures: Figures;
  readonly continuity: ContinuityPicture | null;
}

function renderAt(at: Instant | undefined): string | null {
  return at === undefined ? null : renderInstant(at);
}

/** The cause that a statement of shares is about, in words; nothing of the incident as a whole. */
function causeOf({ findingId }: Responsibility, findings: readonly Finding[]) {
  const cause = findings.find(({ id }) => id === findingId);
  return cause === undefined ? {} : { cause: cause.text };
}

function renderIncident(incident: Incident): ReportDocument['incident'] {
  return {
    slug: incident.slug,
    titles: { ...incident.titles },
    zone: incident.zone,
    state: incident.state,
    openedAt: renderInstant(incident.openedAt),
    restoredAt: renderAt(incident.restoredAt),
    parties: incident.parties.map(({ code, titles }) => ({ code, titles })),
    functions: incident.functions.map((one) => ({
      ...{ service: one.service, function: one.function, titles: one.titles },
    })),
    sources: incident.sources,
  };
}

function renderImpact(impact: AdoptedImpact): ReportDocument['impacts'][number] {
  const scope = Object.entries(impact.scope).filter(([, limit]) => limit !== undefined);
  return {
    service: impact.service,
    function: impact.function,
    scope: Object.fromEntries(scope) as Record<string, string>,
    severity: impact.severity,
    statedBy: impact.statedBy,
    sources: impact.sources,
    reason: impact.adoption.reason,
    intervals: impact.intervals.map(({ from, until }) => ({
      from: renderInstant(from),
      until: renderAt(until),
    })),
  };
}

function renderClock({ clock, reading }: ReportParts['clocks'][number]): ClockPicture {
  return {
    code: clock.rule.code,
    titles: clock.rule.titles,
    charge: clock.charge,
    state: reading.state,
    dueAt: 'dueAt' in reading ? renderAt(reading.dueAt) : null,
    metAt: renderAt(clock.metAt),
    // How late something is that is not done yet grows by itself; the report says it is not done.
    delayMs: 'delayMs' in reading && clock.metAt !== undefined ? reading.delayMs : null,
    sources: clock.sources,
  };
}

function renderFindings(findings: readonly Finding[]): ReportDocument['findings'] {
  const contested = new Set(findings.flatMap(({ contests }) => [...contests]));
  return findings.map(({ id, layer, text, statedBy, sources, contests }) => ({
    ...{ layer, text, statedBy, sources },
    isContested: contested.has(id) || contests.length > 0,
  }));
}

function renderAttachments({ attachments = [] }: TimelineEntry) {
  if (attachments.length === 0) return {};
  return {
    attachments: attachments.map(({ filename, mediaType, byteCount, sha256 }) => ({
      ...{ filename, mediaType, byteCount, sha256 },
    })),
  };
}

/**
 * Gives the canonical text of a public report: what is hashed, recorded in the log and published.
 *
 * The same facts give the same bytes, so that a stranger can compare them and their hash.
 */
export function renderReport(parts: ReportParts): string {
  const document: ReportDocument = {
    format: 'amends-report/2',
    incident: renderIncident(parts.incident),
    text: parts.text,
    timeline: parts.timeline.map((entry) => ({
      at: renderInstant(entry.occurredAt),
      precision: entry.occurredPrecision,
      text: entry.text,
      statedBy: entry.statedBy,
      sources: entry.sources,
      isContested: entry.contestGroup !== undefined,
      ...renderAttachments(entry),
    })),
    impacts: parts.impacts.map(renderImpact),
    findings: renderFindings(parts.findings),
    responsibilities: parts.responsibilities.map((statement) => ({
      statedBy: statement.statedBy,
      reason: statement.reason,
      isAssumed: statement.isAssumed,
      ...causeOf(statement, parts.findings),
      ...(statement.sources.length === 0 ? {} : { sources: statement.sources }),
      shares: statement.shares.map(({ kind, party, share }) => ({
        ...{ kind, party: party ?? null, share: renderRational(share) },
      })),
    })),
    clocks: parts.clocks.map(renderClock),
    corrections: parts.corrections,
    policies: parts.policies,
    inputs: parts.inputs.map(({ name, hash }) => ({ name, sha256: hash })),
    figures: parts.figures,
    continuity: parts.continuity,
  };
  return canonicalJson(document as unknown as JsonValue);
}
