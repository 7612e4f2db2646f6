import { Registry } from 'prom-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, systemContext } from '../../test/support/platform.ts';
import { claimNumber, type JsonValue, parseInstant, renderInstant } from '../kernel/index.ts';
import {
  createApp,
  drainOutbox,
  type Platform,
  publishEvents,
  sha256,
  sql,
  subscribeConsumers,
} from '../platform/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import { openCheckpoint, renderCheckpointText } from './checkpoint.ts';
import { completeReceipt, runCheckpointer, signCheckpoint } from './commands.ts';
import { disclosureConsumers } from './consumers.ts';
import { signNote } from './log-keys.ts';
import { hashLeaf, joinBytes } from './merkle/hash.ts';
import { verifyConsistency } from './merkle/verify-consistency.ts';
import { verifyInclusion } from './merkle/verify-inclusion.ts';
import { listEntries, loadHead } from './queries.ts';
import type { Receipt } from './receipt.ts';
import { disclosureRoutes } from './routes.ts';
import { addLogMetrics } from './shards/log-metrics.ts';
import { verifyLog } from './verify-log.ts';
import { renderPromise, verifyReceipt } from './verify-receipt.ts';

const now = parseInstant('2022-10-20T00:00:00Z');
/** The fields of the log's JSON answers that are read here. */
interface LogAnswer {
  readonly proof: readonly string[];
  readonly root: string;
  readonly entries: readonly unknown[];
}

const zeros = renderBase64(new Uint8Array(32));

async function openLog(): Promise<Platform> {
  const platform = await openTestPlatform(now === undefined ? {} : { now });
  await subscribeConsumers(platform, disclosureConsumers);
  return platform;
}

async function publish(
  platform: Platform,
  events: readonly { type: string; payload: JsonValue }[],
): Promise<void> {
  await systemContext(platform).transact((tx) =>
    publishEvents(
      tx,
      events.map((event) => {
        const { incidentId } = event.payload as { readonly incidentId?: string };
        return { ...event, subject: incidentId ?? 'subject' };
      }),
    ),
  );
}

function claimEvents(count: number, from = 0): { type: string; payload: JsonValue }[] {
  return Array.from({ length: count }, (_, at) => ({
    type: 'claim_submitted',
    payload: {
      claimId: `claim ${from + at}`,
      commitment: renderBase64(sha256(`commitment ${from + at}`)),
    },
  }));
}

function makeReceipt(platform: Platform): Receipt {
  const { name, publicKey } = platform.signer;
  const salt = sha256('salt');
  const contentHash = sha256('content');
  const at = now as NonNullable<typeof now>;
  const facts = {
    format: 'amends-receipt/1' as const,
    claimNumber: claimNumber(sha256('number')),
    incident: 'pangyo-2022',
    submittedAt: renderInstant(at),
    contentHash: renderBase64(contentHash),
    salt: renderBase64(salt),
    commitment: renderBase64(sha256(joinBytes([salt, contentHash]))),
  };
  const promise = { origin: name, includeBy: '2022-10-20T00:01:00.000Z' };
  const signature = platform.signer.sign(renderPromise({ ...facts, promise }));
  return {
    ...facts,
    promise: {
      ...promise,
      keyId: name,
      publicKey: renderBase64(publicKey),
      signature: renderBase64(signature),
    },
  };
}

