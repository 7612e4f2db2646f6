import { createHash } from 'node:crypto';
import { accept, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../platform/index.ts';
import { raiseAlarms } from '../payouts/alarm-store.ts';
import { recordAnswers } from '../payouts/answer-commands.ts';
import { lockPayoutsByReference } from '../payouts/store.ts';
import type { FileProblem, ReadStatement, ResultLine } from '../rails/files/file-format.ts';
import { recordResults } from '../rails/files/file-store.ts';
import type { RailAnswer } from '../rails/rail.ts';
import { type RailSetup, templateOf } from '../rails/setup.ts';
import { loadRailSetup } from '../rails/setup-store.ts';
import {
  type InboundFile,
  type InboundKind,
  isStatementApplied,
  lockInbound,
  recordInbound,
  recordRailLines,
} from './inbound-store.ts';
import { type Reconciliation, reconcileLines } from './reconcile-commands.ts';

/** A file as it was given. */
export interface GivenFile {
  readonly rail: string;
  readonly kind: InboundKind;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly bytes: Uint8Array;
  readonly onProgress?: (lineCount: number) => void;
}

/** What became of a file. */
export interface ImportedFile {
  readonly outcome: 'applied' | 'quarantined';
  /** These bytes were given before: nothing changed. */
  readonly isRepeated: boolean;
  readonly problem: FileProblem | null;
  readonly lineCount: number;
  readonly reconciliation?: Reconciliation;
}

/** Why a file is not even looked at. */
export type ImportRefusal =
  | { readonly code: 'rail_not_set_up'; readonly rail: string }
  | { readonly code: 'rail_reads_no_such_file'; readonly rail: string; readonly kind: InboundKind };

type Read =
  | { readonly kind: 'statement'; readonly statement: ReadStatement }
  | { readonly kind: 'result'; readonly results: readonly ResultLine[] };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  // In pieces, so that a long file is never one string.
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function readStatement(
  { currency, bytes }: GivenFile,
  setup: RailSetup,
): Promise<Outcome<Read, FileProblem> | undefined> {
  if (setup.kind !== 'pain.001' && setup.kind !== 'bulk') return undefined;
  const { readCamt053 } = await import('../rails/files/camt-053.ts');
  const account = setup.kind === 'pain.001' ? { account: setup.debtor.account } : {};
  const read = await readCamt053(once(bytes), { currency, ...account });
  return read.ok ? accept({ kind: 'statement', statement: read.value }) : read;
}

async function readGiven(
  given: GivenFile,
  setup: RailSetup,
): Promise<Outcome<Read, FileProblem> | undefined> {
  if (given.kind === 'statement') return readStatement(given, setup);
  const template = templateOf(setup);
  if (template === undefined) return undefined;
  const { readBulkNames, readBulkResult } = await import('../rails/files/read-bulk.ts');
  if (given.kind === 'result') {
    const read = await readBulkResult(given.bytes, { template, currency: given.currency });
    return read.ok ? accept({ kind: 'result', results: read.value }) : read;
  }
  const read = await readBulkNames(given.bytes, template);
  if (!read.ok) return read;
  // Only what cannot be paid is news: the bank stops it before it is executed.
  const stopped = read.value.filter(({ answer }) => answer !== 'same');
  const results = stopped.map(({ reference, answer }): ResultLine => {
    const reasonCode = answer === 'other' ? 'holder_differs' : 'account_unknown';
    return { reference, amountMinor: 0n, state: 'rejected', reasonCode };
  });
  return accept({ kind: 'result', results });
}

/**
 * Takes in a file that a bank gave: a statement, the result of a bulk transfer, or the answer to a
 * holder-name inquiry.
 *
 * It is read whole before anything of it is used. One with anything that cannot be is put aside with
 * the reason, and nothing of it is applied; the same bytes again change nothing, whichever way they
 * went. An application that was cut off is gone on with by giving the file again.
 */
export async function importFile(
  ctx: Context,
  given: GivenFile,
): Promise<Outcome<ImportedFile, ImportRefusal>> {
  requirePermission(ctx, 'payout:send');
  const { rail, kind } = given;
  const setup = await ctx.read((tx) => loadRailSetup(tx, rail));
  if (setup === undefined) return refuse({ code: 'rail_not_set_up', rail });
  const read = await readGiven(given, setup);
  if (read === undefined) return refuse({ code: 'rail_reads_no_such_file', rail, kind });
  const sha256 = createHash('sha256').update(given.bytes).digest('hex');
  const kept = await keepFile(ctx, { given, read, sha256 });
  const { file, isRepeated } = kept;
  if (file.outcome === 'quarantined' || !read.ok) {
    return accept({ outcome: file.outcome, isRepeated, problem: file.problem, lineCount: 0 });
  }
  return accept({ ...(await applyRead(ctx, given, read.value)), isRepeated });
}

/** Gives what is wrong with a file: what its reader said, or that its statement is known. */
async function problemOf(
  tx: Tx,
  rail: string,
  read: Outcome<Read, FileProblem>,
): Promise<FileProblem | undefined> {
  if (!read.ok) return read.refusal;
  if (read.value.kind !== 'statement') return undefined;
  const { statementId } = read.value.statement;
  if (statementId === undefined) return undefined;
  const isKnown = await isStatementApplied(tx, { rail, statementId });
  return isKnown ? { code: 'file_seen_before', found: statementId } : undefined;
}

function statementOf(read: Read): ReadStatement | undefined {
  return read.kind === 'statement' ? read.statement : undefined;
}

async function keepFile(
  ctx: Context,
  kept: { given: GivenFile; read: Outcome<Read, FileProblem>; sha256: string },
): Promise<{ file: Pick<InboundFile, 'outcome' | 'problem'>; isRepeated: boolean }> {
  const { given, read, sha256 } = kept;
  const { rail, kind, name } = given;
  return ctx.transact(async (tx) => {
    const earlier = await lockInbound(tx, { rail, kind, sha256 });
    if (earlier !== undefined) return { file: earlier, isRepeated: true };
    const problem = await problemOf(tx, rail, read);
    const isRead = read.ok && problem === undefined;
    const statement = isRead ? statementOf(read.value) : undefined;
    const id = ctx.newId();
    const lines = statement?.lines ?? [];
    const common = { id, rail, kind, name, sha256, byteCount: given.bytes.length };
    const lineCount = lines.length;
    await recordInbound(tx, ctx, { ...common, lineCount, problem, statement });
    await recordRailLines(tx, { rail, fileId: id, lines });
    const outcome = isRead ? ('applied' as const) : ('quarantined' as const);
    const details = { rail, kind, outcome, problem: problem?.code ?? null };
    await recordAudit(tx, { ctx, action: 'settlement.file_given', subject: id, details });
    return { file: { outcome, problem: problem ?? null }, isRepeated: false };
  });
}

async function applyRead(
  ctx: Context,
  given: GivenFile,
  read: Read,
): Promise<Omit<ImportedFile, 'isRepeated'>> {
  const { rail } = given;
  const applied = { outcome: 'applied' as const, problem: null };
  if (read.kind === 'statement') {
    const { lines, from, until } = read.statement;
    const window = from !== undefined && until !== undefined ? { window: { from, until } } : {};
    const progress = given.onProgress === undefined ? {} : { onProgress: given.onProgress };
    const reconciliation = await reconcileLines(ctx, { rail, lines, ...window, ...progress });
    return { ...applied, lineCount: lines.length, reconciliation };
  }
  await applyResults(ctx, rail, read.results);
  return { ...applied, lineCount: read.results.length };
}

const pageSize = 1_000;

async function applyResults(
  ctx: Context,
  rail: string,
  results: readonly ResultLine[],
): Promise<void> {
  for (let at = 0; at < results.length; at += pageSize) {
    await applyResultPage(ctx, rail, results.slice(at, at + pageSize));
  }
}

async function applyResultPage(
  ctx: Context,
  rail: string,
  page: readonly ResultLine[],
): Promise<void> {
  const references = page.map(({ reference }) => reference);
  const payouts = await ctx.transact(async (tx) => {
    const known = await lockPayoutsByReference(tx, { rail, references });
    const ours = new Map(known.map((payout) => [payout.railReference, payout]));
    const foreign = page.filter(({ reference }) => !ours.has(reference));
    await raiseAlarms(
      tx,
      ctx,
      foreign.map(({ reference }) => ({ rail, reference, code: 'reference_foreign' as const })),
    );
    const right = page.filter(
      ({ reference, amountMinor }) =>
        amountMinor === 0n || ours.get(reference)?.amountMinor === amountMinor,
    );
    await recordResults(tx, ctx, { rail, results: right.filter((one) => ours.has(one.reference)) });
    return known;
  });
  const answers = new Map(page.map((line) => [line.reference, answerOf(line)]));
  await recordAnswers(ctx, { payouts, answers, isLostRecorded: false });
}

function answerOf(line: ResultLine): RailAnswer {
  const amount = line.amountMinor === 0n ? {} : { amountMinor: line.amountMinor };
  return line.state === 'confirmed'
    ? { state: 'confirmed', ...amount }
    : { state: 'rejected', reasonCode: line.reasonCode ?? 'rejected', ...amount };
}
