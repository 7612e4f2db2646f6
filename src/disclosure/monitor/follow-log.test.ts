import { describe, expect, it } from 'vitest';
import { makeLog, makeReceipt, otherKey } from '../../../verify/verify.fixture.ts';
import { parseNoteKey } from '../signed-note.ts';
import { type FollowedLog, followLog } from './follow-log.ts';

const key = parseNoteKey(makeReceipt().keyLine);
const forger = parseNoteKey(otherKey);
if (key === undefined || forger === undefined) throw new Error('the keys of the fixture are read');

type Files = ReadonlyMap<string, Uint8Array>;

function readerOf(files: Files): (path: string) => Promise<Uint8Array> {
  return async (path) => {
    const found = files.get(path);
    if (found === undefined) throw new Error(`there is no ${path}`);
    return found;
  };
}

const noteOf = (files: Files): string => new TextDecoder().decode(files.get('checkpoint'));

function look(files: Files, options: { last?: FollowedLog; others?: readonly string[] } = {}) {
  const { last, others = [] } = options;
  return followLog({ key: key as NonNullable<typeof key>, last, others, read: readerOf(files) });
}

async function seen(files: Files): Promise<FollowedLog> {
  const followed = await look(files);
  if (!followed.ok) throw new Error(followed.refusal.code);
  return followed.value;
}

/** The log with one entry of its first tile changed, and the root signed anew. */
function rewritten(size: number): Files {
  return makeLog(size, { changedIndex: 7 });
}

describe('a monitor', () => {
  it.each([0, 1, 255, 256, 257, 600])('recomputes a log of %i entries', async (size) => {
    expect((await seen(makeLog(size))).range.size).toBe(size);
  });

  it('goes on from its last look, reading only the tiles since then', async () => {
    const last = await seen(makeLog(300));
    const files = new Map(makeLog(700));
    files.delete('tile/entries/000');
    const followed = await look(files, { last });
    expect(followed).toMatchObject({ ok: true, value: { range: { size: 700 } } });
  });

  it('compares the checkpoints that others saw on the way', async () => {
    const others = [1, 200, 256, 600].map((size) => noteOf(makeLog(size)));
    expect(await look(makeLog(600), { others })).toMatchObject({ ok: true });
    const forked = noteOf(rewritten(200));
    expect(await look(makeLog(600), { others: [forked] })).toMatchObject({
      refusal: { code: 'root_differs', note: forked },
    });
  });

  it('finds a split view: two roots of one size, both signed', async () => {
    const [one, two] = [makeLog(600), rewritten(600)];
    expect(await look(one, { others: [noteOf(two)] })).toMatchObject({
      refusal: { code: 'split_view', notes: [noteOf(one), noteOf(two)] },
    });
    expect(await look(two, { last: await seen(one) })).toMatchObject({
      refusal: { code: 'split_view' },
    });
  });

  it('finds history rewritten before its last look', async () => {
    const last = await seen(makeLog(300));
    expect(await look(rewritten(700), { last })).toMatchObject({
      refusal: { code: 'root_differs' },
    });
  });

  it('finds a log that lost entries, and one that another key signed', async () => {
    const last = await seen(makeLog(300));
    expect(await look(makeLog(299), { last })).toMatchObject({ refusal: { code: 'log_shrank' } });
    const forged = await followLog({
      key: forger,
      last: undefined,
      others: [],
      read: readerOf(makeLog(3)),
    });
    expect(forged).toMatchObject({ refusal: { code: 'signature_missing' } });
  });

  it('finds a changed byte, and a bundle cut off', async () => {
    const files = new Map(makeLog(600));
    const bundle = Uint8Array.from(files.get('tile/entries/001') ?? []);
    files.set('tile/entries/001', bundle.slice(0, -1));
    expect(await look(files)).toMatchObject({
      refusal: { code: 'bundle_malformed', path: 'tile/entries/001' },
    });
    bundle[90] = (bundle[90] ?? 0) ^ 1;
    files.set('tile/entries/001', bundle);
    expect(await look(files)).toMatchObject({ refusal: { code: 'root_differs' } });
  });
});
