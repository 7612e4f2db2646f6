import { createHash } from 'node:crypto';
import { accept, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../platform/index.ts';
import { recordHolderAnswers } from '../payees/store.ts';
import { raiseAlarms } from '../payouts/alarm-store.ts';
import { recordAnswers } from '../payouts/answer-commands.ts';
import { lockPayoutsByReference } from '../payouts/store.ts';
import type { FileProblem, ResultLine } from '../rails/files/file-format.ts';
import { recordResults } from '../rails/files/file-store.ts';
import type { NameLine } from '../rails/files/read-bulk.ts';
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
  recordStatementHead,
} from './inbound-store.ts';
import { type Reconciliation, reconcileFile } from './reconcile-commands.ts';

/**
 * The bytes of a file: as they are, or a way to read them from the beginning, which is used twice.
 * A statement is only ever read a piece at a time.
 */
export type FileBytes = Uint8Array | (() => AsyncIterable<Uint8Array>);

/** A file as it was given. */
export interface GivenFile {
  readonly rail: string;
  readonly kind: InboundKind;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly bytes: FileBytes;
  readonly onProgress?: (lineCount: number, totalCount: number) => void;
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

async function* piecesOf(bytes: FileBytes): AsyncGenerator<Uint8Array, void> {
  if (typeof bytes === 'function') {
    yield* bytes();
    return;
  }
  // In pieces, so that a long file is never one string.
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function wholeOf(bytes: FileBytes): Promise<Uint8Array> {
  if (typeof bytes !== 'function') return bytes;
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes()) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function fingerprintOf(bytes: FileBytes) {
  const hash = createHash('sha256');
  let byteCount = 0;
  for await (const piece of piecesOf(bytes)) {
    hash.update(piece);
    byteCount += piece.length;
  }
  return { sha256: hash.digest('hex'), byteCount };
}

/** Gives what a rail may be given of a kind, and what is expected of it; undefined when nothing. */
function expectationOf(given: GivenFile, setup: RailSetup) {
  const { kind, currency } = given;
  if (kind !== 'statement') {
    const template = templateOf(setup);
    return template === undefined ? undefined : { kind, template, currency };
  }
  if (setup.kind !== 'pain.001' && setup.kind !== 'bulk') return undefined;
  const account = setup.kind === 'pain.001' ? { account: setup.debtor.account } : {};
  return { kind, currency, ...account };
}

/** What a bank answered of payments, and of the holders it was asked about. */
interface BankAnswers {
  readonly results: readonly ResultLine[];
  readonly holders: readonly NameLine[];
}

type Expectation = NonNullable<ReturnType<typeof expectationOf>>;
type Answers = Extract<Expectation, { template: unknown }>;

async function readAnswers(
  given: GivenFile,
  { kind, template, currency }: Answers,
): Promise<Outcome<BankAnswers, FileProblem>> {
  const { readBulkNames, readBulkResult } = await import('../rails/files/read-bulk.ts');
  const bytes = await wholeOf(given.bytes);
  if (kind === 'result') {
    const results = await readBulkResult(bytes, { template, currency });
    return results.ok ? accept({ results: results.value, holders: [] }) : results;
  }
  const read = await readBulkNames(bytes, template);
  if (!read.ok) return read;
  // Only what cannot be paid is news: the bank stops it before it is executed.
  const stopped = read.value.filter(({ answer }) => answer !== 'same');
  const results = stopped.map(({ reference, answer }): ResultLine => {
    const reasonCode = answer === 'other' ? 'holder_differs' : 'account_unknown';
    return { reference, amountMinor: 0n, state: 'rejected', reasonCode };
  });
  return accept({ results, holders: read.value });
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
  const expected = expectationOf(given, setup);
  if (expected === undefined) return refuse({ code: 'rail_reads_no_such_file', rail, kind });
  const known = { given, ...(await fingerprintOf(given.bytes)) };
  if (expected.kind === 'statement') return accept(await importStatement(ctx, known, expected));
  const read = await readAnswers(given, expected);
  const { file, isRepeated } = await keepAnswers(ctx, known, read);
  if (file.outcome === 'quarantined' || !read.ok) {
    return accept({ outcome: file.outcome, isRepeated, problem: file.problem, lineCount: 0 });
  }
  const { results, holders } = read.value;
  if (holders.length > 0) {
    await ctx.transact((tx) => recordHolderAnswers(tx, ctx, { rail, answers: holders }));
  }
  await applyResults(ctx, rail, results);
  const lineCount = results.length;
  return accept({ outcome: 'applied', isRepeated, problem: null, lineCount });
}

interface KnownFile {
  readonly given: GivenFile;
  readonly sha256: string;
  readonly byteCount: number;
}

interface KeptFile {
  readonly file: Pick<InboundFile, 'id' | 'outcome' | 'problem'>;
  readonly isRepeated: boolean;
}

/** Keeps a file, as applied or as put aside, unless its bytes are kept already. */
async function keepFile(
  ctx: Context,
  tx: Tx,
  kept: KnownFile & { readonly problem?: FileProblem | undefined },
): Promise<KeptFile> {
  const { given, sha256, byteCount, problem } = kept;
  const { rail, kind, name } = given;
  const earlier = await lockInbound(tx, { rail, kind, sha256 });
  if (earlier !== undefined) return { file: earlier, isRepeated: true };
  const id = ctx.newId();
  await recordInbound(tx, ctx, { id, rail, kind, name, sha256, byteCount, problem });
  const outcome = problem === undefined ? ('applied' as const) : ('quarantined' as const);
  const details = { rail, kind, outcome, problem: problem?.code ?? null };
  await recordAudit(tx, { ctx, action: 'settlement.file_given', subject: id, details });
  return { file: { id, outcome, problem: problem ?? null }, isRepeated: false };
}

function keepAnswers(
  ctx: Context,
  known: KnownFile,
  read: Outcome<unknown, FileProblem>,
): Promise<KeptFile> {
  const problem = read.ok ? undefined : read.refusal;
  return ctx.transact((tx) => keepFile(ctx, tx, { ...known, problem }));
}

/** Thrown to undo everything that was kept of a statement that has to be put aside. */
class PutAside extends Error {
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Reads a statement into a transaction: all of its lines are kept, or nothing of it is. */
async function keepStatement(
  ctx: Context,
  known: KnownFile,
  expected: { readonly currency: CurrencyCode; readonly account?: string },
): Promise<KeptFile> {
  const { rail, bytes } = known.given;
  const { readCamt053 } = await import('../rails/files/camt-053.ts');
  return ctx.transact(async (tx) => {
    const kept = await keepFile(ctx, tx, known);
    if (kept.isRepeated) return kept;
    const fileId = kept.file.id;
    let differing: string | undefined;
    const read = await readCamt053(piecesOf(bytes), expected, async (lines) => {
      if (differing === undefined) differing = await recordRailLines(tx, { rail, fileId, lines });
    });
    if (!read.ok) throw new PutAside(read.refusal);
    const { statementId } = read.value;
    if (statementId !== undefined && (await isStatementApplied(tx, { rail, statementId }))) {
      throw new PutAside({ code: 'file_seen_before', found: statementId });
    }
    if (differing !== undefined) {
      throw new PutAside({ code: 'file_line_repeated', found: differing });
    }
    await recordStatementHead(tx, fileId, read.value);
    return kept;
  });
}

async function importStatement(
  ctx: Context,
  known: KnownFile,
  expected: { readonly currency: CurrencyCode; readonly account?: string },
): Promise<ImportedFile> {
  const { rail, onProgress } = known.given;
  const { file, isRepeated } = await keepStatement(ctx, known, expected).catch((error: unknown) => {
    if (!(error instanceof PutAside)) throw error;
    return ctx.transact((tx) => keepFile(ctx, tx, { ...known, problem: error.problem }));
  });
  const { outcome, problem } = file;
  if (outcome === 'quarantined') return { outcome, isRepeated, problem, lineCount: 0 };
  const progress = onProgress === undefined ? {} : { onProgress };
  const reconciliation = await reconcileFile(ctx, { rail, fileId: file.id, ...progress });
  const { lineCount } = reconciliation;
  return { outcome, isRepeated, problem: null, lineCount, reconciliation };
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