describe('the transparency log', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await openLog();
  });

  it('records events in their order, exactly once, with nothing beyond the allowed fields', async () => {
    await publish(platform, [
      { type: 'incident_opened', payload: { incidentId: 'i1', slug: 'pangyo-2022', secret: 'x' } },
      ...claimEvents(3),
      { type: 'impact_adopted', payload: { incidentId: 'i1', service: 'melon', addedMs: 5 } },
    ]);
    await drainOutbox(platform, disclosureConsumers);
    await drainOutbox(platform, disclosureConsumers);
    const entries = await systemContext(platform).read((tx) =>
      listEntries(tx, { from: 0, until: 100 }),
    );
    expect(entries.map(({ index, kind }) => `${index} ${kind}`)).toEqual([
      '0 incident_opened',
      '1 claim_submitted',
      '2 claim_submitted',
      '3 claim_submitted',
      '4 impact_adopted',
    ]);
    const texts = entries.map(({ data }) => new TextDecoder().decode(data));
    expect(texts[0]).toBe('{"incidentId":"i1","kind":"incident_opened","slug":"pangyo-2022"}');
    expect(texts[1]).toBe(
      `{"commitment":"${renderBase64(sha256('commitment 0'))}","kind":"claim_submitted"}`,
    );
    expect(texts[4]).toBe(
      '{"addedMs":5,"incidentId":"i1","kind":"impact_adopted","service":"melon"}',
    );
  });

  it('signs a checkpoint whose signature and root hold, and the same again when nothing grew', async () => {
    const signed = await signCheckpoint(systemContext(platform));
    const again = await signCheckpoint(systemContext(platform));
    expect(signed.ok && again.ok && again.value.note === signed.value.note).toBe(true);
    if (!signed.ok) return;
    const opened = openCheckpoint(signed.value.note, platform.signer);
    expect(opened).toEqual({
      ok: true,
      value: { origin: platform.signer.name, size: 5, root: signed.value.root },
    });
  });

  it('completes a receipt that then verifies offline', async () => {
    const receipt = makeReceipt(platform);
    const ctx = claimantContext(platform);
    const key = { name: platform.signer.name, publicKey: platform.signer.publicKey };
    expect(await completeReceipt(ctx, receipt)).toEqual(receipt);
    expect(verifyReceipt(receipt, { key }).verdict).toBe('promised');

    const { commitment } = receipt;
    await publish(platform, [{ type: 'claim_submitted', payload: { commitment } }]);
    await publish(platform, claimEvents(700, 10));
    await drainOutbox(platform, disclosureConsumers);
    expect(await completeReceipt(ctx, receipt)).toEqual(receipt);
    await signCheckpoint(systemContext(platform));
    const complete = await completeReceipt(ctx, receipt);
    expect(complete.log).toMatchObject({ leafIndex: 5, treeSize: 706 });
    expect(verifyReceipt(complete, { key })).toMatchObject({ verdict: 'proved' });
  });

  it('finds no fault when everything is recomputed', async () => {
    const report = await verifyLog(systemContext(platform));
    expect(report).toMatchObject({ size: 706, signedSize: 706, checkpointCount: 2, faults: [] });
  });

  it('signs by itself within a second while the checkpointer runs', async () => {
    const stop = new AbortController();
    const running = runCheckpointer(platform, { signal: stop.signal, intervalMs: 20 });
    await publish(platform, claimEvents(1, 5000));
    await drainOutbox(platform, disclosureConsumers);
    const read = () =>
      platform.db
        .selectNoFrom(sql<bigint>`(select max(size) from disclosure.checkpoint)`.as('size'))
        .executeTakeFirst();
    await expect.poll(async () => (await read())?.size, { timeout: 5000 }).toBe(707n);
    stop.abort();
    await running;
  });

  it('gives indices without a gap when appends race', async () => {
    const before = await systemContext(platform).read(loadHead);
    await publish(platform, claimEvents(1500, 6000));
    await Promise.all([
      drainOutbox(platform, disclosureConsumers),
      drainOutbox(platform, disclosureConsumers),
    ]);
    await drainOutbox(platform, disclosureConsumers);
    const after = await systemContext(platform).read(loadHead);
    expect(after.size - before.size).toBe(1500);
    expect((await verifyLog(systemContext(platform))).faults).toEqual([]);
  });

  it('lets nobody change or remove what is recorded', async () => {
    const change = [
      `update disclosure.entry set kind = 'x'`,
      'delete from disclosure.entry',
      'truncate disclosure.node',
      'delete from disclosure.checkpoint',
      'update disclosure.head set size = 0',
      'update disclosure.head set size = 999999',
    ];
    for (const statement of change) {
      await expect(sql.raw(statement).execute(platform.db)).rejects.toThrow(/disclosure\./);
    }
  });
});

