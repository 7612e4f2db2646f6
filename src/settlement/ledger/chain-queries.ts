import type { CurrencyCode } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { Transfer } from './transfer.ts';

/** A page of a ledger's chain as the database writes it, to be hashed as it stands. */
export interface ChainPage {
  /** How many transfers there are in it; their positions follow `after` without a gap. */
  readonly count: number;
  readonly isGapless: boolean;
  /**
   * A line a transfer, by position, in parts that tabs separate: its hash, the previous hash, its
   * instant in seconds since 1970, and its canonical JSON before and after the instant.
   */
  readonly lines: string;
}

/**
 * Loads the next transfers of a ledger by position, written as `renderHashed` writes them but for
 * the instant, which a batch has in common. One value, because a million rows cost more to take
 * apart than to hash.
 */
export async function loadChainPage(
  tx: Tx,
  page: { incidentId: string; after: bigint; until: bigint; limit: number },
): Promise<ChainPage> {
  const { rows } = await sql<{ count: bigint; first: bigint; last: bigint; lines: string | null }>`
    select count(*) as count, min(position) as first, max(position) as last,
      string_agg(hash || chr(9) || previous_hash || chr(9) || date_part('epoch', at)
        || chr(9) || '{"amountMinor":"' || amount_minor || '"'
        || chr(9) || ',"code":"' || code || '","creditAccountId":"' || credit_account_id
        || '","currency":"' || currency || '","debitAccountId":"' || debit_account_id || '"'
        || coalesce(',"expiresAt":"' || to_char(expires_at at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', '')
        || ',"id":"' || id || '","incidentId":"' || incident_id || '","kind":"' || kind || '"'
        || coalesce(',"pendingId":"' || pending_id || '"', '')
        || ',"position":"' || position || '","previousHash":"' || previous_hash
        || '","reference":' || to_json(reference) || '}', chr(10) order by position) as lines
    from (
      select * from settlement.transfer where incident_id = ${page.incidentId}
        and position > ${page.after} and position <= ${page.until}
      order by position limit ${page.limit}
    ) as next`.execute(tx);
  const { count = 0n, first, last, lines } = rows[0] ?? {};
  const isGapless = count === 0n || (first === page.after + 1n && last === page.after + count);
  return { count: Number(count), isGapless, lines: lines ?? '' };
}

/** What all transfers of one kind between two accounts come to. */
export interface MovedBetween {
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly currency: CurrencyCode;
  readonly kind: Transfer['kind'];
  readonly amountMinor: bigint;
  readonly isPositive: boolean;
}

/** Sums the transfers of a ledger up to a position by their accounts, currency and kind. */
export async function sumTransfers(
  tx: Tx,
  of: { incidentId: string; until: bigint },
): Promise<MovedBetween[]> {
  const { rows } = await sql<MovedBetween>`
    select debit_account_id as "debitAccountId", credit_account_id as "creditAccountId", currency,
      kind, sum(amount_minor)::bigint as "amountMinor", bool_and(amount_minor > 0) as "isPositive"
    from settlement.transfer where incident_id = ${of.incidentId} and position <= ${of.until}
    group by 1, 2, 3, 4`.execute(tx);
  return rows;
}

/**
 * Tells whether every transfer that resolves another resolves a pending one of the same ledger from
 * before it, with its accounts and amount, in its time, and no two resolve the same.
 */
export async function areResolutionsRight(
  tx: Tx,
  of: { incidentId: string; until: bigint },
): Promise<boolean> {
  const { rows } = await sql<{ isRight: boolean }>`
    with resolving as materialized (
      select * from settlement.transfer where incident_id = ${of.incidentId}
        and position <= ${of.until} and pending_id is not null
    )
    select not exists (
        select 1 from resolving as later
          left join settlement.transfer as pending on pending.id = later.pending_id
            and pending.incident_id = later.incident_id
        where pending.id is null or pending.kind <> 'pending' or pending.position >= later.position
          or (pending.debit_account_id, pending.credit_account_id, pending.amount_minor,
              pending.currency)
            <> (later.debit_account_id, later.credit_account_id, later.amount_minor, later.currency)
          or coalesce(pending.expires_at <= later.at, false) <> (later.kind = 'expire')
      ) and not exists (
        select 1 from resolving group by pending_id having count(*) > 1
      ) as "isRight"`.execute(tx);
  return rows[0]?.isRight === true;
}
