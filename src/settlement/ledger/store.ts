import type { RawBuilder } from 'kysely';
import {
  assert,
  type CurrencyCode,
  type Instant,
  isUuid,
  renderInstant,
} from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type Account, accountId, chart } from './account.ts';
import type { LedgerChange, LedgerView, NamedTransfer } from './post-transfer.ts';
import { emptyLedgerHash, type Transfer, type TransferRequest } from './transfer.ts';

interface NamedRow {
  id: string;
  kind: Transfer['kind'];
  debit_account_id: string;
  credit_account_id: string;
  amount_minor: bigint;
  currency: string;
  pending_id: string | null;
  expires_at: Instant | null;
  code: string;
  reference: string;
}

interface TransferRow extends NamedRow {
  incident_id: string;
  position: bigint;
  at: Instant;
  previous_hash: string;
  hash: string;
}

function namedOf(row: NamedRow): NamedTransfer {
  return {
    id: row.id,
    kind: row.kind,
    debitAccountId: row.debit_account_id,
    creditAccountId: row.credit_account_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    ...(row.pending_id === null ? {} : { pendingId: row.pending_id }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    code: row.code,
    reference: row.reference,
  };
}

function transferOf(row: TransferRow): Transfer {
  return {
    ...namedOf(row),
    incidentId: row.incident_id,
    position: row.position,
    at: row.at,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/**
 * Opens an incident's ledger and its chart in a currency, when they do not exist yet.
 *
 * @returns false, with nothing opened, when there is no such incident
 */
export async function openChart(
  tx: Tx,
  options: { incidentId: string; currency: CurrencyCode },
): Promise<boolean> {
  const { incidentId, currency } = options;
  await sql`insert into settlement.ledger (incident_id, head_hash)
    select id, ${emptyLedgerHash} from incident.incident where id = ${incidentId}
    on conflict do nothing`.execute(tx);
  if ((await loadLedgerHead(tx, incidentId)) === undefined) return false;
  const rows = chart.map((row) => ({
    ...row,
    id: accountId({ incidentId, currency, code: row.code }),
  }));
  await sql`insert into settlement.account (id, incident_id, code, currency, kind, is_limited)
    select id, ${incidentId}, code, ${currency}, kind, "isLimited"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row(id uuid, code text, kind text, "isLimited" boolean)
    on conflict do nothing`.execute(tx);
  return true;
}

/** Lists an incident's accounts with their stored sums, in the order of currency and code. */
export async function listAccounts(tx: Tx, incidentId: string): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select id, incident_id as "incidentId", code, currency, kind, is_limited as "isLimited",
      debits_pending_minor as "debitsPendingMinor", debits_posted_minor as "debitsPostedMinor",
      credits_pending_minor as "creditsPendingMinor", credits_posted_minor as "creditsPostedMinor"
    from settlement.account where incident_id = ${incidentId} order by currency, code`.execute(tx);
  return rows;
}

/** Gives how many transfers a ledger has and its head hash; undefined when it was never opened. */
export async function loadLedgerHead(
  tx: Tx,
  incidentId: string,
  locking: RawBuilder<unknown> = sql``,
): Promise<LedgerHead | undefined> {
  const { rows } = await sql<LedgerHead>`
    select transfer_count as "transferCount", head_hash as "headHash"
    from settlement.ledger where incident_id = ${incidentId} ${locking}`.execute(tx);
  return rows[0];
}

/** Locks an incident's ledger and loads what a batch of requests is decided against. */
export async function lockLedger(
  tx: Tx,
  options: { incidentId: string; requests: readonly TransferRequest[] },
): Promise<LedgerView> {
  const { incidentId } = options;
  const head = await loadLedgerHead(tx, incidentId, sql`for update`);
  assert(head !== undefined, 'ledger: opened before transfers are posted', { incidentId });
  return loadView(tx, { ...options, head });
}

/** Loads what a batch of requests is decided against; undefined when there is no ledger. */
export async function loadLedger(
  tx: Tx,
  options: { incidentId: string; requests: readonly TransferRequest[] },
): Promise<LedgerView | undefined> {
  const head = await loadLedgerHead(tx, options.incidentId);
  return head === undefined ? undefined : loadView(tx, { ...options, head });
}

interface LedgerHead {
  readonly transferCount: bigint;
  readonly headHash: string;
}

async function loadView(
  tx: Tx,
  options: { incidentId: string; requests: readonly TransferRequest[]; head: LedgerHead },
): Promise<LedgerView> {
  const { incidentId, requests, head } = options;
  const named = requests.flatMap((request) =>
    'pendingId' in request ? [request.id, request.pendingId] : [request.id],
  );
  const ids = [...new Set(named)].filter(isUuid);
  const pendingIds = requests.flatMap((request) =>
    'pendingId' in request && isUuid(request.pendingId) ? [request.pendingId] : [],
  );
  const { rows } = await sql<NamedRow>`select id, kind, debit_account_id, credit_account_id,
      amount_minor, currency, pending_id, expires_at, code, reference
    from settlement.transfer where id = any(${ids}::uuid[])`.execute(tx);
  const { rows: resolved } =
    pendingIds.length === 0
      ? { rows: [] }
      : await sql<{ pending_id: string }>`select pending_id from settlement.transfer
          where pending_id = any(${pendingIds}::uuid[])`.execute(tx);
  const accounts = await listAccounts(tx, incidentId);
  return {
    incidentId,
    ...head,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    transfers: new Map(rows.map((row) => [row.id, namedOf(row)])),
    resolvedIds: new Set(resolved.map((row) => row.pending_id)),
  };
}

/**
 * Inserts transfers that follow one another in the chain, a column at a time: what the batch has in
 * common goes once, and each previous hash is the hash before.
 */
async function insertTransfers(
  tx: Tx,
  incidentId: string,
  transfers: readonly Transfer[],
): Promise<void> {
  const [first] = transfers;
  if (first === undefined) return;
  // Ids, kinds, amounts, codes and hashes hold no comma; a reference may, so it goes as an array.
  const column = (read: (transfer: Transfer) => unknown) =>
    sql`string_to_array(${transfers.map(read).join(',')}, ',')`;
  const nullable = (read: (transfer: Transfer) => string | undefined) =>
    transfers.some((transfer) => read(transfer) !== undefined)
      ? transfers.map((transfer) => read(transfer) ?? null)
      : null;
  const { at, previousHash, position } = first;
  await sql`insert into settlement.transfer (id, incident_id, position, kind, debit_account_id,
      credit_account_id, amount_minor, currency, pending_id, expires_at, code, reference, at,
      previous_hash, hash)
    select id, ${incidentId}::uuid, ${position}::bigint + number - 1, kind, debit, credit, amount,
      currency, pending, expires, code, reference, ${renderInstant(at)}::timestamptz,
      coalesce(lag(hash) over (order by number), ${previousHash}), hash
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ kind }) => kind)},
      ${column(({ debitAccountId }) => debitAccountId)}::uuid[],
      ${column(({ creditAccountId }) => creditAccountId)}::uuid[],
      ${column(({ amountMinor }) => amountMinor)}::bigint[], ${column(({ currency }) => currency)},
      ${nullable(({ pendingId }) => pendingId)}::uuid[],
      ${nullable(({ expiresAt }) =>
        expiresAt === undefined ? undefined : renderInstant(expiresAt),
      )}::timestamptz[],
      ${column(({ code }) => code)}, ${transfers.map(({ reference }) => reference)}::text[],
      ${column(({ hash }) => hash)})
      with ordinality as row(id, kind, debit, credit, amount, currency, pending, expires, code,
        reference, hash, number)
    order by number`.execute(tx);
}

/** Records a decided batch: the transfers, the accounts' sums, the head of the chain. */
export async function recordLedgerChange(
  tx: Tx,
  incidentId: string,
  change: LedgerChange,
): Promise<void> {
  const last = change.transfers.at(-1);
  if (last === undefined) return;
  await insertTransfers(tx, incidentId, change.transfers);
  const sums = change.accounts.map((account) => ({
    id: account.id,
    dpe: account.debitsPendingMinor.toString(),
    dpo: account.debitsPostedMinor.toString(),
    cpe: account.creditsPendingMinor.toString(),
    cpo: account.creditsPostedMinor.toString(),
  }));
  await sql`update settlement.account set debits_pending_minor = row.dpe,
      debits_posted_minor = row.dpo, credits_pending_minor = row.cpe, credits_posted_minor = row.cpo
    from jsonb_to_recordset(${JSON.stringify(sums)}::jsonb)
      as row(id uuid, dpe bigint, dpo bigint, cpe bigint, cpo bigint)
    where account.id = row.id`.execute(tx);
  await sql`update settlement.ledger set transfer_count = ${last.position},
    head_hash = ${last.hash} where incident_id = ${incidentId}`.execute(tx);
}

/** Lists the pending transfers of a ledger whose time has passed at an instant, at most 1,000. */
export async function listExpiredPending(
  tx: Tx,
  options: { incidentId: string; at: Instant },
): Promise<readonly { readonly id: string; readonly reference: string }[]> {
  const { rows } = await sql<{ id: string; reference: string }>`
    select id, reference from settlement.transfer as pending
    where incident_id = ${options.incidentId}
      and expires_at <= ${renderInstant(options.at)}::timestamptz
      and not exists (select 1 from settlement.transfer where pending_id = pending.id)
    order by position limit 1000`.execute(tx);
  return rows;
}

/** Lists a ledger's transfers by position, after the given one, at most `limit`. */
export async function listTransfers(
  tx: Tx,
  options: { incidentId: string; afterPosition: bigint; limit: number },
): Promise<Transfer[]> {
  const { rows } = await sql<TransferRow>`
    select * from settlement.transfer
    where incident_id = ${options.incidentId} and position > ${options.afterPosition}
    order by position limit ${options.limit}`.execute(tx);
  return rows.map(transferOf);
}
