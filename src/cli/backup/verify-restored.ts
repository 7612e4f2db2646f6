import { type LogFault, listLedgerHeads, verifyLog } from '../../disclosure/index.ts';
import type { Backup } from '../../platform/backup/index.ts';
import { loadConfig, openPlatform, sql, systemActor } from '../../platform/index.ts';
import { listPayoutFindings, listTrialBalances, verifyLedger } from '../../settlement/index.ts';

/** What a restored database was found to hold. */
export interface RestoredCheck {
  readonly isRight: boolean;
  readonly claimCount: bigint;
  readonly logSize: bigint | number;
  readonly logFaults: readonly LogFault[];
  readonly ledgers: readonly {
    readonly slug: string;
    readonly transferCount: bigint;
    readonly findings: readonly unknown[];
    readonly isBalanced: boolean;
  }[];
}

/** Recomputes the log and every ledger of a restored database with this installation's keys. */
export async function verifyRestored(databaseUrl: string): Promise<RestoredCheck> {
  const config = loadConfig(process.env);
  const platform = await openPlatform({ config, databaseUrl, poolMax: 6 });
  try {
    const ctx = platform.context({ actor: systemActor });
    const log = await verifyLog(ctx);
    const { rows: incidents } = await ctx.read((tx) =>
      sql<{ id: string; slug: string }>`select incident.id, incident.slug from settlement.ledger
        join incident.incident on incident.id = ledger.incident_id order by slug`.execute(tx),
    );
    const ledgers = [];
    for (const { id, slug } of incidents) {
      const published = await ctx.read((tx) => listLedgerHeads(tx, id));
      const verified = await verifyLedger(ctx, id, { published });
      const payoutFindings = await ctx.read((tx) => listPayoutFindings(tx, id));
      const balances = await ctx.read((tx) => listTrialBalances(tx, id));
      ledgers.push({
        slug,
        transferCount: verified?.transferCount ?? 0n,
        findings: [...(verified?.findings ?? []), ...payoutFindings],
        isBalanced: balances.every(({ sumMinor }) => sumMinor === 0n),
      });
    }
    const { rows } = await ctx.read((tx) =>
      sql<{ count: bigint }>`select count(*) as count from claims.claim`.execute(tx),
    );
    const isRight =
      log.faults.length === 0 &&
      ledgers.every(({ findings, isBalanced }) => findings.length === 0 && isBalanced);
    const claimCount = rows[0]?.count ?? 0n;
    return { isRight, claimCount, logSize: log.size, logFaults: log.faults, ledgers };
  } finally {
    await platform.close();
  }
}

/** Puts a check into words, for the operator. */
export function renderCheck(check: RestoredCheck, backup: Backup): string {
  const lines = [
    `backup   ${backup.id}, whole since ${backup.endedAt}`,
    `claims   ${check.claimCount}`,
    `log      ${check.logSize} entries, ${check.logFaults.length === 0 ? 'every hash and signature holds' : `${check.logFaults.length} faults: ${check.logFaults.map(({ code }) => code).join(', ')}`}`,
    ...check.ledgers.map(
      ({ slug, transferCount, findings, isBalanced }) =>
        `ledger   ${slug}: ${transferCount} transfers, ${findings.length === 0 ? 'verified' : `${findings.length} findings`}, ${isBalanced ? 'sum zero' : 'SUM NOT ZERO'}`,
    ),
    check.isRight ? 'The restored copy holds.' : 'The restored copy does NOT hold.',
  ];
  return lines.join('\n');
}
