import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  approvePayoutRun,
  listPayoutFindings,
  listSettlementTotals,
  preparePayoutRun,
  sendPayoutRun,
  verifyLedger,
} from '../src/settlement/index.ts';
import {
  importFile,
  installedPayees,
  installedRailOf,
  listRailFiles,
  makeRailFile,
  settleRailFile,
} from '../src/settlement/rails/index.ts';
import { withLedgerPlatform } from './ledger.ts';
import { type Figure, seconds } from './measure.ts';
import {
  contextOf,
  currency,
  debtor,
  idOf,
  openScene,
  processorSeconds,
  rail,
  type Scene,
  say,
} from './payouts-scene.ts';

const limitSeconds = 300;
const verifyLimitSeconds = 60;
const memoryLimitBytes = 2 * 1024 ** 3;

/** How many payouts; fewer on a machine that has other things to do: `AMENDS_BENCH_PAYOUTS`. */
function payoutCount(): number {
  const asked = Number(process.env.AMENDS_BENCH_PAYOUTS ?? 1_000_000);
  if (!Number.isSafeInteger(asked) || asked < 1_000) throw new Error('at least 1000 payouts');
  return asked;
}

function must<V>(outcome: { ok: true; value: V } | { ok: false; refusal: unknown }): V {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
}

/** Writes every file of the rail, as an operator does, and hands it over. Gives the paths. */
async function writeFiles({ treasurer }: Scene, folder: string): Promise<string[]> {
  const paths: string[] = [];
  const files = await treasurer.read((tx) => listRailFiles(tx, rail));
  for (const { id: fileId } of files.reverse()) {
    const made = must(await makeRailFile(treasurer, { fileId, payeesOf: installedPayees }));
    const path = join(folder, made.name);
    await pipeline(made.bytes, createWriteStream(path));
    must(await settleRailFile(treasurer, { fileId, ending: 'handed_over' }));
    paths.push(path);
  }
  return paths;
}

/** The bank's one statement of everything that stands in the files. */
async function* statementOf(paths: readonly string[]): AsyncGenerator<string, void> {
  yield `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S1</Id><FrToDt><FrDtTm>2022-12-01T00:00:00Z</FrDtTm><ToDtTm>2022-12-03T00:00:00Z</ToDtTm></FrToDt><Acct><Id><Othr><Id>${debtor.account}</Id></Othr></Id></Acct>`;
  let number = 0;
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    const entries: string[] = [];
    for (const [, reference, amount] of text.matchAll(
      /<EndToEndId>([^<]+)<\/EndToEndId><\/PmtId><Amt><InstdAmt Ccy="KRW">(\d+)</g,
    )) {
      number += 1;
      entries.push(
        `<Ntry><NtryRef>S1-${String(number).padStart(8, '0')}</NtryRef><Amt Ccy="KRW">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`,
      );
    }
    yield entries.join('\n');
  }
  yield '</Stmt></BkToCstmrStmt></Document>';
}

/** Times one stage, and says what of it was work of this process and of the database. */
async function stage(scene: Scene, name: string, work: () => Promise<unknown>): Promise<number> {
  const before = await processorSeconds(scene.platform);
  const took = await seconds(work);
  const after = await processorSeconds(scene.platform);
  const mebibytes = process.memoryUsage().rss / 1024 ** 2;
  say(
    `${name.padEnd(28)} ${took.toFixed(1).padStart(7)} s   (processor: ${(after.own - before.own).toFixed(1)} s, database ${(after.database - before.database).toFixed(1)} s; ${mebibytes.toFixed(0)} MiB)`,
  );
  return took;
}

/** Says how far a long stage is, at most ten times. */
function progressOf(name: string, total: number): (count: number) => void {
  let next = total / 10;
  return (count) => {
    if (count < next) return;
    next += total / 10;
    say(`  ${name} ${count.toLocaleString('en')} of ${total.toLocaleString('en')}`);
  };
}

