import { lookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { BlockList, isIP } from 'node:net';
import { PlatformError } from '../platform-error.ts';

/** A request to a server that an administrator named. */
export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a server answered: of a body longer than `bodyBytesMax` nothing is given. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The way to servers outside that an administrator named. */
export interface Outbound {
  /**
   * Tells why an address is never asked; undefined when it may be. What its name stands for is
   * looked at again when it is asked.
   */
  whyNot(url: string): string | undefined;
  /**
   * Sends one request and gives its answer, whatever its status; no redirect is followed.
   *
   * @throws PlatformError `outside_refused` when the address may not be asked: nothing was sent
   * @throws PlatformError `outside_unanswered` when no whole answer came: it may have been taken
   */
  post(request: OutboundPost): Promise<OutboundAnswer>;
}

const waitMs = 10_000;
const bodyBytesMax = 4 * 1024 * 1024;

/** Addresses that no public server has. @source RFC 6890 and the IANA special-purpose registries */
const closed = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  closed.addSubnet(network, prefix, 'ipv6');
}

/** Tells whether an address is one of a public server; IPv4 written within IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return !closed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function refused(why: string): PlatformError {
  return new PlatformError('outside_refused', { message: why });
}

function unanswered(url: URL, cause: unknown): PlatformError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlatformError('outside_unanswered', {
    message: `${url.host} gave no answer that can be read: ${why}`,
    retryable: true,
    cause,
  });
}

/** Looks a name up, and gives only addresses of public servers: the one that is then connected to. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, '');
    const addresses = Array.isArray(found) ? found : [found];
    const [first] = addresses;
    const isOpen = addresses.every(({ address }) => isPublicAddress(address));
    if (first === undefined || !isOpen) {
      const why = `${hostname} stands for an address that is not public. To ask it all the same, name it in AMENDS_OUTBOUND_HOSTS.`;
      return callback(Object.assign(refused(why), { errno: 0 }) as NodeJS.ErrnoException, '');
    }
    if (options.all === true) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function whyNotUrl(url: URL, known: ReadonlySet<string>): string | undefined {
  if (url.username !== '' || url.password !== '') return 'The address has a password in it.';
  if (known.has(url.host)) return undefined;
  if (url.protocol !== 'https:') {
    return `${url.host} would be asked without encryption. Give an address that begins with https://, or name the host in AMENDS_OUTBOUND_HOSTS.`;
  }
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isPublicAddress(address)) {
    return `${address} is not the address of a public server. To ask it all the same, name it in AMENDS_OUTBOUND_HOSTS.`;
  }
  return undefined;
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let byteCount = 0;
  for await (const piece of message) {
    byteCount += (piece as Buffer).length;
    if (byteCount > bodyBytesMax) throw new Error(`more than ${bodyBytesMax} bytes`);
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

function ask(url: URL, post: OutboundPost, isKnown: boolean): Promise<OutboundAnswer> {
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...post.headers, 'content-length': Buffer.byteLength(post.body).toString() },
    signal: AbortSignal.timeout(waitMs),
    ...(isKnown ? {} : { lookup: lookUpPublic }),
  };
  return new Promise((resolve, reject) => {
    const asked = send(url, options, (message) => {
      readBody(message).then(
        (body) =>
          resolve({
            status: message.statusCode ?? 0,
            headers: message.headers as Record<string, string | undefined>,
            body,
          }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(post.body);
  });
}

/**
 * Opens the way outside. Only servers at public addresses are asked, over TLS, whatever a name
 * stands for when it is looked up; a redirect is an answer and is not followed.
 *
 * @param hosts `host` or `host:port`, as in an address, that are asked although they are inside or
 *   without TLS
 * @source OWASP API Security 2023, API7 (server-side request forgery)
 */
export function openOutbound(hosts: readonly string[] = []): Outbound {
  const known = new Set(hosts);
  const parse = (text: string): URL | string => {
    if (!URL.canParse(text)) return `"${text.slice(0, 100)}" is not an address.`;
    const url = new URL(text);
    if (!/^https?:$/.test(url.protocol))
      return 'The address begins with neither https:// nor http://.';
    return whyNotUrl(url, known) ?? url;
  };
  return {
    whyNot(text) {
      const parsed = parse(text);
      return typeof parsed === 'string' ? parsed : undefined;
    },
    async post(request) {
      const url = parse(request.url);
      if (typeof url === 'string') throw refused(url);
      try {
        return await ask(url, request, known.has(url.host));
      } catch (cause) {
        if (cause instanceof PlatformError && cause.code === 'outside_refused') throw cause;
        throw unanswered(url, cause);
      }
    },
  };
}
