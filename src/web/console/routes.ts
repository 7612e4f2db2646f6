import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { createApi, problem } from '../../platform/index.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What a console page may load and where it may ask: its own server, and nothing else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // No text becomes a program or markup but what app/continuity/simulate/trusted.ts lets through.
  "require-trusted-types-for 'script'",
  'trusted-types amends-losses',
].join('; ');

async function loadFile(dir: string, path: string): Promise<Uint8Array | undefined> {
  const inside = normalize(`/${path}`);
  try {
    return new Uint8Array(await readFile(join(dir, inside)));
  } catch {
    return undefined;
  }
}

/**
 * Serves the operator console under /console: its bundle, and its one page for every address that
 * is not a file, so that a page can be opened by its own address.
 */
export function consoleRoutes(projectDir: string): ReturnType<typeof createApi> {
  const dir = join(projectDir, 'dist', 'console');
  const app = createApi();
  app.get('/console/assets/*', async (c) => {
    const path = c.req.path.slice('/console/'.length);
    const file = await loadFile(dir, path);
    const mediaType = mediaTypes[extname(path)];
    if (file === undefined || mediaType === undefined) {
      return problem({ status: 404, code: 'not_found' });
    }
    return c.body(file as Uint8Array<ArrayBuffer>, 200, {
      'content-type': mediaType,
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  const page = async (): Promise<Response> => {
    const file = await loadFile(dir, 'index.html');
    if (file === undefined) return problem({ status: 404, code: 'not_found' });
    return new Response(file as Uint8Array<ArrayBuffer>, {
      headers: {
        'content-type': mediaTypes['.html'] ?? '',
        'content-security-policy': contentSecurityPolicy,
        'cache-control': 'no-cache',
      },
    });
  };
  app.get('/console', page);
  app.get('/console/*', page);
  return app;
}
