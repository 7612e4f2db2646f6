import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform } from '../../../test/support/platform.ts';
import { assert } from '../../kernel/index.ts';
import {
  type Context,
  createSigner,
  type HttpServer,
  listen,
  type Platform,
  sql,
  systemActor,
} from '../../platform/index.ts';
import { signCheckpoint } from '../commands.ts';
import { renderLeaf } from '../leaf.ts';
import { loadLatestCheckpoint } from '../queries.ts';
import { closeShard } from '../shards/index.ts';
import { parseSignedNote } from '../signed-note.ts';
import { appendEntries } from '../store.ts';
import { cosignLatest, readWitnesses, type Witness } from './cosign-commands.ts';
import { renderWitnessKey, verifyCosignature } from './cosignature.ts';
import { witnessRoutes } from './routes.ts';
import { openTreeStore } from './tree-store.ts';

const silent = { info: () => undefined, warn: () => undefined };

describe('the witnesses of a log', () => {
  let platform: Platform;
  let eventId = 1_000_000n; // far from the ids of events that are published
  const servers: HttpServer[] = [];
  const dirs = ['one', 'two'].map((name) => mkdtempSync(join(tmpdir(), `amends-witness-${name}-`)));

  const contextOf = (of: Platform) => of.context({ actor: systemActor });

  async function grow(ctx: Context, texts: readonly string[]): Promise<void> {
    await ctx.transact((tx) =>
      appendEntries(
        tx,
        texts.map((incidentId) => ({
          kind: 'incident_opened' as const,
          data: renderLeaf('incident_opened', { incidentId }),
          subject: incidentId,
          sourceEventId: eventId++,
        })),
        ctx.now,
      ),
    );
    expect((await signCheckpoint(ctx)).ok).toBe(true);
  }

  async function startWitness(
    index: number,
    origins: readonly string[] = [platform.signer.name],
  ): Promise<Witness> {
    const dir = dirs[index] ?? '';
    const name = `witness.test/${index}`;
    const signer = createSigner({ name, seed: new Uint8Array(32).fill(60 + index) });
    const { publicKey } = platform.signer;
    const app = witnessRoutes({
      signer,
      logs: origins.map((origin) => ({ name: origin, publicKey })),
      trees: await openTreeStore(dir),
      clock: () => contextOf(platform).now,
      log: silent,
    });
    const server = await listen({ app, host: '127.0.0.1', port: 0 });
    servers.push(server);
    const text = `http://127.0.0.1:${server.port}/ ${renderWitnessKey({ name, publicKey: signer.publicKey })}`;
    const [witness] = readWitnesses({ witnesses: [text] });
    if (witness === undefined) throw new Error('the witness is read');
    return witness;
  }

  beforeAll(async () => {
    platform = await openTestPlatform();
  });
  afterAll(() => Promise.all(servers.map((server) => server.close(0))));

  it('both sign each checkpoint, and what is served carries their lines', async () => {
    const [one, two] = [await startWitness(0), await startWitness(1)];
    for (const size of [3, 5]) {
      await grow(contextOf(platform), size === 3 ? ['a', 'b', 'c'] : ['d', 'e']);
      for (const witness of [one, two]) {
        expect(await cosignLatest(contextOf(platform), witness)).toEqual({ ok: true, value: size });
      }
    }
    const latest = await contextOf(platform).read(loadLatestCheckpoint);
    const note = parseSignedNote(latest?.note ?? '');
    if (!note.ok) throw new Error(note.refusal.code);
    expect(note.value.signatures).toHaveLength(3);
    expect(verifyCosignature(note.value, one.key)).toMatchObject({ ok: true });
    expect(verifyCosignature(note.value, two.key)).toMatchObject({ ok: true });
    const swapped = { ...note.value, text: note.value.text.replace('\n5\n', '\n6\n') };
    expect(verifyCosignature(swapped, one.key)).toMatchObject({
      refusal: { code: 'signature_wrong' },
    });
  });

  it('go on after a restart from what they wrote down', async () => {
    const again = await startWitness(0);
    await grow(contextOf(platform), ['f']);
    expect(await cosignLatest(contextOf(platform), again)).toEqual({ ok: true, value: 6 });
  });

  it('are asked from where they are when this log forgot what they signed', async () => {
    const again = await startWitness(0);
    await grow(contextOf(platform), ['g']);
    const ctx = contextOf(platform);
    await sql`alter table disclosure.cosignature disable trigger append_only`.execute(platform.db);
    await sql`delete from disclosure.cosignature where witness = ${again.key.name}`.execute(
      platform.db,
    );
    expect(await cosignLatest(ctx, again)).toEqual({ ok: true, value: 7 });
  });

  it('refuse another history of the same log, and the log hears which size they saw', async () => {
    const witness = await startWitness(0);
    const fork = await openTestPlatform();
    const forkCtx = () => ({ ...contextOf(fork), signer: platform.signer });
    const texts = Array.from({ length: 9 }, (_, index) => `fork ${index}`);
    await grow(forkCtx(), texts);
    expect(await cosignLatest(forkCtx(), witness)).toMatchObject({
      refusal: { code: 'witness_disagrees' },
    });
    await grow(contextOf(platform), ['after']);
    expect(await cosignLatest(contextOf(platform), witness)).toMatchObject({ ok: true });
  });

  it('that lost their state file refuse to start rather than sign again', async () => {
    const path = join(dirs[1] ?? '', 'trees.json');
    const kept = readFileSync(path, 'utf8');
    writeFileSync(path, kept.slice(0, 20));
    await expect(openTreeStore(dirs[1] ?? '')).rejects.toThrow('must not sign again');
    writeFileSync(path, kept);
  });

  it('that cannot be reached leave the log as it is', async () => {
    const witness = await startWitness(1);
    await servers.at(-1)?.close(0);
    await grow(contextOf(platform), ['h']);
    expect(await cosignLatest(contextOf(platform), witness)).toMatchObject({
      refusal: { code: 'witness_unreachable' },
    });
  });

  it('sign the end of a log that is closed, and its successor as a log of its own', async () => {
    const successor = 'amends.local/log/next';
    expect(await closeShard(platform, successor)).toMatchObject({ ok: true });
    const { signer } = platform;
    const renamed = { ...platform, signer: { ...signer, name: successor } };
    const ctx = () => ({ ...contextOf(renamed), signer: renamed.signer });
    const loadFirst = () => ctx().read((tx) => loadLatestCheckpoint(tx, 1));
    const unaware = await startWitness(0);
    // Its operator has not told it the new key yet: the end of the closed log is signed all the same.
    expect(await cosignLatest(ctx(), unaware)).toMatchObject({
      refusal: { code: 'witness_refused', status: 404 },
    });
    const last = parseSignedNote((await loadFirst())?.note ?? '');
    assert(last.ok, 'the last checkpoint is read', last);
    expect(last.value.text).toContain(successor);
    expect(verifyCosignature(last.value, unaware.key)).toMatchObject({ ok: true });
    const told = await startWitness(0, [signer.name, successor]);
    const next = await ctx().read(loadLatestCheckpoint);
    expect(await cosignLatest(ctx(), told)).toEqual({ ok: true, value: next?.size });
    // One that knows only the successor is not asked about what it forgot for ever.
    const forgetful = await startWitness(1, [successor]);
    expect(await cosignLatest(ctx(), forgetful)).toEqual({ ok: true, value: next?.size });
  });
});
