import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeLog, makeReceipt, otherKey } from '../../../verify/verify.fixture.ts';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { createSigner } from '../../platform/index.ts';
import { parseNoteKey } from '../signed-note.ts';
import { renderAddCheckpoint } from './add-checkpoint.ts';
import { witnessRoutes } from './routes.ts';
import { openTreeStore } from './tree-store.ts';

const signer = createSigner({ name: 'witness.test/one', seed: new Uint8Array(32).fill(9) });
const noteOf = (files: ReadonlyMap<string, Uint8Array>): string =>
  new TextDecoder().decode(files.get('checkpoint'));
const first = noteOf(makeLog(3));
const request = { oldSize: 0, proof: [], note: first };
const hash = new Uint8Array(32);

async function openWitness(keyLine = makeReceipt().keyLine) {
  const key = parseNoteKey(keyLine);
  const app = witnessRoutes({
    signer,
    logs: key === undefined ? [] : [key],
    trees: await openTreeStore(mkdtempSync(join(tmpdir(), 'amends-witness-'))),
    clock: () => instantFromEpochMs(1_700_000_000_999),
    log: { info: () => undefined, warn: () => undefined },
  });
  return (body: string) => app.request('/add-checkpoint', { method: 'POST', body });
}

describe('a witness', () => {
  it.each([
    ['nothing', '', 400],
    ['no size', `old\n\n${first}`, 400],
    ['a size that is none', `old 01\n\n${first}`, 400],
    ['a hash that is none', `old 0\nabc\n\n${first}`, 400],
    ['too many hashes', renderAddCheckpoint({ ...request, proof: Array(64).fill(hash) }), 400],
    ['no note', 'old 0\n\nhello', 400],
    ['an old size beyond the checkpoint', renderAddCheckpoint({ ...request, oldSize: 4 }), 400],
    ['a log it does not follow', renderAddCheckpoint(request).replaceAll('amends.test', 'x'), 404],
    ['a changed checkpoint', renderAddCheckpoint(request).replace('\n3\n', '\n4\n'), 403],
    ['a proof from nothing', renderAddCheckpoint({ ...request, proof: [hash] }), 422],
  ])('answers %s as the protocol says', async (_what, body, status) => {
    expect((await (await openWitness())(body)).status).toBe(status);
  });

  it('believes only the key it was given', async () => {
    const ask = await openWitness(otherKey);
    expect((await ask(renderAddCheckpoint(request))).status).toBe(403);
  });

  it('signs once, the same again, and says what it saw when asked from elsewhere', async () => {
    const ask = await openWitness();
    const signed = await ask(renderAddCheckpoint(request));
    expect([signed.status, await signed.text()]).toEqual([
      200,
      expect.stringMatching(/^— witness\.test\/one [A-Za-z0-9+/=]+\n$/),
    ]);
    const behind = await ask(renderAddCheckpoint(request));
    expect([behind.status, behind.headers.get('content-type'), await behind.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '3\n',
    ]);
    expect((await ask(renderAddCheckpoint({ ...request, oldSize: 3 }))).status).toBe(200);
    const other = noteOf(makeLog(3, { changedIndex: 1 }));
    const forked = await ask(renderAddCheckpoint({ oldSize: 3, proof: [], note: other }));
    expect(forked.status).toBe(409);
  });

  it('lets only one of two forks through when both are asked at once', async () => {
    const ask = await openWitness();
    const other = noteOf(makeLog(3, { changedIndex: 1 }));
    const answers = await Promise.all([
      ask(renderAddCheckpoint(request)),
      ask(renderAddCheckpoint({ ...request, note: other })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });
});
