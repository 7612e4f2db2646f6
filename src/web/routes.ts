import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApi, problem } from '../platform/index.ts';

const scripts = ['verify-receipt.js', 'keep-claim.js', 'upload.js', 'try-policy.js'] as const;

/**
 * Serves the bundles under /assets and sends `/` to the portal in the browser's language, Korean
 * unless English comes first.
 */
export function assetRoutes(projectDir: string): ReturnType<typeof createApi> {
  const app = createApi();
  app.get('/', (c) => {
    const isEnglish = /^\s*en\b/i.test(c.req.header('accept-language') ?? '');
    return c.redirect(isEnglish ? '/en' : '/ko', 302);
  });
  for (const name of scripts) {
    const script = readFile(join(projectDir, 'dist', 'assets', name));
    // Awaited by the route; without this a missing bundle would end the process at start.
    script.catch(() => undefined);
    app.get(`/assets/${name}`, async (c) => {
      try {
        return c.body(new Uint8Array(await script), 200, {
          'content-type': 'text/javascript; charset=utf-8',
          'cache-control': 'no-cache',
        });
      } catch {
        return problem({ status: 404, code: 'not_found' });
      }
    });
  }
  return app;
}
