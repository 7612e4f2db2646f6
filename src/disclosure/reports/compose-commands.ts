import { loadPolicyByHash, type PolicyVersion } from '../../claims/index.ts';
import { listPoliciesInForce } from '../../claims/policies/index.ts';
import {
  type Incident,
  listAdoptedImpacts,
  listAdoptions,
  listClocks,
  listFindings,
  listImpacts,
  listResponsibilities,
  listTimeline,
  loadIncident,
  readClock,
  standingResponsibilities,
} from '../../incident/index.ts';
import { assert, type Instant, renderInstant } from '../../kernel/index.ts';
import { sha256, type Tx } from '../../platform/index.ts';
import type { InputFile } from '../figures/input-file.ts';
import { loadRawFigures } from '../figures/load-queries.ts';
import { makeInputs } from '../figures/make-inputs.ts';
import { reckonFigures } from '../figures/reckon-figures.ts';
import type { ReportText } from '../report-text/index.ts';
import { type ReportParts, renderReport } from './report.ts';
import type { ContinuityPicture, CorrectionPicture } from './report-document.ts';

/** What a report takes from rooms that come after this one; given by the composition root. */
export interface ReportSources {
  readonly loadContinuity?: (tx: Tx, incidentId: string) => Promise<ContinuityPicture | null>;
}

/** A report as it would be published, with the files its figures are reckoned from. */
export interface ComposedReport {
  readonly document: string;
  /** lower-case hex SHA-256 of the document */
  readonly hash: string;
  readonly inputs: readonly InputFile[];
}

async function listCorrections(tx: Tx, incidentId: string): Promise<readonly CorrectionPicture[]> {
  const impacts = new Map((await listImpacts(tx, incidentId)).map((one) => [one.id, one]));
  const adoptions = await listAdoptions(tx, incidentId);
  return adoptions
    .filter(({ displacesId }) => displacesId !== null)
    .map((adoption) => {
      const impact = impacts.get(adoption.impactId);
      assert(impact !== undefined, 'report: an adopted impact is stated', { id: adoption.id });
      const { reason, addedMs, removedMs } = adoption;
      const of = { service: impact.service, function: impact.function };
      return { ...of, reason, adoptedAt: renderInstant(adoption.adoptedAt), addedMs, removedMs };
    });
}

async function readClocks(
  tx: Tx,
  known: { readonly incident: Incident; readonly now: Instant },
): Promise<ReportParts['clocks']> {
  const { incident, now } = known;
  const clocks = await listClocks(tx, incident.id);
  return clocks.map((clock) => ({
    clock,
    reading: readClock(clock.rule, {
      zone: incident.zone,
      charge: clock.charge,
      outageFrom: incident.openedAt,
      ...(incident.restoredAt === undefined ? {} : { recoveredAt: incident.restoredAt }),
      ...(clock.metAt === undefined ? {} : { metAt: clock.metAt }),
      now,
    }),
  }));
}

/** Loads the version in force of each policy, and every version that determined. */
async function loadPolicies(
  tx: Tx,
  asked: { readonly incidentId: string; readonly hashes: readonly string[]; readonly at: Instant },
): Promise<readonly PolicyVersion[]> {
  const inForce = await listPoliciesInForce(tx, asked);
  const others = new Set(asked.hashes.filter((hash) => inForce.every((one) => one.hash !== hash)));
  const earlier: PolicyVersion[] = [];
  for (const hash of others) {
    const policy = await loadPolicyByHash(tx, hash);
    if (policy !== undefined) earlier.push(policy);
  }
  return [...inForce, ...earlier];
}

/** Composes the report of an incident as it stands, or gives undefined when there is none. */
export async function composeReport(
  tx: Tx,
  asked: {
    readonly incidentId: string;
    readonly text: ReportText;
    readonly now: Instant;
    readonly sources: ReportSources;
  },
): Promise<ComposedReport | undefined> {
  const { incidentId, text, now, sources } = asked;
  const incident = await loadIncident(tx, incidentId);
  if (incident === undefined) return undefined;
  const raw = await loadRawFigures(tx, { incidentId, zone: incident.zone });
  const inputs = makeInputs(raw);
  const hashes = raw.populations.map((population) => population.inputs.policyHash);
  const policies = await loadPolicies(tx, { incidentId, hashes, at: now });
  const texts = new Map(policies.map((policy) => [policy.hash, policy.text]));
  const figures = reckonFigures(new Map(inputs.map((file) => [file.name, file.text])), texts);
  assert(figures.ok, 'report: its figures are reckoned from its own files', figures);
  const document = renderReport({
    incident,
    text,
    timeline: await listTimeline(tx, { incidentId, visibility: 'public' }),
    impacts: await listAdoptedImpacts(tx, incidentId),
    findings: await listFindings(tx, incidentId),
    responsibilities: standingResponsibilities(await listResponsibilities(tx, incidentId)),
    clocks: await readClocks(tx, { incident, now }),
    corrections: await listCorrections(tx, incidentId),
    policies: policies.map((policy) => ({
      policyId: policy.policyId,
      version: policy.version,
      hash: policy.hash,
      titles: { ko: policy.titleKo, en: policy.titleEn },
      applies: policy.applies,
    })),
    inputs,
    figures: figures.value,
    continuity: (await sources.loadContinuity?.(tx, incidentId)) ?? null,
  });
  return { document, hash: Buffer.from(sha256(document)).toString('hex'), inputs };
}
