import type { CurrencyCode, Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type AccountCode, accountId } from './account.ts';
import type { Transfer } from './transfer.ts';

/** A transfer with the codes of its accounts, as it is listed. */
export interface TransferListItem {
  readonly id: string;
  readonly position: bigint;
  readonly kind: Transfer['kind'];
  readonly code: string;
  readonly reference: string;
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly at: Instant;
  readonly hash: string;
}

/** Which transfers are listed: all of an incident, or those of one account in one currency. */
export interface TransferFilter {
  readonly incidentId: string;
  readonly account?: { readonly code: AccountCode; readonly currency: CurrencyCode } | undefined;
  /** The position of the last one listed before. */
  readonly after?: bigint | undefined;
  readonly limit: number;
}

/** Lists an incident's transfers, the latest first, a page at a time. */
export async function listLatestTransfers(
  tx: Tx,
  filter: TransferFilter,
): Promise<{ readonly transfers: readonly TransferListItem[]; readonly next?: bigint }> {
  const { incidentId, account, after, limit } = filter;
  const id = account === undefined ? undefined : accountId({ incidentId, ...account });
  const ofAccount =
    id === undefined ? sql`true` : sql`(debit_account_id = ${id} or credit_account_id = ${id})`;
  const before = after === undefined ? sql`true` : sql`position < ${after}`;
  const { rows } = await sql<TransferListItem>`
    select transfer.id, position, transfer.kind, transfer.code, reference, debit.code as debit,
      credit.code as credit, amount_minor as "amountMinor", transfer.currency, at, hash
    from settlement.transfer
      join settlement.account as debit on debit.id = debit_account_id
      join settlement.account as credit on credit.id = credit_account_id
    where transfer.incident_id = ${incidentId} and ${ofAccount} and ${before}
    order by position desc limit ${limit + 1}`.execute(tx);
  const transfers = rows.slice(0, limit);
  const last = transfers.at(-1);
  return rows.length > limit && last !== undefined
    ? { transfers, next: last.position }
    : { transfers };
}

/** Lists the incidents that have a ledger, by id. */
export async function listLedgerIncidents(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select incident_id as id from settlement.ledger order by incident_id`.execute(tx);
  return rows.map(({ id }) => id);
}
