import { listAssessedFacts } from '../../claims/counts/index.ts';
import { listPolicyVersions } from '../../claims/index.ts';
import { assert } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import type { PopulationInputs } from '../determination/population-inputs.ts';
import {
  type AppliedPolicy,
  type CorrectionCost,
  type PartyGroup,
  reckonCorrection,
} from './reckon-correction.ts';
import type { RecordChange } from './record-change.ts';

function parseStored(text: string): PolicyDocument {
  const parsed = parsePolicy(text, { file: 'policy' });
  assert(parsed.ok, 'policy: a published version can be parsed');
  return parsed.value;
}

/** Tells whether any fact of a policy can be of the record, so that others need not be read. */
function restsOnRecord({ facts }: PolicyDocument): boolean {
  return [...facts.values()].some(({ source }) => source.name === 'incident');
}

/** The facts of the last approved run of each policy, by the hash of the version it applied. */
async function listLatestInputs(
  tx: Tx,
  incidentId: string,
): Promise<
  readonly {
    readonly hash: string;
    readonly inputs: PopulationInputs | null;
    readonly parties: bigint;
  }[]
> {
  const { rows } = await sql<{ hash: string; document: string | null; parties: bigint }>`
    select run.policy_hash as hash, input.document, run.party_count as parties
    from settlement.determination_run run
    left join settlement.determination_input input on input.run_id = run.id
    where run.incident_id = ${incidentId} and run.state = 'approved'
    order by run.approved_at desc, run.id desc`.execute(tx);
  return rows.map(({ hash, document, parties }) => ({
    ...{ hash, parties },
    inputs: document === null ? null : (JSON.parse(document) as PopulationInputs),
  }));
}

/** Policies applied to whole populations: the version and the parties of the last approved run. */
async function listDetermined(tx: Tx, incidentId: string): Promise<readonly AppliedPolicy[]> {
  const versions = new Map(
    (await listPolicyVersions(tx, incidentId)).map((one) => [one.hash, one]),
  );
  const applied = new Map<string, AppliedPolicy>();
  for (const { hash, inputs, parties } of await listLatestInputs(tx, incidentId)) {
    const version = versions.get(hash);
    if (version === undefined || applied.has(version.policyId)) continue;
    const groups = (inputs?.groups ?? []).map(
      (group): PartyGroup => ({ ...group, partyClass: group.partyClass ?? '' }),
    );
    applied.set(version.policyId, {
      ...{ policyId: version.policyId, version: version.version, groups },
      document: parseStored(version.text),
      unknownParties: inputs?.remainder.parties ?? Number(parties),
    });
  }
  return [...applied.values()];
}

/** Policies that answer claims: each published version with the claims that were assessed under it. */
async function listAssessed(tx: Tx, incidentId: string): Promise<readonly AppliedPolicy[]> {
  const applied: AppliedPolicy[] = [];
  for (const one of await listPolicyVersions(tx, incidentId)) {
    const { policyId, version, hash, text, applies, publishedAt } = one;
    if (applies === 'automatic' || publishedAt === null) continue;
    const document = parseStored(text);
    const groups = restsOnRecord(document)
      ? await listAssessedFacts(tx, { incidentId, policyHash: hash })
      : [];
    if (groups.length === 0) continue;
    applied.push({ policyId, version, document, groups, unknownParties: 0 });
  }
  return applied;
}

/**
 * Reckons what a change of the times on record means in money, over the incident's parties: those of
 * the last approved determination run of each policy, as far as their facts are kept, and the claims
 * that were assessed.
 */
export async function loadCorrectionCost(tx: Tx, change: RecordChange): Promise<CorrectionCost> {
  const determined = await listDetermined(tx, change.incidentId);
  const assessed = await listAssessed(tx, change.incidentId);
  return reckonCorrection(change, [...determined, ...assessed]);
}
