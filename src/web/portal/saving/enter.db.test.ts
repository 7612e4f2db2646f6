import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimantContext } from '../../../../test/support/platform.ts';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../../test/support/portal-bench.ts';
import { openEntry } from '../../../claims/identity/entry-commands.ts';
import { addMs } from '../../../kernel/index.ts';
import { openAppTrust, sql } from '../../../platform/index.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let bench: PortalBench;
let key: Key;
let strange: Key;

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  key = pair.privateKey;
  strange = (await generateKeyPair('EdDSA')).privateKey;
  const keysFile = join(mkdtempSync(join(tmpdir(), 'amends-keys-')), 'jwks.json');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'EdDSA' };
  writeFileSync(keysFile, JSON.stringify({ keys: [jwk] }));
  const appTrust = openAppTrust({ issuer: 'https://app.example', audience: 'amends', keysFile });
  bench = await openPortalBench({ outside: { appTrust } });
});

const said = {
  party_class: 'small_business',
  plan: '톡채널 비즈니스',
  usage: '10월 알림 1,204건',
  contact: 'shop@example.org',
  answers: { order_share: '35', unknown_question: 'x' },
};

interface Changed {
  readonly payload?: object;
  readonly issuer?: string;
  readonly audience?: string;
  readonly lifeSeconds?: number;
  readonly issuedAgo?: number;
  readonly by?: Key;
  readonly jti?: string | undefined;
}

let serial = 0;

async function sign(changed: Changed = {}): Promise<string> {
  const issuedAt = Math.floor(bench.now / 1000) - (changed.issuedAgo ?? 0);
  serial += 1;
  const jti = 'jti' in changed ? changed.jti : `assertion-number-${serial}`;
  const token = new SignJWT({ ...said, ...changed.payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'one' })
    .setIssuer(changed.issuer ?? 'https://app.example')
    .setAudience(changed.audience ?? 'amends')
    .setSubject('account-4711')
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (changed.lifeSeconds ?? 300));
  if (jti !== undefined) token.setJti(jti);
  return token.sign(changed.by ?? key);
}

const open = (assertion: string) =>
  openEntry(claimantContext(bench.platform, { now: bench.now }), {
    incidentId: bench.incidentId,
    assertion,
  });

describe('an assertion of the company’s own app', () => {
  test('fills in account, plan, usage and answers, and the claim is the account’s', async () => {
    const entry = await open(await sign());
    expect(entry.ok).toBe(true);
    const code = entry.ok ? entry.value.code : '';
    const browser = bench.openBrowser();
    const shown = await browser.open(`/ko/enter/${code}`);
    expect(shown.html).toContain('앱에서 확인했습니다');
    expect(shown.html).not.toContain('account-4711');
    const began = await browser.open(`/ko/enter/${code}`, {});
    expect(began.path).toBe(`${base}/q/service`);
    expect((await browser.open(`${base}/q/q-order_share`)).status).toBe(200);
    await answerUntil(browser);
    const check = await browser.open(`${base}/check-answers`);
    expect(check.html).toContain('account-4711');
    expect(check.html).toContain('톡채널 비즈니스');
    const number = await fileDraft(browser);
    const { rows } = await sql`select party_id from claims.claim where number = ${number}`.execute(
      bench.platform.db,
    );
    expect(rows).toEqual([{ party_id: 'account-4711' }]);
    const again = await open(await sign());
    const second = bench.openBrowser();
    await second.open(`/ko/enter/${again.ok ? again.value.code : ''}`, {});
    expect(await answerUntil(second, 'q-affected_from')).toBe(`${base}/own`);
    expect((await second.open(`${base}/own`)).html).toContain(number);
  });

  test('opens once, and within five minutes', async () => {
    const entry = await open(await sign());
    const path = `/ko/enter/${entry.ok ? entry.value.code : ''}`;
    expect((await bench.openBrowser().open(path, {})).status).toBe(200);
    const twice = await bench.openBrowser().open(path, {});
    expect(twice.status).toBe(404);
    expect(twice.html).toContain('한 번만 열 수 있습니다');
    const late = await open(await sign());
    const { now } = bench;
    bench.now = addMs(now, 5 * 60_000);
    const over = await bench.openBrowser().open(`/ko/enter/${late.ok ? late.value.code : ''}`, {});
    bench.now = now;
    expect(over.status).toBe(404);
  });

  test('is taken once, also when sent twice at the same time', async () => {
    const assertion = await sign();
    const both = await Promise.all([open(assertion), open(assertion)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await open(assertion)).toEqual({ ok: false, refusal: { code: 'assertion_used' } });
  });

  test.each<[string, Changed, string]>([
    ['of another key', {}, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['of another issuer', { issuer: 'https://evil.example' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['for another audience', { audience: 'shop' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['that is over', { issuedAgo: 600 }, 'ERR_JWT_EXPIRED'],
    ['without an id', { jti: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['good for an hour', { lifeSeconds: 3600 }, 'exp'],
    ['with an id that can be guessed', { jti: '1' }, 'jti'],
    ['with a class that is no text', { payload: { party_class: 7 } }, 'party_class'],
  ])('%s is refused', async (name, changed, why) => {
    const assertion = await sign({
      ...changed,
      ...(name === 'of another key' ? { by: strange } : {}),
    });
    expect(await open(assertion)).toEqual({
      ok: false,
      refusal: { code: 'assertion_refused', why },
    });
  });

  test('without a signature, or signed with a shared secret, is refused', async () => {
    const payload = (await sign()).split('.')[1] ?? '';
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await open(`${none}.${payload}.`)).toMatchObject({ ok: false });
    const secret = await new SignJWT({ jti: 'x'.repeat(20), sub: 'a' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://app.example')
      .setAudience('amends')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(new Uint8Array(32));
    expect(await open(secret)).toMatchObject({ ok: false, refusal: { code: 'assertion_refused' } });
  });

  test('leaves nothing readable behind', async () => {
    await open(await sign());
    const { rows } = await sql<{ content: Buffer | null; row: string }>`
      select content, to_jsonb(e)::text as row from claims.app_entry e`.execute(bench.platform.db);
    const all = rows.map(({ content, row }) => `${content?.toString('utf8')}${row}`).join('\n');
    expect(all).not.toMatch(/account-4711|톡채널|shop@example/);
  });
});
