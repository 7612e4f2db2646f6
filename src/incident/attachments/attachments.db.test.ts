import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { examineForTaking, stripDocument } from '../../claims/evidence/index.ts';
import { parseInstant } from '../../kernel/index.ts';
import { type Context, createApp, type Platform, sha256, sql } from '../../platform/index.ts';
import { publicRoutes } from '../../web/public/routes.tsx';
import { incidentRoutes } from '../routes.ts';

const examiner = { examine: examineForTaking, strip: stripDocument };
const titles = { ko: '가', en: 'a' };
const place = 'Exif.GPSInfo secret place';

let platform: Platform;
let staff: Context;
let visitor: Context;
let incidentId: string;
let picture: Buffer;
const entries = { public: '', private: '' };

async function send(path: string, options: { body?: object; ctx?: Context } = {}) {
  const { body, ctx = staff } = options;
  const routers = [
    { path: '/', router: incidentRoutes({ examiner }) },
    { path: '/', router: publicRoutes() },
  ];
  const app = createApp({ contextOf: async () => ctx, routers });
  if (body === undefined) return app.request(path);
  const headers = { 'content-type': 'application/json' };
  return app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const base = () => `/api/v1/incidents/${incidentId}`;

async function attach(entryId: string, filename: string, bytes: Uint8Array, id = staff.newId()) {
  const body = { id, filename, content: Buffer.from(bytes).toString('base64') };
  const answered = await send(`${base()}/timeline/${entryId}/attachments`, { body });
  return { id, status: answered.status, answer: (await answered.json()) as { code?: string } };
}

interface Listed {
  readonly id: string;
  readonly entryId: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly sha256: string;
}

async function list(ctx: Context): Promise<readonly Listed[]> {
  return (await (await send(`${base()}/attachments`, { ctx })).json()) as Listed[];
}

beforeAll(async () => {
  const now = parseInstant('2022-12-20T23:30:00+09:00');
  platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator');
  visitor = claimantContext(platform);
  incidentId = staff.newId();
  picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } })
    .withExif({ IFD0: { Copyright: place } })
    .jpeg()
    .toBuffer();
  const opened = await send('/api/v1/incidents', {
    body: {
      ...{ id: incidentId, slug: 'shown', titles, zone: 'Asia/Seoul' },
      openedAt: '2022-10-15T15:00:00+09:00',
      parties: [{ code: 'company', titles }],
      functions: [{ service: 'melon', function: 'streaming', titles }],
      sources: [{ number: 1, address: 'https://example.org' }],
    },
  });
  expect(opened.status).toBe(201);
  for (const visibility of ['public', 'private'] as const) {
    entries[visibility] = staff.newId();
    const entry = {
      ...{ id: entries[visibility], occurredAt: '2022-10-15T15:30:00+09:00', visibility },
      ...{ occurredPrecision: 'exact', text: titles, statedBy: 'company', sources: [1] },
    };
    expect((await send(`${base()}/timeline`, { body: entry })).status).toBe(201);
  }
});

describe('a document attached to the timeline', () => {
  it('of a public entry is on the public page, without what is beside its content', async () => {
    expect(picture.includes(place)).toBe(true);
    const { status } = await attach(entries.public, '../현장 사진.jpg', picture);
    expect(status).toBe(201);
    const [listed] = await list(visitor);
    expect(listed).toMatchObject({ filename: '현장 사진.jpg', mediaType: 'image/jpeg' });
    const address = `/public/shown/attachments/${listed?.sha256}`;
    const page = await (await send('/public/shown?lang=ko', { ctx: visitor })).text();
    expect(page).toContain(`href="${address}"`);
    const answered = await send(address, { ctx: visitor });
    const shown = Buffer.from(await answered.arrayBuffer());
    expect(Buffer.from(sha256(shown)).toString('hex')).toBe(listed?.sha256);
    expect(shown.includes(place)).toBe(false);
    expect(answered.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answered.headers.get('content-security-policy')).toContain('sandbox');
    expect(answered.headers.get('cache-control')).toContain('immutable');
  });

  it('of a private one is encrypted, and given to staff only, which is on record', async () => {
    const text = Buffer.from('when,what\n15:30,the breaker tripped\n');
    const { id, status } = await attach(entries.private, 'notes.csv', text);
    expect(status).toBe(201);
    const { rows } = await sql<{ content: Buffer; filename: Buffer; hash: string }>`
      select content, filename, encode(sha256, 'hex') as hash from incident.attachment
      where id = ${id}`.execute(platform.db);
    expect(rows[0]?.content.includes('breaker')).toBe(false);
    expect(rows[0]?.filename.includes('notes')).toBe(false);
    expect((await list(visitor)).map((one) => one.id)).not.toContain(id);
    expect((await list(staff)).find((one) => one.id === id)?.filename).toBe('notes.csv');
    const path = `${base()}/attachments/${id}/content`;
    expect((await send(path, { ctx: visitor })).status).toBe(403);
    expect((await send(`/public/shown/attachments/${rows[0]?.hash}`)).status).toBe(404);
    const given = await send(path);
    expect(await given.text()).toBe(text.toString());
    expect(given.headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''notes/,
    );
    const audit = await sql<{ count: bigint }>`select count(*) as count from platform.audit
      where action = 'incident.attachment_read' and subject = ${incidentId}`.execute(platform.db);
    expect(Number(audit.rows[0]?.count)).toBe(1);
  });

  it('is refused by its content, where there is no entry, and beyond ten', async () => {
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    expect(await attach(entries.public, 'a.pdf', html)).toMatchObject({
      answer: { code: 'evidence_type_refused' },
    });
    expect(await attach(entries.public, 'a.jpg', picture.subarray(0, 200))).toMatchObject({
      answer: { code: 'evidence_cut_off' },
    });
    expect(await attach(staff.newId(), 'a.jpg', picture)).toMatchObject({
      answer: { code: 'timeline_entry_unknown' },
    });
    for (let at = 2; at <= 10; at += 1) {
      const { status } = await attach(entries.private, 'n.csv', Buffer.from(`a,${at}\n`));
      expect(status).toBe(201);
    }
    expect(await attach(entries.private, 'n.csv', Buffer.from('a,11\n'))).toMatchObject({
      answer: { code: 'attachments_too_many' },
    });
  });

  it('sent again under its id is one; the database lets none be more public than its entry', async () => {
    const id = staff.newId();
    const text = Buffer.from('once,only\n');
    expect(await attach(entries.public, 'once.csv', text, id)).toMatchObject({ status: 201 });
    expect((await attach(entries.public, 'once.csv', text, id)).answer).toMatchObject({
      isNew: false,
    });
    const { rows } = await sql<{ count: bigint }>`select count(*) as count
      from incident.attachment where entry_id = ${entries.public}`.execute(platform.db);
    expect(Number(rows[0]?.count)).toBe(2);
    const leaked = sql`insert into incident.attachment (id, incident_id, entry_id, is_public,
        filename, media_type, byte_count, sha256, content)
      select ${entries.private}, incident_id, ${entries.private}, true, 'a', 'text/csv', 1,
        sha256('a'), 'a' from incident.attachment limit 1`.execute(platform.db);
    await expect(leaked).rejects.toThrow('not as public as its entry');
  });
});
