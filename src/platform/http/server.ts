import {
  createServer as createHttpServer,
  type RequestListener,
  type ServerOptions,
} from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { PlatformError } from '../platform-error.ts';
import type { HotLane } from './hot-lane.ts';

/** A listening HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Stops taking connections and waits, at most `drainMs`, until those open have been answered. */
  close(drainMs?: number): Promise<void>;
}

/**
 * How long an idle connection is kept: longer than proxies keep theirs (60 s is usual), so that it
 * is they who close it, and never in the moment in which a request is on its way.
 */
const keepAliveMs = 65_000;

interface Address {
  readonly host: string;
  readonly port: number;
}

function explainAddress({ host, port }: Address, cause: NodeJS.ErrnoException): PlatformError {
  const known: Readonly<Record<string, readonly [string, string]>> = {
    EADDRINUSE: [
      'port_in_use',
      `Port ${port} on ${host} is in use. If that is an Amends that runs already, open http://${host}:${port}; otherwise stop the other program, or choose another port with AMENDS_PORT.`,
    ],
    EACCES: [
      'port_forbidden',
      `Port ${port} may not be opened by this user. Choose one above 1023 with AMENDS_PORT.`,
    ],
  };
  const [code, message] = known[cause.code ?? ''] ?? [
    'address_unusable',
    `${host}:${port} cannot be opened (${cause.code ?? cause.message}): AMENDS_HOST should be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
  ];
  return new PlatformError(code, { message, cause });
}

/**
 * Finds out early, before long work, whether the address can be listened on.
 *
 * @throws PlatformError as {@link listen}
 */
export function probeAddress(address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer();
    probe.once('error', (cause) => reject(explainAddress(address, cause)));
    probe.listen(address.port, address.host, () => probe.close(() => resolve()));
  });
}

/**
 * Listens on the address.
 *
 * @throws PlatformError `port_in_use` (names the port and the variable that changes it),
 *   `port_forbidden` or `address_unusable`
 */
export function listen(
  options: Address & {
    // biome-ignore lint/suspicious/noExplicitAny: the server takes an app of any environment
    readonly app: Hono<any, any, any>;
    readonly lane?: HotLane;
  },
): Promise<HttpServer> {
  const { app, host, port, lane } = options;
  const createServer = ((settings: ServerOptions, listener: RequestListener) =>
    createHttpServer(settings, (incoming, outgoing) => {
      if (lane?.take(incoming, outgoing) !== true) listener(incoming, outgoing);
    })) as typeof createHttpServer;
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port, createServer }, (address) => {
      resolve({
        port: address.port,
        close: (drainMs = 10_000) =>
          new Promise((done) => {
            const force = setTimeout(() => {
              if ('closeAllConnections' in server) server.closeAllConnections();
            }, drainMs);
            server.close(() => {
              clearTimeout(force);
              done();
            });
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          }),
      });
    });
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = keepAliveMs;
    server.once('error', (cause: NodeJS.ErrnoException) => reject(explainAddress(options, cause)));
  });
}
