import { canonicalJson, type JsonValue } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { findFor, type PolicyFinding } from '../assess-claim.ts';
import { loadPolicyByHash, toPublishedPolicy } from './policy-queries.ts';

/** A finding that did not come out as it was recorded, or whose policy text is gone. */
export interface ReplayDifference {
  readonly claimNumber: string;
  readonly policyId: string;
  readonly version: string;
  readonly recorded: JsonValue;
  /** absent when no published version has the recorded hash */
  readonly replayed?: JsonValue;
}

/** What a replay of recorded findings gave. */
export interface Replay {
  readonly claims: number;
  readonly findings: number;
  readonly differences: readonly ReplayDifference[];
}

interface StoredAssessment {
  readonly number: string;
  readonly findings: readonly PolicyFinding[];
}

const pageSize = 500;

/**
 * Determines every recorded finding again, from the policy text its hash names and the facts it
 * kept, and compares the canonical bytes. Claims that were erased keep no facts and are passed over.
 */
export async function replayFindings(
  tx: Tx,
  asked: { readonly claimNumber?: string } = {},
): Promise<Replay> {
  const differences: ReplayDifference[] = [];
  let [claims, findings, last] = [0, 0, ''];
  for (;;) {
    const page = await listAssessed(tx, { ...asked, after: last });
    for (const one of page) {
      findings += one.findings.length;
      differences.push(...(await replayClaim(tx, one)));
    }
    claims += page.length;
    last = page.at(-1)?.number ?? '';
    if (page.length < pageSize) return { claims, findings, differences };
  }
}

async function listAssessed(
  tx: Tx,
  { claimNumber, after }: { readonly claimNumber?: string; readonly after: string },
): Promise<readonly StoredAssessment[]> {
  const wanted = claimNumber === undefined ? sql`true` : sql`number = ${claimNumber}`;
  const { rows } = await sql<StoredAssessment>`
    select number, assessment -> 'findings' as findings from claims.claim
    where assessment is not null and erased_at is null and ${wanted} and number > ${after}
    order by number limit ${pageSize}`.execute(tx);
  return rows;
}

async function replayClaim(tx: Tx, { number, findings }: StoredAssessment) {
  const differences: ReplayDifference[] = [];
  for (const finding of findings) {
    const difference = await replayOne(tx, number, finding);
    if (difference) differences.push(difference);
  }
  return differences;
}

async function replayOne(
  tx: Tx,
  claimNumber: string,
  finding: PolicyFinding,
): Promise<ReplayDifference | undefined> {
  const { policyId, version, policyHash, facts } = finding;
  const recorded = finding as unknown as JsonValue;
  const row = await loadPolicyByHash(tx, policyHash);
  if (row === undefined) return { claimNumber, policyId, version, recorded };
  const again = findFor(toPublishedPolicy(row), facts as Readonly<Record<string, JsonValue>>);
  const replayed = JSON.parse(JSON.stringify(again)) as JsonValue;
  if (canonicalJson(replayed) === canonicalJson(recorded)) return undefined;
  return { claimNumber, policyId, version, recorded, replayed };
}
