import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Context, type Platform, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { verifyLedger } from '../ledger/verify-commands.ts';
import { listAlarms } from '../payouts/alarm-store.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { followPayouts } from '../payouts/follow-commands.ts';
import { listPayoutFindings } from '../payouts/payout-check.ts';
import { sendPayoutRun } from '../payouts/send-commands.ts';
import { listPayouts } from '../payouts/store.ts';
import { listSettlementTotals } from '../queries.ts';
import { koreanBulkTemplate } from '../rails/files/bulk-template.ts';
import { makeRailFile, settleRailFile } from '../rails/files/file-commands.ts';
import { listRailFiles } from '../rails/files/file-store.ts';
import type { PayeesOf } from '../rails/files/payees.ts';
import { installedRailOf } from '../rails/rail-of.ts';
import type { RailSetup } from '../rails/setup.ts';
import { setUpRail } from '../rails/setup-store.ts';
import { importFile } from './inbound-commands.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
const debtor = { name: '예시', account: '100-200-300', bank: '004', companyId: 'C-1' };
let platform: Platform;
let serial = 0;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  const ctx = systemContext(platform);
  const setups: [string, RailSetup][] = [
    ['bank-xml', { kind: 'pain.001', debtor }],
    ['bank-bulk', koreanBulkTemplate],
  ];
  for (const [name, setup] of setups) await setUpRail(ctx, { name, setup });
});

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

const payeesOf: PayeesOf = async (_ctx, refs) =>
  new Map(refs.map((ref) => [ref, { bank: '088', account: '0012', holder: `홍길동 ${ref}` }]));

interface Scene {
  readonly incidentId: string;
  readonly runId: string;
  readonly rail: string;
  readonly treasurer: Context;
  readonly references: readonly string[];
}

async function sentScene(rail: string, awardCount: number): Promise<Scene> {
  serial += 1;
  const incidentId = derivedId(['inbound', String(serial)]);
  const runId = derivedId([incidentId, 'run']);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`inbound-${serial}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const ctx = systemContext(platform);
  const awards = Array.from({ length: awardCount }, (_none, index) => ({
    ...{ awardId: derivedId([incidentId, 'award', String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId([incidentId, 'claim', String(index)]), partyId: `p${index}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `p-${index}`,
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
  const treasurer = staffContext(platform, 'treasurer');
  ok(await preparePayoutRun(treasurer, { runId, incidentId, currency, rail }));
  ok(await approvePayoutRun(staffContext(platform, 'approver'), runId));
  ok(
    await sendPayoutRun(treasurer, { runId, rail: installedRailOf(treasurer, rail), batchSize: 2 }),
  );
  const payouts = await treasurer.read((tx) => listPayouts(tx, runId));
  const references = payouts.map(({ railReference }) => railReference);
  return { incidentId, runId, rail, treasurer, references };
}

async function statesOf({ treasurer, runId }: Scene): Promise<string[]> {
  const payouts = await treasurer.read((tx) => listPayouts(tx, runId));
  return payouts.map(({ state }) => state).sort();
}

async function assertSound({ incidentId }: Scene): Promise<void> {
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  expect(await ctx.read((tx) => listPayoutFindings(tx, incidentId))).toEqual([]);
}

async function takeFile(scene: Scene): Promise<{ fileId: string; bytes: Buffer }> {
  const [file] = await scene.treasurer.read((tx) => listRailFiles(tx, scene.rail));
  assert(file !== undefined, 'a file was begun');
  const made = ok(await makeRailFile(scene.treasurer, { fileId: file.id, payeesOf }));
  const pieces: Uint8Array[] = [];
  for await (const piece of made.bytes) pieces.push(piece);
  return { fileId: file.id, bytes: Buffer.concat(pieces) };
}

function statement(
  scene: Scene,
  parts: { id: string; references?: readonly string[] },
): Uint8Array {
  const { id, references = scene.references } = parts;
  const entries = references.map(
    (reference, index) => `<Ntry><NtryRef>${id}-${index}</NtryRef><Amt Ccy="KRW">30000</Amt>
      <CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt>
      <NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`,
  );
  return Buffer.from(`<?xml version="1.0"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
    <Id>${id}</Id><Acct><Id><Othr><Id>100-200-300</Id></Othr></Id></Acct>
    ${entries.join('')}</Stmt></BkToCstmrStmt></Document>`);
}

const give = (scene: Scene, kind: 'statement' | 'result' | 'names', bytes: Uint8Array) =>
  importFile(scene.treasurer, { rail: scene.rail, kind, name: 'file', currency, bytes });

