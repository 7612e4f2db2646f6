import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineForTaking, stripDocument } from '../../src/claims/evidence/index.ts';
import { writeTwin } from '../../src/cli/export.ts';
import { writeExport } from '../../src/cli/report/export.ts';
import { recomputeExport } from '../../src/disclosure/export/index.ts';
import {
  approveReport,
  disclosureConsumers,
  type NoteKey,
  prepareReport,
  renderBase64,
  renderNoteKey,
  renderPromise,
  signCheckpoint,
} from '../../src/disclosure/index.ts';
import { loadReceiptProof } from '../../src/disclosure/queries.ts';
import { attachDocument } from '../../src/incident/attachments/attachment-commands.ts';
import { addTimelineEntry, openIncident } from '../../src/incident/index.ts';
import { claimNumber, type Instant, parseInstant } from '../../src/kernel/index.ts';
import {
  drainOutbox,
  findProjectDir,
  newUuid,
  type Platform,
  publishEvents,
  sha256,
  subscribeConsumers,
} from '../../src/platform/index.ts';
import { openBrowser } from '../support/browser.ts';
import { openTestPlatform, staffContext, systemContext } from '../support/platform.ts';

// The public report as files: readable from a disk or any web server, checked and recomputed from
// nothing but themselves.

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
};

