import { createHash } from 'node:crypto';
import { addMs, instantFromEpochMs } from '../src/kernel/index.ts';
import { type Context, type Platform, sql } from '../src/platform/index.ts';
import {
  approvePayoutRun,
  listPayoutFindings,
  listSettlementTotals,
  preparePayoutRun,
  recordApprovedAwards,
  sendPayoutRun,
  verifyLedger,
} from '../src/settlement/index.ts';
import {
  importFile,
  installedRailOf,
  listRailFiles,
  makeRailFile,
  type PayeesOf,
  settleRailFile,
  setUpRail,
} from '../src/settlement/rails/index.ts';
import { openBenchIncident, withLedgerPlatform } from './ledger.ts';
import { type Figure, seconds } from './measure.ts';

const rail = 'bank';
const currency = 'KRW';
const debtor = { name: 'Bench', account: '100-200-300', bank: '004', companyId: 'C-1' };
const limitSeconds = 300;
const verifyLimitSeconds = 60;
const memoryLimitBytes = 2 * 1024 ** 3;

/** How many payouts; fewer on a machine that has other things to do: `AMENDS_BENCH_PAYOUTS`. */
function payoutCount(): number {
  const asked = Number(process.env.AMENDS_BENCH_PAYOUTS ?? 1_000_000);
  if (!Number.isSafeInteger(asked) || asked < 1_000) throw new Error('at least 1000 payouts');
  return asked;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

interface Scene {
  readonly platform: Platform;
  readonly incidentId: string;
  readonly count: number;
  readonly treasurer: Context;
  readonly approver: Context;
}

function contextOf(platform: Platform, role: 'treasurer' | 'approver', ms = 0): Context {
  const id = role === 'treasurer' ? 'bench-treasurer' : 'bench-approver';
  const actor = { kind: 'staff' as const, id, name: role, roles: [role] };
  return platform.context({ actor, now: addMs(instantFromEpochMs(Date.UTC(2022, 11, 1)), ms) });
}

function idOf(kind: number, index: number): string {
  return `0190000${kind}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** What claims approved, before the clock starts. */
async function approveAwards(scene: Scene): Promise<void> {
  const pageSize = 2_000;
  const { incidentId, count, treasurer } = scene;
  for (let from = 0; from < count; from += pageSize) {
    const awards = Array.from({ length: Math.min(pageSize, count - from) }, (_none, at) => ({
      ...{ awardId: idOf(1, from + at), claimId: idOf(2, from + at), incidentId, decisionId: null },
      ...{ partyId: `p${from + at}`, partyClass: 'user', remedy: 'cash', name: null, currency },
      ...{ amountMinor: 10_000n + BigInt((from + at) % 50) * 1_000n, quantity: null, unit: null },
      ...{ clause: '§2', policyHash: 'a'.repeat(64), payeeRef: `bench:${from + at}` },
    }));
    await treasurer.transact((tx) => recordApprovedAwards(treasurer, tx, awards));
  }
}

const payeesOf: PayeesOf = async (_ctx, refs) =>
  new Map(
    refs.map((ref) => [ref, { bank: '088', account: `110${ref.slice(6)}`, holder: '홍길동' }]),
  );

function must<V>(outcome: { ok: true; value: V } | { ok: false; refusal: unknown }): V {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
}

/** Writes every file of the rail, hands it over, and gives the bank's statement of each. */
async function throughTheBank({ treasurer }: Scene): Promise<Buffer[]> {
  const statements: Buffer[] = [];
  const files = await treasurer.read((tx) => listRailFiles(tx, rail));
  for (const { id: fileId, number } of files.reverse()) {
    const made = must(await makeRailFile(treasurer, { fileId, payeesOf }));
    const hash = createHash('sha256');
    const entries: string[] = [];
    for await (const piece of made.bytes) {
      hash.update(piece);
      const text = Buffer.from(piece).toString('utf8');
      for (const [, reference, amount] of text.matchAll(
        /<EndToEndId>([^<]+)<\/EndToEndId><\/PmtId><Amt><InstdAmt Ccy="KRW">(\d+)</g,
      )) {
        entries.push(
          `<Ntry><NtryRef>S${number}-${entries.length}</NtryRef><Amt Ccy="KRW">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`,
        );
      }
    }
    must(await settleRailFile(treasurer, { fileId, ending: 'handed_over' }));
    statements.push(
      Buffer.from(
        `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S${number}</Id><Acct><Id><Othr><Id>${debtor.account}</Id></Othr></Id></Acct>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
      ),
    );
  }
  return statements;
}