async function payAll(scene: Scene, folder: string): Promise<number> {
  const { platform, incidentId, count, treasurer, approver } = scene;
  const runId = idOf(3, 1);
  let total = 0;
  const report = (name: string) => progressOf(name, count);
  total += await stage(scene, 'proposed', async () => {
    const asked = { runId, incidentId, currency, rail };
    must(await preparePayoutRun(treasurer, asked, report('proposed')));
  });
  total += await stage(scene, 'approved', async () =>
    must(await approvePayoutRun(approver, runId)),
  );
  const reportSent = report('put into files');
  total += await stage(scene, 'sent to files', async () => {
    const onProgress = ({ settledCount }: { settledCount: number }) => reportSent(settledCount);
    const asked = { runId, rail: installedRailOf(treasurer, rail), onProgress };
    must(await sendPayoutRun(treasurer, asked));
  });
  let paths: string[] = [];
  total += await stage(scene, 'files written', async () => {
    paths = await writeFiles(scene, folder);
  });
  const statement = join(folder, 'statement.xml');
  const booked = await seconds(() =>
    pipeline(Readable.from(statementOf(paths)), createWriteStream(statement)),
  );
  say(`(the bank's statement, beside the clock: ${booked.toFixed(0)} s)`);
  const later = contextOf(platform, 'treasurer', 1);
  total += await stage(scene, 'confirmed and reconciled', async () => {
    const given = { rail, kind: 'statement' as const, name: 's', currency };
    const bytes = () => createReadStream(statement);
    must(await importFile(later, { ...given, bytes, onProgress: report('confirmed') }));
  });
  return total;
}

async function checkAll(scene: Scene): Promise<number> {
  const { platform, incidentId, count } = scene;
  const auditor = contextOf(platform, 'auditor', 1);
  return stage(scene, 'every invariant verified', async () => {
    const [verified, findings] = await Promise.all([
      verifyLedger(auditor, incidentId),
      auditor.read((tx) => listPayoutFindings(tx, incidentId)),
    ]);
    const [totals] = await auditor.read((tx) => listSettlementTotals(tx, incidentId));
    const isRight =
      verified?.findings.length === 0 &&
      findings.length === 0 &&
      totals?.isDecidedInLedger === true &&
      totals.isLedgerInStatement &&
      totals.decidedCount === BigInt(count) &&
      totals.paidMinor === totals.decidedMinor;
    if (!isRight) throw new Error(`the books are wrong: ${JSON.stringify(findings)}`);
    say(`  ${verified.transferCount.toLocaleString('en')} transfers`);
  });
}

/**
 * A million payouts proposed, approved, written to bank files, confirmed from the bank's statement
 * and reconciled, all in one process, with payees that are sealed one by one. The peer is the limit
 * of five minutes, scaled to the count; verifying every invariant afterwards is the second figure,
 * beside its limit of a minute. The run fails when the books are wrong or more than 2 GiB was used.
 */
export async function benchPayouts(): Promise<Figure> {
  const count = payoutCount();
  const folder = await mkdtemp(join(tmpdir(), 'amends-bench-files-'));
  try {
    return await withLedgerPlatform(async (platform) => {
      const scene = await openScene(platform, count);
      const total = await payAll(scene, folder);
      const verifySeconds = await checkAll(scene);
      const peakBytes = process.resourceUsage().maxRSS * 1024;
      say(`peak memory ${(peakBytes / 1024 ** 2).toFixed(0)} MiB`);
      if (peakBytes > memoryLimitBytes) throw new Error('more than 2 GiB was used');
      const verified = besideLimit(
        { name: 'payouts-verified', unit: 'payouts verified/s', limit: verifyLimitSeconds },
        count / verifySeconds,
      );
      const paid = { name: 'payouts', unit: 'payouts/s', limit: limitSeconds };
      return { ...besideLimit(paid, count / total), also: [verified] };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function besideLimit(of: { name: string; unit: string; limit: number }, value: number): Figure {
  const { name, unit, limit } = of;
  const peerValue = 1_000_000 / limit;
  const peer = `the limit: a million in ${limit} s`;
  return { name, value, unit, peer, peerValue, ratio: value / peerValue, runs: 1 };
}
