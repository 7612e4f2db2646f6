import { accept, assert, type Instant, isUuid, type Outcome, refuse } from '../../kernel/index.ts';
import { type Account, type AccountSums, availableMinor } from './account.ts';
import { hashTransfer, type Transfer, type TransferRequest } from './transfer.ts';

/** What a batch of transfers is decided against: a ledger, under its lock. */
export interface LedgerView {
  readonly incidentId: string;
  readonly transferCount: bigint;
  readonly headHash: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** The recorded transfers that the requests name, as their own id or as the pending one. */
  readonly transfers: ReadonlyMap<string, NamedTransfer>;
  /** Ids of the pending transfers, among those named, that are posted, voided or expired already. */
  readonly resolvedIds: ReadonlySet<string>;
}

/** A recorded transfer as far as a request that names it is compared with it. */
export type NamedTransfer = Omit<
  Transfer,
  'incidentId' | 'position' | 'at' | 'previousHash' | 'hash'
>;

/** Why a batch of transfers is not posted; `transferId` names the first request refused. */
export type TransferRefusal = { readonly transferId: string } & (
  | { readonly code: 'transfer_id_malformed' }
  | { readonly code: 'transfer_id_reused' }
  | { readonly code: 'transfer_pending_unknown'; readonly pendingId: string }
  | { readonly code: 'transfer_not_pending'; readonly pendingId: string }
  | { readonly code: 'transfer_already_resolved'; readonly pendingId: string }
  | { readonly code: 'transfer_pending_expired'; readonly pendingId: string }
  | { readonly code: 'transfer_not_expired'; readonly pendingId: string }
  | { readonly code: 'transfer_expiry_misplaced' }
  | { readonly code: 'transfer_account_unknown'; readonly accountId: string }
  | { readonly code: 'transfer_accounts_equal' }
  | { readonly code: 'transfer_currency_differs'; readonly currency: string }
  | { readonly code: 'transfer_amount_not_positive' }
  | { readonly code: 'transfer_amount_too_large' }
  | { readonly code: 'transfer_account_overdrawn'; readonly accountId: string }
);

/** What posting a batch records: the new transfers in order, and the accounts they changed. */
export interface LedgerChange {
  readonly transfers: readonly Transfer[];
  readonly accounts: readonly Account[];
  /** Ids of requests that were recorded before, unchanged, and have no further effect. */
  readonly repeatedIds: readonly string[];
}

const amountMinorMax = 2n ** 63n - 1n;

type Draft = Pick<
  Transfer,
  'debitAccountId' | 'creditAccountId' | 'amountMinor' | 'currency' | 'pendingId' | 'expiresAt'
>;

interface Workings {
  readonly at: Instant;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly transfers: Map<string, NamedTransfer>;
  readonly resolvedIds: Set<string>;
  /** Accounts the batch has changed: copies of its own, whose sums it adds to. */
  readonly changed: Map<string, MutableAccount>;
}

type MutableAccount = { -readonly [K in keyof Account]: Account[K] };

/**
 * Decides whether a batch of transfers is posted: all of it, or none.
 *
 * Each request sees the effect of those before it. Refusals are checked in this order, and the
 * first that holds is returned: id malformed; id reused with other content; then, for a `post`,
 * `void` or `expire`, pending unknown, not pending, already resolved, expired (`post`, `void`), not
 * yet expired (`expire`); otherwise debit account unknown, credit account unknown, accounts equal,
 * currency differs, amount not positive, amount too large, expiry misplaced (not pending, or not in
 * the future); last, a limited account overdrawn. A request recorded before with the same content is accepted and
 * changes nothing.
 *
 * @param at the instant recorded on every new transfer
 * @source ARCHITECTURE.md, "Settlement"; invariants L1–L6
 */
