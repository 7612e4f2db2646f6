import { lookup as resolveName } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { PlatformError } from '../platform-error.ts';

/** What an address outside answered; at most 4,000 characters of the body are read. */
export interface GuardedAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterSeconds?: number;
}

/**
 * Sends a body to an address that somebody outside chose.
 *
 * @throws PlatformError `address_refused` when it leads inside; `address_unanswered`, retryable,
 *   when nobody answers in ten seconds
 */
export type GuardedPost = (request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<GuardedAnswer>;

const waitMs = 10_000;
const answerMax = 4_000;

/** What is not the public internet. @source IANA special-purpose address registries (RFC 6890) */
function listInside(): BlockList {
  const inside = new BlockList();
  const ranges: readonly (readonly [string, number])[] = [
    ...([
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
    ] as const),
    ...([
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
    ] as const),
    ...([
      ['192.88.99.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
    ] as const),
    ...([
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
    ] as const),
  ];
  for (const [net, bits] of ranges) inside.addSubnet(net, bits, 'ipv4');
  const special = [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const;
  for (const [net, bits] of special) inside.addSubnet(net, bits, 'ipv6');
  return inside;
}

const inside = listInside();
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** Tells whether an IP address is one of the public internet, and no other. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  // Whatever embeds an IPv4 address (mapped, NAT64) lies outside of 2000::/3.
  return family === 6 && publicV6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

function refused(url: string, why: string): PlatformError {
  return new PlatformError('address_refused', {
    message: `${url} is not sent to: ${why}. A public https address would be.`,
  });
}

function parseTarget(text: string): URL {
  if (!URL.canParse(text)) throw refused(text, 'it is not a URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refused(text, 'it carries a password');
  return url;
}

/** Resolves a name and lets only public addresses through, at the moment of connecting. */
function guardLookup(text: string): LookupFunction {
  return (hostname, options, done) => {
    resolveName(hostname, { ...options, all: true }).then(
      (found) => {
        const bad = found.find(({ address }) => !isPublicAddress(address));
        const [first] = found;
        if (bad !== undefined || first === undefined) {
          done(refused(text, `${hostname} is ${bad?.address ?? 'nowhere'}`), '', 4);
        } else if (options.all === true) {
          done(null, found);
        } else {
          done(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    );
  };
}

function readAnswer(response: IncomingMessage): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      text = `${text}${part}`.slice(0, answerMax);
      if (text.length === answerMax) response.destroy();
    });
    response.on('error', reject);
    response.on('close', () => {
      const after = /^\d{1,6}$/.exec(String(response.headers['retry-after'] ?? ''))?.[0];
      const status = response.statusCode ?? 0;
      resolve({ status, text, ...(after ? { retryAfterSeconds: Number(after) } : {}) });
    });
  });
}

interface Target {
  readonly url: URL;
  /** one of the operator's own, which may be inside and plain */
  readonly isOwn: boolean;
}

function checkTarget(text: string, insideHosts: readonly string[]): Target {
  const url = parseTarget(text);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isOwn = insideHosts.includes(`${url.hostname}:${port}`);
  if (url.protocol !== 'https:' && !(isOwn && url.protocol === 'http:')) {
    throw refused(text, `it begins with ${url.protocol}`);
  }
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!isOwn && isIP(literal) !== 0 && !isPublicAddress(literal)) {
    throw refused(text, `${literal} is not a public address`);
  }
  return { url, isOwn };
}

function sendTo(
  { url, isOwn }: Target,
  sent: { headers: Readonly<Record<string, string>>; body: string },
): Promise<GuardedAnswer> {
  const { headers, body } = sent;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = send(url, {
      ...{ method: 'POST', agent: false, signal: AbortSignal.timeout(waitMs) },
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      ...(isOwn ? {} : { lookup: guardLookup(url.href) }),
    });
    asked.on('error', reject);
    asked.on('response', (response) => readAnswer(response).then(resolve, reject));
    asked.end(body);
  });
}

/**
 * Opens the way to addresses that others chose. Only https, only public addresses, checked when the
 * connection is made so that a name that changes its mind gains nothing; no redirect is followed.
 *
 * @param insideHosts `host:port` of receivers of the operator's own that may be inside and plain
 * @source OWASP, Server-Side Request Forgery Prevention, case 2
 */
export function openGuardedPost(insideHosts: readonly string[] = []): GuardedPost {
  return async ({ url, headers, body }) => {
    const target = checkTarget(url, insideHosts);
    try {
      return await sendTo(target, { headers, body });
    } catch (cause) {
      if (cause instanceof PlatformError) throw cause;
      throw new PlatformError('address_unanswered', {
        message: `${url} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
        retryable: true,
        cause,
      });
    }
  };
}
