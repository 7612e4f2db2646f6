import { summariseClaims } from '../../claims/index.ts';
import { listAwardNames } from '../../claims/policies/index.ts';
import {
  countEntries,
  type LogHead,
  listReports,
  loadHead,
  loadLatestCheckpoint,
  renderNoteKey,
  type StoredCheckpoint,
} from '../../disclosure/index.ts';
import {
  type AdoptedImpact,
  type Finding,
  type Incident,
  listAdoptedImpacts,
  listFindings,
  listResponsibilities,
  listTimeline,
  loadIncidentBySlug,
  type Responsibility,
  standingResponsibilities,
  type TimelineEntry,
} from '../../incident/index.ts';
import type { Instant } from '../../kernel/index.ts';
import type { Context, Tx } from '../../platform/index.ts';
import type { AwardName } from '../../policy/award-names/index.ts';
import {
  type ClassTotal,
  type IssueTotal,
  listIssues,
  listPayoutsByClass,
  listSettlementTotals,
  type SettlementTotals,
} from '../../settlement/index.ts';
import {
  countUnpaid,
  loadTerms,
  type UnclaimedTerms,
  type UnpaidCount,
} from '../../settlement/unclaimed/index.ts';

/** The claims of one class and how many of them are decided; counts only. */
export interface ClaimCount {
  readonly partyClass: string;
  readonly claimCount: number;
  readonly decidedCount: number;
}

/** Everything the public page of an incident shows, read from one snapshot. */
export interface IncidentView {
  readonly incident: Incident;
  readonly now: Instant;
  readonly timeline: readonly TimelineEntry[];
  readonly impacts: readonly AdoptedImpact[];
  readonly findings: readonly Finding[];
  readonly responsibilities: readonly Responsibility[];
  readonly claims: readonly ClaimCount[];
  readonly cash: readonly ClassTotal[];
  readonly issues: readonly IssueTotal[];
  /** What the incident's policies call the things they award. */
  readonly awardNames: readonly AwardName[];
  readonly totals: readonly SettlementTotals[];
  /** What did not reach claimants, and what becomes of it. */
  readonly unpaid: readonly UnpaidCount[];
  readonly unclaimedTerms: UnclaimedTerms | undefined;
  readonly log: LogView;
  /** The latest published version of the report; absent before the first. */
  readonly reportVersion: number | undefined;
}

/** The head of the log, and the key to check it with. */
export interface LogView {
  readonly head: LogHead;
  readonly checkpoint: StoredCheckpoint | undefined;
  readonly kinds: Awaited<ReturnType<typeof countEntries>>;
  readonly key: string;
}

/** Loads the public view of an incident; undefined when there is none with that slug. */
export async function loadIncidentView(
  ctx: Context,
  slug: string,
): Promise<IncidentView | undefined> {
  return ctx.read(async (tx) => {
    const incident = await loadIncidentBySlug(tx, slug);
    if (incident === undefined) return undefined;
    const { id } = incident;
    return {
      incident,
      now: ctx.now,
      timeline: await listTimeline(tx, { incidentId: id, visibility: 'public' }),
      impacts: await listAdoptedImpacts(tx, id),
      findings: await listFindings(tx, id),
      responsibilities: standingResponsibilities(await listResponsibilities(tx, id)),
      claims: await countByClass(tx, id),
      cash: await listPayoutsByClass(tx, id),
      issues: await listIssues(tx, id),
      awardNames: await listAwardNames(tx, id),
      totals: await listSettlementTotals(tx, id),
      unpaid: await countUnpaid(tx, id),
      unclaimedTerms: await loadTerms(tx, id),
      log: {
        head: await loadHead(tx),
        checkpoint: await loadLatestCheckpoint(tx),
        kinds: await countEntries(tx),
        key: renderNoteKey(ctx.signer),
      },
      reportVersion: (await listReports(tx, id))[0]?.version,
    };
  });
}

async function countByClass(tx: Tx, incidentId: string): Promise<readonly ClaimCount[]> {
  const counts = new Map<string, ClaimCount>();
  for (const row of await summariseClaims(tx, incidentId)) {
    const { partyClass } = row;
    const before = counts.get(partyClass) ?? { partyClass, claimCount: 0, decidedCount: 0 };
    counts.set(partyClass, {
      partyClass,
      claimCount: before.claimCount + row.claimCount,
      decidedCount: before.decidedCount + row.awardCount + row.denyCount + row.closeCount,
    });
  }
  return [...counts.values()];
}