export function decideTransfers(
  ledger: LedgerView,
  requests: readonly TransferRequest[],
  at: Instant,
): Outcome<LedgerChange, TransferRefusal> {
  const workings: Workings = {
    at,
    accounts: ledger.accounts,
    transfers: new Map(ledger.transfers),
    resolvedIds: new Set(ledger.resolvedIds),
    changed: new Map(),
  };
  const added: Transfer[] = [];
  const repeatedIds: string[] = [];
  let head: Pick<Transfer, 'position' | 'hash'> = {
    position: ledger.transferCount,
    hash: ledger.headHash,
  };
  for (const request of requests) {
    const draft = decideOne(workings, request);
    if (!draft.ok) return draft;
    if (draft.value === 'repeated') {
      repeatedIds.push(request.id);
      continue;
    }
    const { incidentId } = ledger;
    const transfer = chainedTransfer(request, draft.value, { incidentId, at, head });
    if (!applyTransfer(workings, transfer)) {
      const { id: transferId, debitAccountId: accountId } = transfer;
      return refuse({ code: 'transfer_account_overdrawn', transferId, accountId });
    }
    added.push(transfer);
    head = transfer;
  }
  return accept({ transfers: added, accounts: [...workings.changed.values()], repeatedIds });
}

/** Field by field, because millions are made: copying what was made before costs more than hashing. */
function chainedTransfer(
  { id, kind, code, reference }: TransferRequest,
  { debitAccountId, creditAccountId, amountMinor, currency, pendingId, expiresAt }: Draft,
  at: {
    readonly incidentId: string;
    readonly at: Instant;
    readonly head: Pick<Transfer, 'position' | 'hash'>;
  },
): Transfer {
  const transfer = {
    id,
    incidentId: at.incidentId,
    position: at.head.position + 1n,
    kind,
    debitAccountId,
    creditAccountId,
    amountMinor,
    currency,
    ...(pendingId === undefined ? undefined : { pendingId }),
    ...(expiresAt === undefined ? undefined : { expiresAt }),
    code,
    reference,
    at: at.at,
    previousHash: at.head.hash,
    hash: '',
  };
  transfer.hash = hashTransfer(transfer);
  return transfer;
}

function accountOf(workings: Workings, id: string): Account {
  const account = workings.accounts.get(id);
  assert(account !== undefined, 'ledger: a transfer names accounts of its ledger', { id });
  return account;
}

function decideOne(
  workings: Workings,
  request: TransferRequest,
): Outcome<Draft | 'repeated', TransferRefusal> {
  const transferId = request.id;
  if (!isUuid(transferId)) return refuse({ code: 'transfer_id_malformed', transferId });
  const earlier = workings.transfers.get(transferId);
  if (earlier !== undefined) {
    return isSameRequest(earlier, request)
      ? accept('repeated')
      : refuse({ code: 'transfer_id_reused', transferId });
  }
  return 'pendingId' in request
    ? decideResolution(workings, request)
    : decideMovement(workings, request);
}

function isSameRequest(earlier: NamedTransfer, request: TransferRequest): boolean {
  if (earlier.kind !== request.kind) return false;
  if (earlier.code !== request.code || earlier.reference !== request.reference) return false;
  if ('pendingId' in request) {
    return earlier.pendingId === request.pendingId;
  }
  return (
    earlier.expiresAt === request.expiresAt &&
    earlier.debitAccountId === request.debitAccountId &&
    earlier.creditAccountId === request.creditAccountId &&
    earlier.amountMinor === request.amountMinor &&
    earlier.currency === request.currency
  );
}

function decideResolution(
  workings: Workings,
  request: Extract<TransferRequest, { pendingId: string }>,
): Outcome<Draft, TransferRefusal> {
  const { pendingId } = request;
  const told = { transferId: request.id, pendingId };
  const pending = workings.transfers.get(pendingId);
  if (pending === undefined) return refuse({ code: 'transfer_pending_unknown', ...told });
  if (pending.kind !== 'pending') return refuse({ code: 'transfer_not_pending', ...told });
  if (workings.resolvedIds.has(pending.id)) {
    return refuse({ code: 'transfer_already_resolved', ...told });
  }
  const isExpired = isExpiredAt(pending, workings.at);
  if (request.kind !== 'expire' && isExpired) {
    return refuse({ code: 'transfer_pending_expired', ...told });
  }
  if (request.kind === 'expire' && !isExpired) {
    return refuse({ code: 'transfer_not_expired', ...told });
  }
  const { debitAccountId, creditAccountId, amountMinor, currency } = pending;
  return accept({ debitAccountId, creditAccountId, amountMinor, currency, pendingId });
}