describe('the log over HTTP', () => {
  it('serves checkpoint, tiles, entries and proofs that a stranger can verify', async () => {
    const platform = await openLog();
    const app = createApp({
      log: platform.log,
      contextOf: async () => claimantContext(platform),
      routers: [{ path: '/', router: disclosureRoutes() }],
    });
    const json = async (path: string): Promise<LogAnswer> =>
      (await (await app.request(path)).json()) as LogAnswer;
    expect((await app.request('/log/checkpoint')).status).toBe(404);
    await publish(platform, claimEvents(300));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));

    const note = await (await app.request('/log/checkpoint')).text();
    const opened = openCheckpoint(note, platform.signer);
    expect(opened.ok && opened.value.size).toBe(300);
    if (!opened.ok) return;
    const { root } = opened.value;

    const tile = await app.request('/log/tile/0/000');
    expect(tile.headers.get('cache-control')).toContain('immutable');
    const hashes = new Uint8Array(await tile.arrayBuffer());
    expect(hashes).toHaveLength(256 * 32);
    const bundle = new Uint8Array(await (await app.request('/log/tile/entries/000')).arrayBuffer());
    const firstLength = ((bundle[0] ?? 0) << 8) | (bundle[1] ?? 0);
    expect(hashLeaf(bundle.slice(2, 2 + firstLength))).toEqual(hashes.slice(0, 32));
    expect((await app.request('/log/tile/0/001.p/44')).status).toBe(200);
    expect((await app.request('/log/tile/1/000.p/1')).status).toBe(200);
    expect((await app.request('/log/tile/0/001.p/45')).status).toBe(404);
    expect((await app.request('/log/tile/0/1')).status).toBe(404);

    const { proof } = await json('/api/v1/log/proofs/inclusion?index=7');
    const decode = (text: string) => parseBase64(text, 32) as Uint8Array;
    const inclusion = {
      leafHash: hashes.slice(7 * 32, 8 * 32),
      leafIndex: 7,
      treeSize: 300,
      root,
      proof: proof.map(decode),
    };
    expect(verifyInclusion(inclusion).ok).toBe(true);

    await publish(platform, claimEvents(41, 900));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));
    const latest = await json('/api/v1/log/checkpoint');
    const grown = await json('/api/v1/log/proofs/consistency?first=300&second=341');
    const claim = {
      firstSize: 300,
      secondSize: 341,
      firstRoot: root,
      secondRoot: decode(latest.root),
      proof: grown.proof.map(decode),
    };
    expect(verifyConsistency(claim).ok).toBe(true);
    expect((await app.request('/api/v1/log/proofs/inclusion?index=341')).status).toBe(409);
    expect((await app.request('/api/v1/log/proofs/inclusion?index=x')).status).toBe(422);
    expect((await json('/api/v1/log/entries?from=340')).entries).toHaveLength(1);
    const absent = await app.request(
      `/api/v1/log/receipt-proof?commitment=${encodeURIComponent(zeros)}`,
    );
    expect(absent.status).toBe(404);
  });
});

