/** @jsxImportSource hono/jsx */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from '/work/main/node_modules/playwright-core/index.mjs';
import { CheckReceiptPage } from '/work/main/src/web/public/check-receipt.page.tsx';
import { publicContentSecurityPolicy } from '/work/main/src/web/public/style.ts';
import { createSigner, sha256 } from '/work/main/src/platform/index.ts';
import { renderNoteKey, renderPromise, renderBase64, hashLeaf, renderLeaf } from '/work/main/src/disclosure/index.ts';
import { renderSignedNote } from '/work/main/src/disclosure/signed-note.ts';
import { claimNumber } from '/work/main/src/kernel/index.ts';
const signer = createSigner({ name: 'amends.local/log', seed: new Uint8Array(32).fill(5) });
const page = '<!doctype html>' + String(await (CheckReceiptPage as any)({ locale: 'ko', logKey: renderNoteKey(signer), scriptPath: '/assets/verify-receipt.js' }));
const [salt, contentHash] = [sha256('s'), sha256('c')];
const commitment = renderBase64(sha256(Buffer.concat([salt, contentHash])));
const facts = { format: 'amends-receipt/1' as const, claimNumber: claimNumber(sha256('n')), incident: 'x', submittedAt: '2022-10-19T01:02:03.004Z', contentHash: renderBase64(contentHash), salt: renderBase64(salt), commitment };
const promise = { origin: signer.name, includeBy: '2022-10-19T01:03:03.004Z' };
const root = hashLeaf(renderLeaf('claim_submitted', { commitment }));
const checkpoint = renderSignedNote({ text: `${signer.name}\n1\n${renderBase64(root)}\n`, key: signer, sign: (m) => signer.sign(m) });
const receipt = { ...facts, promise: { ...promise, keyId: signer.name, publicKey: renderBase64(signer.publicKey), signature: renderBase64(signer.sign(renderPromise({ ...facts, promise }))) }, log: { leafIndex: 0, treeSize: 1, inclusionProof: [], checkpoint } };
import { writeFileSync } from 'node:fs';
writeFileSync('/tmp/dv/receipt.json', JSON.stringify(receipt));
writeFileSync('/tmp/dv/forged.json', JSON.stringify({ ...receipt, incident: 'y' }));
writeFileSync('/tmp/dv/key.txt', renderNoteKey(signer));
const server = createServer((q, r) => {
  if (q.url?.startsWith('/assets')) { r.setHeader('content-type', 'text/javascript'); r.end(readFileSync('/tmp/dv/out/verify-receipt.js')); return; }
  r.setHeader('content-type', 'text/html; charset=utf-8'); r.setHeader('content-security-policy', publicContentSecurityPolicy);
  r.end(q.url === '/incident' ? readFileSync('/tmp/dv/page.html') : page);
}).listen(0);
const port = (server.address() as any).port;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 390, height: 844 } });
const noise: string[] = []; tab.on('console', (m) => noise.push(m.text())); tab.on('pageerror', (e) => noise.push(String(e)));
let posts = 0; tab.on('request', (r) => { if (r.method() === 'POST') posts += 1; });
await tab.goto(`http://127.0.0.1:${port}/`);
await tab.fill('#text', JSON.stringify(receipt)); await tab.click('button');
await tab.waitForSelector('.result'); console.log(await tab.innerText('#outcome'));
await tab.screenshot({ path: '/tmp/dv/check.png', fullPage: true });
await tab.fill('#text', JSON.stringify({ ...receipt, incident: 'y' })); await tab.click('button');
await tab.waitForSelector('.refused'); console.log((await tab.innerText('.result h2')), 'posts', posts);
await tab.fill('#text', '{'); await tab.click('button'); await tab.waitForSelector('.err'); console.log(await tab.innerText('.err'));
await tab.goto(`http://127.0.0.1:${port}/incident`); await tab.screenshot({ path: '/tmp/dv/incident.png', fullPage: true });
const axe = readFileSync('/work/main/node_modules/axe-core/axe.min.js', 'utf8');
for (const url of ['/', '/incident']) {
  const ctx = await browser.newContext({ bypassCSP: true }); const t = await ctx.newPage(); await t.goto(`http://127.0.0.1:${port}${url}`); await t.evaluate(axe);
  const result = await t.evaluate(() => (globalThis as any).axe.run()); console.log(url, 'axe', result.violations.map((v: any) => v.id + ': ' + v.nodes.map((n: any) => n.html.slice(0, 90)).join(' | ')));
  console.log('overflow', await t.evaluate('document.documentElement.scrollWidth > innerWidth'));
}
console.log('noise', noise);
await browser.close(); server.close();
