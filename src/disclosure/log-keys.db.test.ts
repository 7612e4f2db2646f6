import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../test/support/platform.ts';
import {
  type Context,
  createSigner,
  drainOutbox,
  type Platform,
  publishEvents,
  type Signer,
  sha256,
  subscribeConsumers,
} from '../platform/index.ts';
import { renderBase64 } from './base64.ts';
import { openCheckpoint } from './checkpoint.ts';
import { recordKeyChange, signCheckpoint } from './commands.ts';
import { disclosureConsumers } from './consumers.ts';
import { listTiles, loadTile, tilePath } from './export/tile-queries.ts';
import { type KeyChange, keysOf, verifyKeyChange } from './log-keys.ts';
import { followLog } from './monitor/follow-log.ts';
import { hammerLog } from './monitor/hammer-log.ts';
import { listCheckpoints, listEntries, loadLatestCheckpoint } from './queries.ts';
import { verifyLog } from './verify-log.ts';

describe('a log whose key was changed', () => {
  let platform: Platform;
  let before: Context;
  let after: Context;
  let note: string;

  async function record(count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, at) => ({
      type: 'claim_submitted',
      subject: 'claim',
      payload: { commitment: renderBase64(sha256(`claim ${at}`)) },
    }));
    await systemContext(platform).transact((tx) => publishEvents(tx, events));
    await drainOutbox(platform, disclosureConsumers);
  }

  beforeAll(async () => {
    platform = await openTestPlatform();
    await subscribeConsumers(platform, disclosureConsumers);
    before = systemContext(platform);
    const next = createSigner({ name: before.signer.name, seed: new Uint8Array(32).fill(9) });
    const signer: Signer = { ...next, earlier: [before.signer] };
    after = { ...before, signer };
    await record(300);
    expect(await signCheckpoint(before)).toMatchObject({ ok: true });
    await recordKeyChange(after);
    await recordKeyChange(after);
    await record(3);
    const signed = await signCheckpoint(after);
    note = signed.ok ? signed.value.note : '';
  });

  it('is signed by both keys, and verified under each of them alone', async () => {
    const [present, earlier] = keysOf(after.signer);
    expect(openCheckpoint(note, present)).toMatchObject({ ok: true, value: { size: 304 } });
    expect(openCheckpoint(note, earlier ?? present)).toMatchObject({ ok: true });
    expect(await verifyLog(after)).toMatchObject({ faults: [], checkpointCount: 2 });
    expect(await verifyLog(before)).toMatchObject({ faults: [], checkpointCount: 2 });
  });

  it('is not verified under a key that never was its own', async () => {
    const other = createSigner({ name: before.signer.name, seed: new Uint8Array(32).fill(8) });
    const { faults } = await verifyLog({ ...before, signer: other });
    expect(faults).toContainEqual({
      ...{ code: 'checkpoint_signature_wrong', size: 304, reason: 'signature_missing' },
    });
  });

  it('says so once, signed by the earlier key', async () => {
    const entries = await before.read((tx) => listEntries(tx, { from: 0, until: 400 }));
    const changes = entries
      .filter(({ kind }) => kind === 'log_key_changed')
      .map(({ data }) => JSON.parse(Buffer.from(data).toString()) as KeyChange);
    expect(changes).toHaveLength(1);
    const [change] = changes as [KeyChange];
    const [present, earlier] = keysOf(after.signer);
    expect(verifyKeyChange(change, earlier ?? present)).toEqual(present);
    expect(verifyKeyChange(change, present)).toBeUndefined();
    const forged = { ...change, toKey: change.fromKey };
    expect(verifyKeyChange(forged, earlier ?? present)).toBeUndefined();
  });

  async function readTiles(): Promise<Map<string, Uint8Array>> {
    return before.read(async (tx) => {
      const checkpoint = await loadLatestCheckpoint(tx);
      const files = new Map([['checkpoint', Buffer.from(checkpoint?.note ?? '') as Uint8Array]]);
      for (const tile of listTiles(304)) {
        files.set(tilePath(tile), (await loadTile(tx, tile, { signedSize: 304 })) as Uint8Array);
      }
      return files;
    });
  }

  it('is signed no more by a process that started before the key was changed', async () => {
    await expect(signCheckpoint(before)).resolves.toMatchObject({
      refusal: { code: 'log_key_retired' },
    });
    expect(await signCheckpoint(after)).toMatchObject({ ok: true });
  });

  it('is followed by a monitor under either key, tiles of hashes too', async () => {
    const files = await readTiles();
    expect([...files.keys()]).toEqual([
      ...['checkpoint', 'tile/entries/000', 'tile/entries/001.p/48'],
      ...['tile/0/000', 'tile/0/001.p/48', 'tile/1/000.p/1'],
    ]);
    const read = async (path: string) => files.get(path) as Uint8Array;
    for (const key of keysOf(after.signer)) {
      const followed = await followLog({ key, last: undefined, others: [], read, isHashed: true });
      expect(followed).toMatchObject({ ok: true, value: { range: { size: 304 } } });
    }
  });

  it.each([
    'tile/0/000',
    'tile/0/001.p/48',
    'tile/1/000.p/1',
  ])('is found out by a monitor when a hash of %s was changed', async (path) => {
    const files = await readTiles();
    const changed = Uint8Array.from(files.get(path) as Uint8Array);
    changed[5] = (changed[5] ?? 0) ^ 1;
    files.set(path, changed);
    const read = async (asked: string) => files.get(asked) as Uint8Array;
    const [key] = keysOf(after.signer);
    const options = { key, last: undefined, others: [], read };
    expect(await followLog({ ...options, isHashed: true })).toMatchObject({
      refusal: { code: 'hash_tile_differs', path },
    });
    expect(await followLog(options)).toMatchObject({ ok: true });
  });

  it('stands being hammered: every entry is proved from the tiles, and nothing when one lies', async () => {
    const files = await readTiles();
    const [key] = keysOf(after.signer);
    const places = Array.from({ length: 304 }, (_, at) => at / 304);
    const hammer = (left: number[]) =>
      hammerLog({
        key,
        read: async (path) => files.get(path) as Uint8Array,
        isOver: () => left.length === 0,
        random: () => left.pop() ?? 0,
      });
    expect(await hammer([...places])).toEqual({
      ok: true,
      value: { checkpoints: 16, inclusionProofs: 304, consistencyProofs: 0, size: 304 },
    });
    const changed = Uint8Array.from(files.get('tile/0/000') as Uint8Array);
    changed[5] = (changed[5] ?? 0) ^ 1;
    files.set('tile/0/000', changed);
    expect(await hammer([...places])).toMatchObject({ refusal: { code: 'proof_wrong' } });
    files.set('tile/0/000', changed.slice(0, 100));
    expect(await hammer([...places])).toMatchObject({
      refusal: { code: 'hash_tile_differs', path: 'tile/0/000' },
    });
  });

  it('shows a reader that a later tree goes on from an earlier one, and what does not', async () => {
    const [key] = keysOf(after.signer);
    const files = await readTiles();
    const earlier = await before.read((tx) => listCheckpoints(tx, { from: 300, until: 301 }));
    const hammer = (notes: string[]) => {
      return hammerLog({
        key: keysOf(before.signer)[0],
        read: async (path) => {
          const next = path === 'checkpoint' ? notes.shift() : undefined;
          if (next !== undefined) return Buffer.from(next);
          const at = path.replace('001.p/44', '001.p/48');
          return (files.get(at) as Uint8Array).slice(0);
        },
        isOver: () => notes.length === 0,
        random: () => 0,
      });
    };
    const [first] = earlier;
    expect(key.publicKey).not.toEqual(before.signer.publicKey);
    const grown = await hammer([first?.note ?? '', note]);
    expect(grown).toMatchObject({ ok: true, value: { checkpoints: 2, consistencyProofs: 1 } });
    expect(await hammer([note, first?.note ?? ''])).toMatchObject({
      refusal: { code: 'log_shrank' },
    });
  });
});
