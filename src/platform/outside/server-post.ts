import { lookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { PlatformError } from '../platform-error.ts';
import { isPublicAddress } from './public-address.ts';

/** A request to a server that an administrator named. */
export interface ServerRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a server answered: of a body longer than `bodyBytesMax` nothing is given. */
export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The way to servers outside that an administrator named. */
export interface ServerPost {
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
  post(request: ServerRequest): Promise<ServerAnswer>;
}

const waitMs = 10_000;
const bodyBytesMax = 4 * 1024 * 1024;

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
      const why = `${hostname} stands for an address that is not public. To ask it all the same, name it in AMENDS_WEBHOOK_INSIDE.`;
      return callback(Object.assign(refused(why), { errno: 0 }) as NodeJS.ErrnoException, '');
    }
    if (options.all === true) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/** Gives `host:port` of an address, with the port that goes without saying. */
function placeOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function whyNotUrl(url: URL, known: ReadonlySet<string>): string | undefined {
  if (url.username !== '' || url.password !== '') return 'The address has a password in it.';
  if (known.has(placeOf(url))) return undefined;
  if (url.protocol !== 'https:') {
    return `${url.host} would be asked without encryption. Give an address that begins with https://, or name the host in AMENDS_WEBHOOK_INSIDE.`;
  }
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isPublicAddress(address)) {
    return `${address} is not the address of a public server. To ask it all the same, name it in AMENDS_WEBHOOK_INSIDE.`;
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

function ask(url: URL, post: ServerRequest, isKnown: boolean): Promise<ServerAnswer> {
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
 * @param hosts `host:port` of servers of the operator's own that may be inside or without TLS
 * @source OWASP API Security 2023, API7 (server-side request forgery)
 */
export function openServerPost(hosts: readonly string[] = []): ServerPost {
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
        return await ask(url, request, known.has(placeOf(url)));
      } catch (cause) {
        if (cause instanceof PlatformError && cause.code === 'outside_refused') throw cause;
        throw unanswered(url, cause);
      }
    },
  };
}