async function stage(name: string, work: () => Promise<unknown>): Promise<number> {
  const took = await seconds(work);
  const mebibytes = process.memoryUsage().rss / 1024 ** 2;
  say(`${name.padEnd(28)} ${took.toFixed(1).padStart(7)} s   ${mebibytes.toFixed(0)} MiB`);
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

async function payAll(scene: Scene): Promise<number> {
  const { platform, incidentId, count, treasurer, approver } = scene;
  const runId = idOf(3, 1);
  let total = 0;
  total += await stage('proposed', async () =>
    must(
      await preparePayoutRun(
        treasurer,
        { runId, incidentId, currency, rail },
        progressOf('proposed', count),
      ),
    ),
  );
  total += await stage('approved', async () => must(await approvePayoutRun(approver, runId)));
  const report = progressOf('put into files', count);
  total += await stage('sent to files', async () =>
    must(
      await sendPayoutRun(treasurer, {
        runId,
        rail: installedRailOf(treasurer, rail),
        onProgress: ({ settledCount }) => report(settledCount),
      }),
    ),
  );
  let statements: Buffer[] = [];
  total += await stage('files written', async () => {
    statements = await throughTheBank(scene);
  });
  const later = contextOf(platform, 'treasurer', 86_400_000);
  total += await stage('confirmed and reconciled', async () => {
    for (const bytes of statements) {
      must(await importFile(later, { rail, kind: 'statement', name: 's', currency, bytes }));
    }
  });
  return total;
}

async function checkAll({ treasurer, incidentId }: Scene): Promise<number> {
  const auditor = { ...treasurer, actor: { ...treasurer.actor, roles: ['auditor' as const] } };
  return stage('every invariant verified', async () => {
    const verified = await verifyLedger(auditor, incidentId);
    const findings = await auditor.read((tx) => listPayoutFindings(tx, incidentId));
    const [totals] = await auditor.read((tx) => listSettlementTotals(tx, incidentId));
    const isRight =
      verified?.findings.length === 0 &&
      findings.length === 0 &&
      totals?.isDecidedInLedger === true &&
      totals.isLedgerInStatement &&
      totals.paidMinor === totals.decidedMinor;
    if (!isRight) throw new Error(`the books are wrong: ${JSON.stringify(findings)}`);
    say(`  ${verified.transferCount.toLocaleString('en')} transfers`);
  });
}

async function openScene(platform: Platform, count: number): Promise<Scene> {
  const system = platform.context({
    actor: { kind: 'system', id: 'system', name: 'Amends', roles: [] },
  });
  await setUpRail(system, { name: rail, setup: { kind: 'pain.001', debtor } });
  const incidentId = await openBenchIncident(platform);
  const treasurer = contextOf(platform, 'treasurer');
  const scene = {
    platform,
    incidentId,
    count,
    treasurer,
    approver: contextOf(platform, 'approver'),
  };
  await stage('(awards, before the clock)', () => approveAwards(scene));
  await sql`analyze`.execute(platform.db);
  return scene;
}

/**
 * A million payouts proposed, approved, written to bank files, confirmed from statements and
 * reconciled, all in one process. The peer is the limit of five minutes, scaled to the count; the
 * run fails when the books are wrong, more than 2 GiB was used, or verifying takes over a minute.
 */
export async function benchPayouts(): Promise<Figure> {
  const count = payoutCount();
  const share = count / 1_000_000;
  return withLedgerPlatform(async (platform) => {
    const scene = await openScene(platform, count);
    const total = await payAll(scene);
    const verifySeconds = await checkAll(scene);
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    say(`peak memory ${(peakBytes / 1024 ** 2).toFixed(0)} MiB`);
    if (peakBytes > memoryLimitBytes) throw new Error('more than 2 GiB was used');
    if (verifySeconds > verifyLimitSeconds * Math.max(share, 0.1)) {
      say(`verifying took over ${verifyLimitSeconds} s per million`);
    }
    const value = count / total;
    const peerValue = 1_000_000 / limitSeconds;
    return {
      name: 'payouts',
      value,
      unit: 'payouts/s',
      peer: 'the limit: a million in five minutes',
      peerValue,
      ratio: value / peerValue,
      runs: 1,
    };
  });
}