describe('payouts over files', () => {
  it('are queued in a file, handed over, and confirmed by the statement', async () => {
    const scene = await sentScene('bank-xml', 5);
    expect(await statesOf(scene)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
    const { fileId, bytes } = await takeFile(scene);
    expect(bytes.toString('utf8').match(/<CdtTrfTxInf>/g)).toHaveLength(5);
    expect((await takeFile(scene)).bytes.equals(bytes)).toBe(true);
    const ended = { fileId, ending: 'handed_over' as const };
    ok(await settleRailFile(scene.treasurer, ended));
    ok(await settleRailFile(scene.treasurer, ended));
    const over = await settleRailFile(scene.treasurer, { fileId, ending: 'discarded' });
    expect(over).toMatchObject({ refusal: { code: 'rail_file_state_refused' } });
    const rail = installedRailOf(scene.treasurer, scene.rail);
    await followPayouts(scene.treasurer, { runId: scene.runId, rail });
    expect(await statesOf(scene)).toEqual(Array.from({ length: 5 }, () => 'accepted'));
    const bytesRead = statement(scene, { id: `S-${serial}` });
    const read = ok(await give(scene, 'statement', bytesRead));
    expect(read).toMatchObject({ outcome: 'applied', isRepeated: false, lineCount: 5 });
    expect(read.reconciliation).toMatchObject({ confirmedCount: 5, exceptionCount: 0 });
    expect(ok(await give(scene, 'statement', bytesRead))).toMatchObject({
      isRepeated: true,
      reconciliation: { confirmedCount: 0, repeatedCount: 5 },
    });
    const ctx = systemContext(platform);
    const [totals] = await ctx.read((tx) => listSettlementTotals(tx, scene.incidentId));
    expect(totals).toMatchObject({ isDecidedInLedger: true, isLedgerInStatement: true });
    await assertSound(scene);
  });

  it('are not touched by a file that is put aside, however often it is given', async () => {
    const scene = await sentScene('bank-xml', 2);
    const good = statement(scene, { id: 'S-bad' }).toString();
    const bad = Buffer.from(good.replace(/30000(?!.*30000)/s, '30000.50'));
    const first = ok(await give(scene, 'statement', bad));
    expect(first).toMatchObject({
      outcome: 'quarantined',
      problem: { code: 'file_amount_malformed', place: 'Ntry 2', found: '30000.50' },
    });
    expect(ok(await give(scene, 'statement', bad))).toMatchObject({ isRepeated: true });
    expect(await statesOf(scene)).toEqual(['sent', 'sent']);
    const { rows } =
      await sql`select 1 from settlement.rail_line where line_id like 'S-bad%'`.execute(
        platform.db,
      );
    expect(rows).toEqual([]);
    await assertSound(scene);
  });

  it('are not paid again by another statement of the same number', async () => {
    const scene = await sentScene('bank-xml', 2);
    ok(await give(scene, 'statement', statement(scene, { id: 'S-same' })));
    const other = statement(scene, { id: 'S-same', references: scene.references.slice(1) });
    expect(ok(await give(scene, 'statement', other))).toMatchObject({
      outcome: 'quarantined',
      problem: { code: 'file_seen_before', found: 'S-same' },
    });
    const again = statement(scene, { id: 'S-next', references: scene.references.slice(1) });
    const read = ok(await give(scene, 'statement', again));
    expect(read.reconciliation).toMatchObject({ confirmedCount: 0, exceptionCount: 1 });
    await assertSound(scene);
  });

  it('of a bulk file follow the name inquiry and the result; strangers raise an alarm', async () => {
    const scene = await sentScene('bank-bulk', 3);
    const [one, two, three] = scene.references;
    const { fileId, bytes } = await takeFile(scene);
    expect(iconv.decode(bytes, 'cp949')).toContain('홍길동');
    const names = `관리번호,조회결과\r\n${one},일치\r\n${two},불일치\r\n${three},일치\r\n`;
    ok(await give(scene, 'names', iconv.encode(names, 'cp949')));
    expect(await statesOf(scene)).toEqual(['failed', 'sent', 'sent']);
    ok(await settleRailFile(scene.treasurer, { fileId, ending: 'handed_over' }));
    const title = '관리번호,이체금액,처리결과,사유\r\n';
    const result = `${title}${one},"30,000",정상,\r\n${three},1,정상,\r\nB7,5,정상,\r\n`;
    ok(await give(scene, 'result', iconv.encode(result, 'cp949')));
    expect(await statesOf(scene)).toEqual(['confirmed', 'failed', 'sent']);
    const { incidentId, treasurer } = scene;
    const alarms = await treasurer.read((tx) => listAlarms(tx, { incidentId, isOpen: true }));
    expect(alarms.map(({ code }) => code).sort()).toEqual(['answer_differs', 'reference_foreign']);
    await assertSound(scene);
  });

  it('of a discarded file fail for good, and are free for another run', async () => {
    const scene = await sentScene('bank-bulk', 2);
    const { fileId } = await takeFile(scene);
    ok(await settleRailFile(scene.treasurer, { fileId, ending: 'discarded' }));
    const rail = installedRailOf(scene.treasurer, scene.rail);
    await followPayouts(scene.treasurer, { runId: scene.runId, rail });
    expect(await statesOf(scene)).toEqual(['failed', 'failed']);
    const { incidentId, treasurer } = scene;
    const request = { runId: derivedId([incidentId, 'next']), incidentId, currency };
    const again = ok(await preparePayoutRun(treasurer, { ...request, rail: scene.rail }));
    expect(again.payoutCount).toBe(2);
    await assertSound(scene);
  });
});
