import { beforeAll, describe, expect, it } from 'vitest';
import {
  claimantContext,
  openTestPlatform,
  systemContext,
} from '../../../test/support/platform.ts';
// @ts-expect-error: the verifier is plain JavaScript, so that a stranger can run it as it is
import { checkLogEntries, checkReceipt, readKey } from '../../../verify/verify.mjs';
import { assert, claimNumber, parseInstant, renderInstant } from '../../kernel/index.ts';
import {
  createApp,
  drainOutbox,
  type Platform,
  publishEvents,
  sha256,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { renderBase64 } from '../base64.ts';
import { successorOf } from '../checkpoint.ts';
import { completeReceipt, signCheckpoint } from '../commands.ts';
import { disclosureConsumers } from '../consumers.ts';
import { joinBytes } from '../merkle/hash.ts';
import { followLog } from '../monitor/follow-log.ts';
import { listHeads } from '../queries.ts';
import type { Receipt } from '../receipt.ts';
import { disclosureRoutes } from '../routes.ts';
import { renderNoteKey } from '../signed-note.ts';
import { verifyShards } from '../verify-log.ts';
import { renderPromise, verifyReceipt } from '../verify-receipt.ts';
import { closeShard, keysOfShards, requireLogOrigin } from './close-shard.ts';

const at = parseInstant('2026-12-31T15:00:00Z');
const successor = 'amends.local/log/2027';
let platform: Platform;
/** The same installation, started again under the name of the successor. */
let renamed: Platform;

function receiptOf(own: Platform, text: string): Receipt {
  const { name, publicKey } = own.signer;
  const [salt, contentHash] = [sha256(`salt ${text}`), sha256(text)];
  const facts = {
    ...{ format: 'amends-receipt/1' as const, claimNumber: claimNumber(sha256(text)) },
    ...{ incident: 'pangyo-2022', submittedAt: '2026-12-31T14:00:00.000Z' },
    ...{ contentHash: renderBase64(contentHash), salt: renderBase64(salt) },
    commitment: renderBase64(sha256(joinBytes([salt, contentHash]))),
  };
  const promise = { origin: name, includeBy: '2026-12-31T14:01:00.000Z' };
  const signature = renderBase64(own.signer.sign(renderPromise({ ...facts, promise })));
  const signed = { keyId: name, publicKey: renderBase64(publicKey), signature };
  return { ...facts, promise: { ...promise, ...signed } };
}

async function record(own: Platform, receipt: Receipt): Promise<void> {
  const { commitment } = receipt;
  await systemContext(own).transact((tx) =>
    publishEvents(tx, [{ type: 'claim_submitted', subject: commitment, payload: { commitment } }]),
  );
  await drainOutbox(own, disclosureConsumers);
  expect(await signCheckpoint(systemContext(own))).toMatchObject({ ok: true });
}

async function get(path: string): Promise<Response> {
  const routers = [{ path: '/', router: disclosureRoutes() }];
  const app = createApp({ contextOf: async () => claimantContext(renamed), routers });
  return app.request(path);
}

const readOf = (base: string) => async (path: string) => {
  const answered = await get(`${base}/${path}`);
  expect([path, answered.status]).toEqual([path, 200]);
  return new Uint8Array(await answered.arrayBuffer());
};

describe('a log that is closed for its period', () => {
  let old: Receipt;
  let fresh: Receipt;
  let last: string;

  beforeAll(async () => {
    platform = await openTestPlatform(at === undefined ? {} : { now: at });
    await subscribeConsumers(platform, disclosureConsumers);
    const signer = { ...platform.signer, name: successor };
    renamed = {
      ...platform,
      signer,
      context: (of) => ({ ...platform.context(of), signer }),
    };
    old = receiptOf(platform, 'of the first period');
    await record(platform, old);
    const closed = await closeShard(platform, successor);
    assert(closed.ok, 'the shard is closed', closed);
    last = closed.value.last;
    expect(closed.value).toMatchObject({ shard: 1, key: renderNoteKey(signer) });
    fresh = receiptOf(renamed, 'of the second period');
    await record(renamed, fresh);
  });

  it('names its successor in its last checkpoint and entry, which names it in turn', async () => {
    expect(successorOf(last)).toBe(successor);
    expect(last.split('\n').slice(0, 2)).toEqual([platform.signer.name, '2']);
    const shards = await (await get('/api/v1/log/shards')).json();
    expect(shards).toMatchObject([
      { shard: 1, size: 2, successor, path: '/log/shards/1', closedAt: at && renderInstant(at) },
      { shard: 2, origin: successor, size: 2, successor: null, path: '/log' },
    ]);
    const { entries } = (await (await get('/api/v1/log/entries?from=0&limit=1')).json()) as {
      readonly entries: readonly { readonly leaf: { readonly root: string } }[];
    };
    expect(last.split('\n')[2]).toBe(entries[0]?.leaf.root);
  });

  it('is recomputed with what follows it, by us and by monitors, each under its own key', async () => {
    const reports = await verifyShards(systemContext(renamed));
    expect(reports).toMatchObject([
      { shard: 1, origin: platform.signer.name, size: 2, faults: [] },
      { shard: 2, origin: successor, size: 2, faults: [] },
    ]);
    const places = [
      { key: platform.signer, base: '/log/shards/1', otherBase: '/log' },
      { key: renamed.signer, base: '/log', otherBase: '/log/shards/1' },
    ];
    for (const { key, base, otherBase } of places) {
      const asked = { key, last: undefined, others: [], isHashed: true };
      expect(await followLog({ ...asked, read: readOf(base) })).toMatchObject({ ok: true });
      expect(await followLog({ ...asked, read: readOf(otherBase) })).toMatchObject({
        refusal: { code: 'origin_differs' },
      });
      const stranger = await readKey(renderNoteKey(key));
      expect(await checkLogEntries(readOf(base), { key: stranger })).toMatchObject({ size: 2 });
    }
  });

  it('goes on proving its receipts, to who knows its key', async () => {
    const heads = await systemContext(renamed).read(listHeads);
    const [key, ...earlierKeys] = keysOfShards(renamed.signer, heads);
    assert(key, 'there is a key');
    for (const receipt of [old, fresh]) {
      const whole = await completeReceipt(systemContext(renamed), receipt);
      expect(verifyReceipt(whole, { key, earlierKeys }).verdict).toBe('proved');
      const own = await readKey(
        renderNoteKey({ name: receipt.promise.origin, publicKey: key.publicKey }),
      );
      expect(await checkReceipt(whole, { key: own })).toBe('proved');
    }
    const whole = await completeReceipt(systemContext(renamed), old);
    expect(verifyReceipt(whole, { key }).verdict).toBe('refused');
  });

  it('takes nothing more, and is not signed or served under the old name', async () => {
    await expect(
      sql`update disclosure.head set size = size + 1 where id = 1`.execute(platform.db),
    ).rejects.toThrow('is closed');
    expect(await signCheckpoint(systemContext(platform))).toMatchObject({
      refusal: { code: 'log_origin_differs', origin: successor },
    });
    await expect(requireLogOrigin(platform)).rejects.toThrow(`AMENDS_LOG_ORIGIN=${successor}`);
    await expect(requireLogOrigin(renamed)).resolves.toBeUndefined();
  });

  it('is closed only for a successor with a name of its own', async () => {
    const refusals = [
      ['Not a name', 'log_origin_malformed'],
      [successor, 'log_origin_used'],
      [platform.signer.name, 'log_origin_used'],
    ] as const;
    for (const [name, code] of refusals) {
      expect(await closeShard(renamed, name)).toMatchObject({ refusal: { code } });
    }
    const third = await closeShard(renamed, 'amends.local/log/2028');
    expect(third).toMatchObject({ value: { shard: 2 } });
    expect((await verifyShards(systemContext(renamed))).map(({ faults }) => faults)).toEqual([
      ...[[], [], []],
    ]);
  });

  it('is found out when a shard begins with something else than the one before came to', async () => {
    await sql.raw('alter table disclosure.entry disable trigger all').execute(platform.db);
    await sql`update disclosure.entry set data = 'forged' where shard = 2 and index = 0`.execute(
      platform.db,
    );
    const reports = await verifyShards(systemContext(renamed));
    expect(reports[1]?.faults).toContainEqual({ code: 'shard_not_successor', shard: 2 });
    expect(reports[0]?.faults).toEqual([]);
  });
});
