import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { PlatformError } from '../platform-error.ts';

/** A listening HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Stops taking connections and waits, at most `drainMs`, until those open have been answered. */
  close(drainMs?: number): Promise<void>;
}

/**
 * Listens on the address.
 *
 * @throws PlatformError `port_in_use` (names the port and the variable that changes it) or
 *   `port_forbidden`
 */
export function listen(options: {
  // biome-ignore lint/suspicious/noExplicitAny: the server takes an app of any environment
  app: Hono<any, any, any>;
  host: string;
  port: number;
}): Promise<HttpServer> {
  const { app, host, port } = options;
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
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
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const messages: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is in use by another program. Stop it, or choose another port with AMENDS_PORT.`,
        EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 with AMENDS_PORT.`,
      };
      const code = cause.code === 'EADDRINUSE' ? 'port_in_use' : 'port_forbidden';
      const message =
        messages[cause.code ?? ''] ?? `${host}:${port} cannot be opened: ${cause.message}`;
      reject(new PlatformError(code, { message, cause }));
    });
  });
}
