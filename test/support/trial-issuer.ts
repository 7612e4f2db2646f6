import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What the next person who comes back is said to be; `undefined` leaves a claim out. */
export type TrialClaims = Readonly<Record<string, unknown>>;

/** An issuer on this machine that says whatever a test has it say, rightly signed or not. */
export interface TrialIssuer {
  readonly url: string;
  /** claims over those of a good token, and how the token endpoint behaves */
  say(claims: TrialClaims, how?: { readonly status?: number; readonly isForged?: boolean }): void;
  /** the code of a person who signed in at the address that a browser was sent to */
  codeFor(sentTo: URL): string;
  /** every token that was given, to be looked for where none may be */
  readonly given: readonly string[];
  close(): Promise<void>;
}

export const trialClient = { id: 'amends', secret: 'a-secret-of-the-client' } as const;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

interface Granted {
  readonly nonce: string;
  readonly challenge: string;
}

/** Opens the issuer on a free port of the loopback. */
export async function openTrialIssuer(): Promise<TrialIssuer> {
  const own = await generateKeyPair('RS256');
  const strange = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Granted>();
  const given: string[] = [];
  let saying: TrialClaims = {};
  let how: { readonly status?: number; readonly isForged?: boolean } = {};
  let url = '';
  const send = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const makeToken = async (nonce: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: url, sub: 's-1', aud: trialClient.id, iat: now, exp: now + 300, nonce };
    const claims = JSON.parse(JSON.stringify({ ...good, ...saying })) as JWTPayload;
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own' });
    return signed.sign((how.isForged === true ? strange : own).privateKey);
  };
  const giveToken = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (how.status !== undefined) return send(response, { error: 'server_error' }, how.status);
    const code = body.get('code') ?? '';
    const granted = codes.get(code);
    codes.delete(code);
    const verifier = createHash('sha256').update(body.get('code_verifier') ?? '');
    const isProved = granted?.challenge === verifier.digest('base64url');
    if (granted === undefined || !isProved) return send(response, { error: 'invalid_grant' }, 400);
    const idToken = await makeToken(granted.nonce);
    given.push(idToken, `access-${code}`);
    const tokens = { access_token: `access-${code}`, token_type: 'bearer', id_token: idToken };
    return send(response, tokens);
  };
  const server = createServer((request, response) => {
    if (request.url === '/token') return void giveToken(request, response);
    if (request.url === '/jwks') return send(response, { keys: [key] });
    return send(response, {
      ...{ issuer: url, jwks_uri: `${url}/jwks`, token_endpoint: `${url}/token` },
      authorization_endpoint: `${url}/authorize`,
      response_types_supported: ['code'],
      ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] },
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    given,
    say(claims, ways = {}) {
      saying = claims;
      how = ways;
    },
    codeFor(sentTo) {
      const code = `code-${codes.size}-${Math.floor(performance.now() * 1000)}`;
      const nonce = sentTo.searchParams.get('nonce') ?? '';
      codes.set(code, { nonce, challenge: sentTo.searchParams.get('code_challenge') ?? '' });
      return code;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