function serveFolder(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (bytes) => {
        response.setHeader('content-type', types[extname(path)] ?? 'text/plain; charset=utf-8');
        response.end(bytes);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function recordClaim(platform: Platform): Promise<Record<string, unknown>> {
  const [salt, contentHash] = [sha256('salt'), sha256('content')];
  const facts = {
    format: 'amends-receipt/1' as const,
    claimNumber: claimNumber(sha256('number')),
    incident: 'fire',
    submittedAt: '2022-10-19T01:02:03.004Z',
    contentHash: renderBase64(contentHash),
    salt: renderBase64(salt),
    commitment: renderBase64(sha256(Buffer.concat([salt, contentHash]))),
  };
  const promise = { origin: platform.signer.name, includeBy: '2022-10-19T01:03:03.004Z' };
  const signature = renderBase64(platform.signer.sign(renderPromise({ ...facts, promise })));
  const publicKey = renderBase64(platform.signer.publicKey);
  const { commitment } = facts;
  await systemContext(platform).transact((tx) =>
    publishEvents(tx, [{ type: 'claim_submitted', subject: 'claim', payload: { commitment } }]),
  );
  return { ...facts, promise: { ...promise, keyId: promise.origin, publicKey, signature } };
}

/** What the report cites: the one thing that is not in the folder. */
const source = 'https://example.org/';

const examiner = { examine: examineForTaking, strip: stripDocument };
const documents = {
  public: { filename: '차단기 기록.csv', bytes: Buffer.from('when,what\n15:30,breaker open\n') },
  private: { filename: 'shifts.csv', bytes: Buffer.from('who,when\nnobody,15:30\n') },
} as const;

/** Adds an entry of each visibility to the timeline, each with a document. */
async function attachDocuments(platform: Platform, incidentId: string): Promise<void> {
  const investigator = staffContext(platform, 'investigator');
  for (const visibility of ['public', 'private'] as const) {
    const id = newUuid();
    const occurredAt = parseInstant('2022-10-15T15:30:00+09:00') as Instant;
    const told = { text: { ko: '차단', en: 'The breaker opened' }, statedBy: 'company' };
    const entry = { id, incidentId, occurredAt, occurredPrecision: 'exact' as const, visibility };
    const added = await addTimelineEntry(investigator, { ...entry, ...told, sources: [1] });
    expect(added).toMatchObject({ ok: true });
    const sent = { id: newUuid(), incidentId, entryId: id, ...documents[visibility] };
    expect(await attachDocument(investigator, sent, examiner)).toMatchObject({ ok: true });
  }
}

async function publish(platform: Platform, incidentId: string, headline: string): Promise<void> {
  const text = { ko: { headline: `${headline} 제목` }, en: { headline } };
  const editor = staffContext(platform, 'investigator');
  const draft = await prepareReport(editor, { incidentId, text });
  expect(draft).toMatchObject({ ok: true });
  const approver = staffContext(platform, 'approver');
  expect(await approveReport(approver, draft.ok ? draft.value.id : '')).toMatchObject({ ok: true });
}

describe('the exported report', () => {
  let platform: Platform;
  let folder: string;
  let out: string;
  let key: NoteKey;
  let receipt: Record<string, unknown>;
  const place = () => ({ out, address: 'https://copy.example.org' });
  const read = async (path: string) => new Uint8Array(await readFile(join(out, path)));

  beforeAll(async () => {
    platform = await openTestPlatform();
    folder = await mkdtemp(join(tmpdir(), 'amends-export-'));
    out = join(folder, 'report');
    key = { name: platform.signer.name, publicKey: platform.signer.publicKey };
    await subscribeConsumers(platform, disclosureConsumers);
    const incidentId = newUuid();
    const opened = await openIncident(staffContext(platform, 'investigator'), {
      id: incidentId,
      slug: 'fire',
      titles: { ko: '화재', en: 'The fire' },
      zone: 'Asia/Seoul',
      openedAt: parseInstant('2022-10-15T15:30:00+09:00') as Instant,
      parties: [{ code: 'company', titles: { ko: '회사', en: 'The company' } }],
      functions: [{ service: 'talk', function: 'send', titles: { ko: '톡', en: 'Talk' } }],
      sources: [{ number: 1, address: source }],
    });
    expect(opened).toMatchObject({ ok: true });
    await attachDocuments(platform, incidentId);
    receipt = await recordClaim(platform);
    const context = systemContext(platform);
    const early = await writeExport(context, { slug: 'fire', ...place() });
    expect(early).toMatchObject({ refusal: { code: 'export_no_report' } });
    await publish(platform, incidentId, 'The first');
    expect(await writeExport(context, { slug: 'fire', ...place() })).toMatchObject({
      refusal: { code: 'export_not_signed' },
    });
    await publish(platform, incidentId, 'The second');
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(context);
    const log = await context.read((tx) => loadReceiptProof(tx, String(receipt.commitment)));
    receipt = { ...receipt, log };
    expect(await writeExport(context, { slug: 'fire', ...place() })).toMatchObject({
      value: { version: 2 },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function followLinks(base: string): Promise<ReadonlySet<string>> {
    const browser = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
    const page = await browser.newPage();
    const seen = new Set([`${base}index.html`]);
    // A set is gone through in the order things are added, those added on the way too.
    for (const address of seen) {
      const response = await page.request.get(address);
      expect([address, response.status()]).toEqual([address, 200]);
      if (!response.headers()['content-type']?.startsWith('text/html')) continue;
      await page.goto(address);
      const links = await page.$$eval('a[href]', (all) =>
        all.map((link) => (link as unknown as { href: string }).href.replace(/#.*$/, '')),
      );
      for (const link of links) if (link !== source) seen.add(link);
      expect(seen.size).toBeLessThan(200);
    }
    return seen;
  }

  it('has no link that leads nowhere, and none that leaves the folder but to a source', async () => {
    const server = await serveFolder(out);
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const seen = [...(await followLinks(base))];
      const leaving = seen.filter((link) => !link.startsWith(base) || link.includes('?'));
      expect(leaving).toEqual([]);
      const some = [
        'changes-2.en.html',
        'verify/index.html',
        'status/notices.en.html',
        'status/public/feed.ko.atom',
      ].map((name) => base + name);
      expect(seen).toEqual(expect.arrayContaining(some));
    } finally {
      server.close();
    }
  });

  it('is part of the copy of everything public, which any web server serves', async () => {
    const copy = join(folder, 'copy');
    const given = { out: copy, address: 'https://copy.example.org', brand: undefined };
    const twin = await writeTwin(systemContext(platform), given);
    expect(twin).toMatchObject({ reported: ['fire'], unreported: [] });
    expect(await writeTwin(systemContext(platform), given)).toMatchObject({ reported: ['fire'] });
    const server = await serveFolder(copy);
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const seen = [...(await followLinks(base))];
      expect(seen.filter((link) => !link.startsWith(base) || link.includes('?'))).toEqual([]);
      const some = ['notices.ko.html', 'notices.en.html', 'report/fire/index.html'];
      expect(seen).toEqual(expect.arrayContaining(some.map((name) => base + name)));
    } finally {
      server.close();
    }
  });

  it('opens from a disk, and its verifier proves a receipt and the report there, offline', async () => {
    const browser = await openBrowser({ locale: 'ko-KR', width: 1280, isScriptOn: true });
    await browser.setOffline(true);
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(out, 'index.html')).href);
    expect(await page.textContent('h1')).toBe('The second 제목');
    await page.goto(pathToFileURL(join(out, 'verify', 'index.html')).href);
    const keyLine = (await readFile(join(out, 'key.txt'), 'utf8')).trim();
    const check = async (text: string, line = keyLine): Promise<string> => {
      await page.fill('#key', line);
      await page.fill('#text', text);
      await page.click('button');
      await page.waitForFunction("document.getElementById('result').className !== ''");
      const said = (await page.textContent('#result')) ?? '';
      await page.evaluate("document.getElementById('result').className = ''");
      return said;
    };
    expect(await page.textContent('#result')).toBe('');
    expect(await check(JSON.stringify(receipt), '')).toContain('로그의 키를 적어 주세요');
    expect(await check(JSON.stringify(receipt), '')).not.toContain('Not confirmed');
    expect(await check('')).toContain('choose the file of the receipt');
    expect(await check(JSON.stringify(receipt))).toContain('The claim is in the public log');
    expect(await check(JSON.stringify({ ...receipt, incident: 'flood' }))).toContain(
      'the promise is not signed by the key, or was changed',
    );
    expect(await check('{')).toContain('this is not a receipt that can be read');
    await page.setInputFiles('#files', [join(out, 'report.json'), join(out, 'proof.json')]);
    expect(await check('')).toContain('hash is in the public log');
    await page.setInputFiles('#files', [join(out, 'report-1.json'), join(out, 'proof.json')]);
    expect(await check('')).toContain('the proof is of another report');
  });

  it('has the verifier that stands in the project, whose page opens from a disk too', async () => {
    const own = join(findProjectDir(), 'verify');
    for (const name of ['index.html', 'verify.mjs', 'check.mjs', 'recompute.mjs']) {
      expect(Buffer.from(await read(`verify/${name}`))).toEqual(await readFile(join(own, name)));
    }
    const browser = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(own, 'index.html')).href);
    expect(await page.textContent('#result')).toContain('node check.mjs');
  });

  it('has the documents of the public timeline, and nothing of the private one', async () => {
    const [name, ...more] = await readdir(join(out, 'attachments'));
    expect(more).toEqual([]);
    const path = `attachments/${name}`;
    expect(Buffer.from(await read(path))).toEqual(documents.public.bytes);
    const [served, pages] = [encodeURI(path), ['index.html', 'index.en.html']];
    for (const page of pages) {
      expect(new TextDecoder().decode(await read(page))).toContain(`href="${served}"`);
    }
    const all = await readdir(out, { recursive: true });
    expect(all.filter((file) => file.includes('shifts'))).toEqual([]);
  });

  it('has the state of the services and what was told of the outage beside it', async () => {
    const text = async (path: string) => new TextDecoder().decode(await read(path));
    const status = await text('status/en.html');
    expect(status).toContain('The fire');
    expect(status).toContain('href="../index.en.html"');
    expect(await text('status/notices.ko.html')).toContain('장애 발생');
    const summary = JSON.parse(await text('status/api/v2/summary.json'));
    expect(summary.page.url).toContain('https://copy.example.org/status');
  });

  it('is recomputed from its own files to the figures that were published', async () => {
    expect(await recomputeExport(read, key)).toMatchObject({
      ...{ slug: 'fire', version: 2, faults: [] },
      figures: expect.arrayContaining([{ name: '/claims/total', value: '0' }]),
    });
  });

  const change = (path: string, from: string, to: string) => async (asked: string) => {
    const bytes = await read(asked);
    if (asked !== path) return bytes;
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain(from);
    return new TextEncoder().encode(text.replace(from, to));
  };

  it.each([
    ['a figure', 'report.json', '"total":"0"', '"total":"7"', 'export_figure_differs'],
    ['a word', 'report.json', 'The second', 'The third', 'export_report_not_in_log'],
    ['a file', 'inputs/claims.csv', 'claims\n', 'claims\na,b,c,deny,9\n', 'export_file_changed'],
    ['the note', 'report.note', 'version 2', 'version 3', 'export_signature_wrong'],
    ['an entry', 'log/tile/entries/000.p/4', '"version":2', '"version":5', 'export_log_differs'],
  ])('is found out when %s was changed', async (_, path, from, to, code) => {
    const { faults } = await recomputeExport(change(path, from, to), key);
    expect(faults.map((fault) => fault.code)).toContain(code);
  });

  const recomputeAlone = (dir: string, line: string) =>
    spawnSync('node', [join(dir, 'verify', 'recompute.mjs'), dir, '--key', line], {
      encoding: 'utf8',
    });

  it('is recomputed to the same figures by one file that needs nothing else', async () => {
    const { figures } = await recomputeExport(read, key);
    const { stdout, stderr, status } = recomputeAlone(out, renderNoteKey(key));
    expect([stderr, status]).toEqual(['', 0]);
    const own = stdout.split('\n').filter((line) => line.startsWith('  /'));
    expect(own).toEqual(figures.map(({ name, value }) => `  ${name} = ${value}`));
    expect(own.length).toBeGreaterThan(4);
  });

  it('is found out under another key', async () => {
    const other = { ...key, publicKey: sha256('another') };
    const { faults } = await recomputeExport(read, other);
    expect(faults.map((fault) => fault.code)).toContain('export_log_differs');
  });

  it('is refused where other files stand, and replaces an earlier export', async () => {
    const again = await writeExport(systemContext(platform), { slug: 'fire', ...place() });
    expect(again).toMatchObject({ ok: true });
    await writeFile(join(out, 'key.txt'), 'changed');
    expect(await writeExport(systemContext(platform), { slug: 'flood', ...place() })).toMatchObject(
      {
        refusal: { code: 'export_incident_unknown', slug: 'flood' },
      },
    );
    expect(await readFile(join(out, 'key.txt'), 'utf8')).toBe('changed');
  });
});
