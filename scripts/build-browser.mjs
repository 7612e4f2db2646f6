// Bundles what runs in the browser: the receipt check and the policy to try of the public pages, the
// script that keeps a claim until it is filed, and the one that sends documents in parts.
import { join } from 'node:path';
import { build } from 'vite';
import { projectDir } from './setup.mjs';

const bundles = {
  'verify-receipt.js': ['src', 'web', 'public', 'verify', 'browser.ts'],
  'upload.js': ['src', 'web', 'portal', 'upload', 'browser.ts'],
  'try-policy.js': ['src', 'web', 'public', 'try-policy', 'browser.ts'],
  'keep-claim.js': ['src', 'web', 'portal', 'ticket', 'browser.ts'],
};

let isFirst = true;
for (const [name, entry] of Object.entries(bundles)) {
  await build({
    root: projectDir,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(projectDir, 'dist', 'assets'),
      emptyOutDir: isFirst,
      lib: { entry: join(projectDir, ...entry), formats: ['es'], fileName: () => name },
    },
  });
  isFirst = false;
}