/** Tells whether a pending transfer can only expire: from its `expiresAt` on, inclusive. */
function isExpiredAt(pending: NamedTransfer, at: Instant): boolean {
  return pending.expiresAt !== undefined && pending.expiresAt <= at;
}

function decideMovement(
  workings: Workings,
  request: Extract<TransferRequest, { kind: 'posted' | 'pending' }>,
): Outcome<Draft, TransferRefusal> {
  const { id: transferId, debitAccountId, creditAccountId, amountMinor, currency } = request;
  for (const accountId of [debitAccountId, creditAccountId]) {
    if (!workings.accounts.has(accountId)) {
      return refuse({ code: 'transfer_account_unknown', transferId, accountId });
    }
  }
  if (debitAccountId === creditAccountId) {
    return refuse({ code: 'transfer_accounts_equal', transferId });
  }
  for (const accountId of [debitAccountId, creditAccountId]) {
    if (accountOf(workings, accountId).currency !== currency) {
      return refuse({ code: 'transfer_currency_differs', transferId, currency });
    }
  }
  if (amountMinor <= 0n) return refuse({ code: 'transfer_amount_not_positive', transferId });
  if (amountMinor > amountMinorMax) {
    return refuse({ code: 'transfer_amount_too_large', transferId });
  }
  const { expiresAt } = request;
  if (expiresAt === undefined) {
    return accept({ debitAccountId, creditAccountId, amountMinor, currency });
  }
  if (request.kind !== 'pending' || expiresAt <= workings.at) {
    return refuse({ code: 'transfer_expiry_misplaced', transferId });
  }
  return accept({ debitAccountId, creditAccountId, amountMinor, currency, expiresAt });
}

type Movement = Pick<Transfer, 'kind' | 'amountMinor'> & { readonly side: 'debit' | 'credit' };
type MutableSums = { -readonly [K in keyof AccountSums]: AccountSums[K] };

/**
 * Adds a transfer to the sums of the account on one of its sides.
 *
 * `pending` reserves, `post` turns what was reserved into posted, `void` and `expire` release it.
 */
export function addToSums(sums: MutableSums, { kind, amountMinor, side }: Movement): void {
  const pendingMinor = kind === 'posted' ? 0n : kind === 'pending' ? amountMinor : -amountMinor;
  const postedMinor = kind === 'posted' || kind === 'post' ? amountMinor : 0n;
  if (side === 'debit') {
    sums.debitsPendingMinor += pendingMinor;
    sums.debitsPostedMinor += postedMinor;
  } else {
    sums.creditsPendingMinor += pendingMinor;
    sums.creditsPostedMinor += postedMinor;
  }
}

function changedAccount(workings: Workings, id: string): MutableAccount {
  const changed = workings.changed.get(id);
  if (changed !== undefined) return changed;
  const account = { ...accountOf(workings, id) };
  workings.changed.set(id, account);
  return account;
}

/** Applies a transfer to the workings; false when it overdraws, and then the batch is refused. */
function applyTransfer(workings: Workings, transfer: Transfer): boolean {
  const { kind, amountMinor } = transfer;
  const debited = changedAccount(workings, transfer.debitAccountId);
  addToSums(debited, { kind, amountMinor, side: 'debit' });
  if (debited.isLimited && availableMinor(debited) < 0n) return false;
  const credited = changedAccount(workings, transfer.creditAccountId);
  addToSums(credited, { kind, amountMinor, side: 'credit' });
  workings.transfers.set(transfer.id, transfer);
  if (transfer.pendingId !== undefined) workings.resolvedIds.add(transfer.pendingId);
  return true;
}
