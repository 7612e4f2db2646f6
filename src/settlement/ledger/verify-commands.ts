import { hash } from 'node:crypto';
import { instantFromEpochMs, renderInstant } from '../../kernel/index.ts';
import { type Context, requirePermission, type Tx } from '../../platform/index.ts';
import type { Account } from './account.ts';
import {
  areResolutionsRight,
  type ChainPage,
  loadChainPage,
  type MovedBetween,
  sumTransfers,
} from './chain-queries.ts';
import { addToSums } from './post-transfer.ts';
import { listAccounts, listTransfers, loadLedgerHead } from './store.ts';
import { emptyLedgerHash } from './transfer.ts';
import {
  checkTransfer,
  closeLedgerCheck,
  type LedgerFinding,
  noSums,
  type PublishedHead,
  startLedgerCheck,
} from './verify-ledger.ts';

/** What re-deriving a ledger from its transfers found. */
export interface LedgerVerification {
  readonly transferCount: bigint;
  readonly headHash: string;
  readonly findings: readonly LedgerFinding[];
}

/** How a ledger is verified. */
export interface VerifyOptions {
  readonly onProgress?: (checkedCount: bigint) => void;
  /** Heads of its chain as they stand in the transparency log. */
  readonly published?: readonly PublishedHead[];
}

interface Verified {
  readonly incidentId: string;
  readonly head: { readonly transferCount: bigint; readonly headHash: string };
  readonly accounts: readonly Account[];
  readonly options: VerifyOptions;
}

/**
 * Re-derives an incident's ledger from its transfers as it stood at one instant: hashes, chain,
 * sums, pending transfers, zero per currency, and the heads that were published of it.
 *
 * Whether all is right is found set by set: every hash is computed here from the canonical text of
 * its transfer, sums and resolutions by the database. When anything is not, every transfer is gone
 * through one by one to say what.
 *
 * @returns undefined when the incident has no ledger
 */
export async function verifyLedger(
  ctx: Context,
  incidentId: string,
  options: VerifyOptions = {},
): Promise<LedgerVerification | undefined> {
  requirePermission(ctx, 'ledger:read');
  const begun = await ctx.read(async (tx) => {
    const head = await loadLedgerHead(tx, incidentId);
    return head === undefined ? undefined : { head, accounts: await listAccounts(tx, incidentId) };
  });
  if (begun === undefined) return undefined;
  const verified: Verified = { incidentId, ...begun, options };
  if (await isRight(ctx, verified)) return { ...begun.head, findings: [] };
  return { ...begun.head, findings: await ctx.read((tx) => listFindings(tx, verified)) };
}

/** The transfers up to the head never change, so that two snapshots of them are one. */
async function isRight(ctx: Context, verified: Verified): Promise<boolean> {
  const { incidentId, head, accounts, options } = verified;
  const of = { incidentId, until: head.transferCount };
  const [isChained, moved, areResolved] = await Promise.all([
    isChainRight(ctx, verified),
    ctx.read((tx) => sumTransfers(tx, of)),
    ctx.read((tx) => areResolutionsRight(tx, of)),
  ]);
  if (!isChained || !areResolved || !moved.every((group) => isGroupRight(group, accounts))) {
    return false;
  }
  const check = startLedgerCheck(accounts, options.published);
  for (const { kind, amountMinor, debitAccountId, creditAccountId } of moved) {
    for (const side of ['debit', 'credit'] as const) {
      const id = side === 'debit' ? debitAccountId : creditAccountId;
      const sums = check.sums.get(id) ?? { ...noSums };
      check.sums.set(id, sums);
      addToSums(sums, { kind, amountMinor, side });
    }
  }
  check.position = head.transferCount;
  check.headHash = head.headHash;
  return closeLedgerCheck(check, head).length === 0;
}

function isGroupRight(group: MovedBetween, accounts: readonly Account[]): boolean {
  const { debitAccountId, creditAccountId, currency } = group;
  const isOurs = (id: string) =>
    accounts.some((account) => account.id === id && account.currency === currency);
  const isBetweenTwo = debitAccountId !== creditAccountId;
  return group.isPositive && isBetweenTwo && isOurs(debitAccountId) && isOurs(creditAccountId);
}

// A page is hashed in about a fiftieth of a second, which holds up whatever else the process does.
const pageSize = 5_000;

async function isChainRight(ctx: Context, verified: Verified): Promise<boolean> {
  const { incidentId, head, options } = verified;
  const until = head.transferCount;
  const published = new Map(
    options.published?.map((one) => [one.transferCount, one.headHash] as const),
  );
  const load = (after: bigint) =>
    ctx.read((tx) => loadChainPage(tx, { incidentId, after, until, limit: pageSize }));
  const state = { position: 0n, headHash: emptyLedgerHash };
  let page = await load(0n);
  while (page.count > 0) {
    // The next page is written by the database while this one is hashed.
    const next = load(state.position + BigInt(page.count));
    next.catch(() => undefined);
    if (!isPageRight(page, { state, published })) return false;
    options.onProgress?.(state.position);
    page = await next;
  }
  return state.position === until && state.headHash === head.headHash;
}

interface Chained {
  readonly state: { position: bigint; headHash: string };
  readonly published: ReadonlyMap<bigint, string>;
}

function isPageRight(page: ChainPage, { state, published }: Chained): boolean {
  if (!page.isGapless) return false;
  let instant = { seconds: '', text: '' };
  for (const line of page.lines.split('\n')) {
    const [own = '', previous, seconds = '', before = '', after = ''] = line.split('\t');
    if (instant.seconds !== seconds) instant = { seconds, text: renderSeconds(seconds) };
    const text = `${before},"at":"${instant.text}"${after}`;
    if (previous !== state.headHash || hash('sha256', text, 'hex') !== own) return false;
    state.position += 1n;
    state.headHash = own;
    if (published.size === 0) continue;
    const head = published.get(state.position);
    if (head !== undefined && head !== own) return false;
  }
  return true;
}

function renderSeconds(seconds: string): string {
  return renderInstant(instantFromEpochMs(Math.round(Number(seconds) * 1000)));
}

const findingsPageSize = 1_000;

async function listFindings(tx: Tx, verified: Verified): Promise<readonly LedgerFinding[]> {
  const { incidentId, options } = verified;
  const head = await loadLedgerHead(tx, incidentId);
  const check = startLedgerCheck(await listAccounts(tx, incidentId), options.published);
  for (;;) {
    const afterPosition = check.position;
    const page = await listTransfers(tx, { incidentId, afterPosition, limit: findingsPageSize });
    for (const transfer of page) checkTransfer(check, transfer);
    options.onProgress?.(check.position);
    if (page.length < findingsPageSize) break;
  }
  return closeLedgerCheck(check, head ?? verified.head);
}
