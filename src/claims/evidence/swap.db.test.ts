import { beforeEach, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform } from '../../../test/support/platform.ts';
import { type Context, type Platform, type Scan, sha256, sql } from '../../platform/index.ts';
import {
  beginUpload,
  continueUpload,
  finishUpload,
  forgetUploads,
  listUploads,
  openUploads,
} from './upload-commands.ts';

// A document that is exchanged while it is examined, or afterwards (A41): the scanner is held at a
// barrier, and whatever is to happen meanwhile happens.

const clean = Buffer.from('날짜,매출\n2022-10-01,100\n');
const other = Buffer.from('날짜,매출\n2022-10-01,999\n');

let platform: Platform;
let ctx: Context;
let isScanning: Promise<void>;
let letScanEnd: () => void;
let scanned: Buffer[];

beforeEach(async () => {
  scanned = [];
  let begun = (): void => undefined;
  isScanning = new Promise((resolve) => {
    begun = resolve;
  });
  const barrier = new Promise<void>((resolve) => {
    letScanEnd = resolve;
  });
  const scan: Scan = async (bytes) => {
    scanned.push(Buffer.from(bytes));
    begun();
    await barrier;
    return 'clean';
  };
  platform = await openTestPlatform();
  ctx = { ...claimantContext(platform), outside: { ...claimantContext(platform).outside, scan } };
});

async function send(bytes: Uint8Array, announced = bytes.length) {
  const claimId = ctx.newId();
  const begun = await beginUpload(ctx, {
    ...{ claimId, kind: 'sales-records', filename: 'a.csv' },
    byteCount: announced,
  });
  if (!begun.ok) throw new Error(begun.refusal.code);
  const { uploadId } = begun.value;
  await continueUpload(ctx, { claimId, uploadId, position: 0, bytes });
  return { claimId, uploadId };
}

/** Puts other bytes in the place of a document's, as only somebody within the server could. */
async function exchange(uploadId: string): Promise<void> {
  const { rows } = await sql<{ salt: Buffer }>`select key_salt as salt from claims.upload
    where id = ${uploadId}`.execute(platform.db);
  const content = Buffer.from(
    ctx.vault.encrypt({ salt: rows[0]?.salt ?? Buffer.alloc(0), plaintext: other }),
  );
  await sql`update claims.upload_part set content = ${content} where upload_id = ${uploadId}`.execute(
    platform.db,
  );
}

describe('a document that is exchanged while the scanner looks at it', () => {
  it('is not taken: neither what was looked at nor what is there now', async () => {
    const sent = await send(clean);
    const finished = finishUpload(ctx, sent);
    await isScanning;
    await exchange(sent.uploadId);
    letScanEnd();
    expect(await finished).toEqual({ ok: false, refusal: { code: 'upload_not_found' } });
    expect(await openUploads(ctx, sent)).toEqual([]);
  });

  it('is not taken when it was taken back', async () => {
    const sent = await send(clean);
    const finished = finishUpload(ctx, sent);
    await isScanning;
    await forgetUploads(ctx, sent);
    letScanEnd();
    expect(await finished).toEqual({ ok: false, refusal: { code: 'upload_not_found' } });
    expect(await listUploads(ctx, sent)).toEqual([]);
  });

  it('is taken as it was looked at when nothing happened, by both who finish it', async () => {
    const sent = await send(clean);
    const both = [finishUpload(ctx, sent), finishUpload(ctx, sent)];
    await isScanning;
    letScanEnd();
    for (const finished of await Promise.all(both)) {
      expect(finished).toMatchObject({ ok: true, value: { mediaType: 'text/csv' } });
    }
    const [opened] = await openUploads(ctx, sent);
    expect(Buffer.from(opened?.bytes ?? [])).toEqual(clean);
    for (const bytes of scanned) expect(bytes).toEqual(clean);
    const [listed] = await listUploads(ctx, sent);
    expect(listed?.sha256).toEqual(Buffer.from(sha256(clean)));
  });
});

it('a part of a document is not examined in place of the whole', async () => {
  letScanEnd();
  const sent = await send(clean, clean.length + 10);
  const refused = await finishUpload(ctx, sent);
  expect(refused).toEqual({
    ok: false,
    refusal: { code: 'upload_out_of_step', receivedCount: clean.length },
  });
  expect(scanned).toEqual([]);
});

it('a document that is exchanged after it was taken is not filed', async () => {
  letScanEnd();
  const sent = await send(clean);
  expect(await finishUpload(ctx, sent)).toMatchObject({ ok: true });
  await exchange(sent.uploadId);
  await expect(openUploads(ctx, sent)).rejects.toThrow('as it was examined');
});