describe('a damaged log', () => {
  it('is not signed, is frozen, and is found by the full check', async () => {
    const platform = await openLog();
    await publish(platform, claimEvents(10));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));
    await publish(platform, claimEvents(10, 50));
    await drainOutbox(platform, disclosureConsumers);
    await sql.raw('alter table disclosure.entry disable trigger all').execute(platform.db);
    await sql`update disclosure.entry set data = 'forged' where index = 12`.execute(platform.db);

    const refused = await signCheckpoint(systemContext(platform));
    expect(refused).toEqual({
      ok: false,
      refusal: { code: 'log_damaged', faults: [{ code: 'leaf_hash_differs', index: 12 }] },
    });
    const again = await signCheckpoint(systemContext(platform));
    expect(again).toEqual({
      ok: false,
      refusal: { code: 'log_frozen', reason: 'leaf_hash_differs' },
    });
    const report = await verifyLog(systemContext(platform));
    expect(report.frozenCode).toBe('leaf_hash_differs');
    expect(report.faults).toContainEqual({ code: 'leaf_hash_differs', index: 12 });
    await publish(platform, claimEvents(1, 90));
    await drainOutbox(platform, disclosureConsumers);
    expect((await systemContext(platform).read(loadHead)).size).toBe(21);
  });

  it('with the kind or subject beside an entry altered is found by recomputing', async () => {
    const platform = await openLog();
    const ctx = systemContext(platform);
    const ledger = { incidentId: 'subject', transferCount: '1', headHash: 'a' };
    const recorded = { type: 'ledger_head_recorded', payload: ledger };
    await publish(platform, [...claimEvents(2), recorded, recorded]);
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(ctx);
    expect((await verifyLog(ctx)).faults).toEqual([]);
    await sql.raw('alter table disclosure.entry disable trigger all').execute(platform.db);
    await sql.raw('alter table platform.event disable trigger all').execute(platform.db);
    await sql`update disclosure.entry set subject = 'another' where index in (1, 2)`.execute(
      platform.db,
    );
    // Who alters the event as well is found by the leaf, where that names the record.
    await sql`update platform.event set subject = 'another' where id =
      (select source_event_id from disclosure.entry where index = 2)`.execute(platform.db);
    await sql`update disclosure.entry set kind = 'decision_issued' where index = 3`.execute(
      platform.db,
    );
    expect((await verifyLog(ctx)).faults).toEqual([
      { code: 'entry_subject_differs', index: 1 },
      { code: 'entry_subject_differs', index: 2 },
      { code: 'entry_kind_differs', index: 3 },
    ]);
  });

  it('with what the next checkpoint is reckoned from altered is found by recomputing', async () => {
    const platform = await openLog();
    const ctx = systemContext(platform);
    await publish(platform, claimEvents(3));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(ctx);
    expect((await verifyLog(ctx)).faults).toEqual([]);
    await sql.raw('alter table disclosure.checkpoint disable trigger all').execute(platform.db);
    await sql`update disclosure.checkpoint set peaks = set_byte(peaks, 40, get_byte(peaks, 40) # 1)
      where size = 3`.execute(platform.db);
    expect((await verifyLog(ctx)).faults).toEqual([{ code: 'checkpoint_root_differs', size: 3 }]);
  });

  it('with a checkpoint of a wrong root is signed no more: frozen, on record, the next refused', async () => {
    const platform = await openLog();
    const ctx = systemContext(platform);
    await publish(platform, claimEvents(4));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(ctx);
    // As a thief of the key and the database would leave it: another root, rightly signed.
    const root = sha256('another root');
    const text = renderCheckpointText({ origin: ctx.signer.name, size: 4, root });
    await sql.raw('alter table disclosure.checkpoint disable trigger all').execute(platform.db);
    await sql`update disclosure.checkpoint set root = ${Buffer.from(root)},
      note = ${signNote(ctx.signer, text)} where size = 4`.execute(platform.db);
    await publish(platform, claimEvents(1, 60));
    await drainOutbox(platform, disclosureConsumers);
    const wrong = { code: 'checkpoint_root_differs', size: 4 };
    expect(await signCheckpoint(ctx)).toEqual({
      ok: false,
      refusal: { code: 'log_damaged', faults: [wrong] },
    });
    expect(await signCheckpoint(ctx)).toMatchObject({
      refusal: { code: 'log_frozen', reason: 'checkpoint_root_differs' },
    });
    const { rows } = await sql<{ details: unknown }>`select details from platform.audit
      where action = 'log_frozen'`.execute(platform.db);
    expect(rows).toEqual([{ details: { faults: [wrong] } }]);
    const metrics = { registry: new Registry() };
    addLogMetrics(metrics, platform);
    const scraped = await metrics.registry.metrics();
    expect(scraped).toContain('amends_log_frozen 1');
    expect(scraped).toContain('amends_log_entries{state="signed"} 4');
    expect((await verifyLog(ctx)).faults).toContainEqual(wrong);
    const { rows: signed } = await sql<{ size: bigint }>`select max(size) as size
      from disclosure.checkpoint`.execute(platform.db);
    expect(Number(signed[0]?.size)).toBe(4);
  });

  it('is found when an entry that a checkpoint covers was replaced with all its hashes', async () => {
    const platform = await openLog();
    await publish(platform, claimEvents(4));
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));
    await sql.raw('alter table disclosure.entry disable trigger all').execute(platform.db);
    const data = Buffer.from('forged');
    await sql`update disclosure.entry set data = ${data}, leaf_hash = ${Buffer.from(hashLeaf(data))}
      where index = 3`.execute(platform.db);
    const codes = (await verifyLog(systemContext(platform))).faults.map(({ code }) => code);
    expect(codes).toContain('node_differs');
    expect(codes).toContain('checkpoint_root_differs');
  });
});
