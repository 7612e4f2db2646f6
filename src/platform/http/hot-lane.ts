import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import { withSpan } from '../telemetry/spans.ts';
import { answerError, securityHeaders } from './http.ts';
import { needsGuard } from './json-body.ts';
import type { Metrics } from './metrics.ts';

/** What a hot route answers when all is well: the status and the text of the JSON body. */
export interface HotAnswer {
  readonly status: number;
  readonly text: string;
  /** Seconds after which the sender may come again. */
  readonly retryAfter?: string;
}

/** What of a request the hot route answers by: it is plain data, so that a thread can be handed it. */
export interface HotVisit {
  /** The body as it came, at most 64 KiB; {@link readHotJson} reads it. */
  readonly bytes: Uint8Array;
  /** The network address it came from, where it is known. */
  readonly address: string | undefined;
}

/** The one route that must stand a rush, answered without the router. */
export interface HotRoute {
  /** The whole path; the method is POST, the body JSON. */
  readonly path: string;
  /**
   * Answers one request.
   *
   * @returns undefined when the router must answer: it alone words what is wrong with an input
   */
  answer(visit: HotVisit): Promise<HotAnswer | undefined>;
}

/** Takes requests of the hot route, and leaves every other to the router. */
export interface HotLane {
  /** Tells whether the request was taken; it is then answered. */
  take(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
}

interface LaneParts {
  readonly route: HotRoute;
  /** Gives the address that a request came from. */
  readonly addressOf: (incoming: IncomingMessage) => string | undefined;
  /** The router, for what the hot route leaves to it. */
  readonly fetch: (request: Request, env: object) => Response | Promise<Response>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'requestSeconds' | 'problems'>;
}

const bodyBytesMax = 64 * 1024;

/**
 * Headers with which the router has something to decide: who is signed in, which site sent it, whose
 * trace it is, how the body is wrapped.
 */
const routersHeaders = [
  'cookie',
  'authorization',
  'origin',
  'sec-fetch-site',
  'traceparent',
  'expect',
  'transfer-encoding',
  'content-encoding',
] as const satisfies readonly (keyof IncomingHttpHeaders)[];

function isForLane(incoming: IncomingMessage, path: string): boolean {
  const { method, url, headers } = incoming;
  if (method !== 'POST' || url !== path || headers['content-type'] !== 'application/json') {
    return false;
  }
  if (!/^[\w.:[\]-]+$/.test(headers.host ?? '')) return false;
  const length = Number(headers['content-length']);
  if (!(length > 0 && length <= bodyBytesMax)) return false;
  return routersHeaders.every((name) => headers[name] === undefined);
}

function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.once('end', () =>
      resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)),
    );
    incoming.once('error', reject);
    incoming.once('aborted', () => reject(new Error('the sender went away')));
  });
}

/** Reads the body of a hot request as JSON; undefined when the router has to look it through. */
export function readHotJson(bytes: Uint8Array): unknown {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    return needsGuard(text) ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function writeAnswer(outgoing: ServerResponse, { status, text, retryAfter }: HotAnswer): void {
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...securityHeaders,
  });
  outgoing.end(text);
}

async function writeResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = { ...Object.fromEntries(response.headers), 'content-length': body.length };
  outgoing.writeHead(response.status, headers).end(body);
}

/** Puts the request together again for the router, with the body that was read. */
function toRequest(incoming: IncomingMessage, body: Buffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const url = `http://${incoming.headers.host}${incoming.url}`;
  return new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
}

/**
 * Makes the lane of the one route that must stand a rush.
 *
 * Only plain requests go through it: JSON of up to 64 KiB without cookie, origin or anything else
 * that the router decides by. It gives the same context, safety headers, metrics and error answers
 * as the router does, and whatever it does not answer itself goes through the router whole.
 *
 * @source ARCHITECTURE.md, "The rules": the rush
 */
export function openHotLane(parts: LaneParts): HotLane {
  const { route, log, metrics } = parts;
  const attributes = { 'http.request.method': 'POST', 'http.route': route.path };

  function count(outgoing: ServerResponse, startedAt: number): void {
    const status = String(outgoing.statusCode);
    const labels = { method: 'POST', route: route.path, status };
    metrics.requestSeconds.observe(labels, (performance.now() - startedAt) / 1000);
    if (outgoing.statusCode >= 400) metrics.problems.inc({ status });
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const bytes = await readBody(incoming);
    try {
      const answered = await route.answer({ bytes, address: parts.addressOf(incoming) });
      if (answered === undefined) {
        const env = { incoming, outgoing };
        await writeResponse(outgoing, await parts.fetch(toRequest(incoming, bytes), env));
        return;
      }
      writeAnswer(outgoing, answered);
    } catch (error) {
      const response = answerError(error, log);
      for (const [name, value] of Object.entries(securityHeaders)) {
        response.headers.set(name, value);
      }
      await writeResponse(outgoing, response);
    }
    count(outgoing, startedAt);
  }

  return {
    take(incoming, outgoing) {
      if (!isForLane(incoming, route.path)) return false;
      const name = `POST ${route.path}`;
      void withSpan(name, { kind: 'server', attributes }, () => answer(incoming, outgoing)).catch(
        () => outgoing.destroy(),
      );
      return true;
    },
  };
}
