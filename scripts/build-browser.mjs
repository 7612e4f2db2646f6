// Bundles what runs in the browser: the receipt check of the public pages, the sending of documents in
// parts, and the script that keeps a claim until it is filed.
import { join } from 'node:path';
import { build } from 'vite';
import { projectDir } from './setup.mjs';

const bundles = [
  { entry: ['public', 'verify'], name: 'verify-receipt.js' },
  { entry: ['portal', 'upload'], name: 'upload.js' },
  { entry: ['portal', 'ticket'], name: 'keep-claim.js' },
];

for (const [index, { entry, name }] of bundles.entries()) {
  await build({
    root: projectDir,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(projectDir, 'dist', 'assets'),
      emptyOutDir: index === 0,
      lib: {
        entry: join(projectDir, 'src', 'web', ...entry, 'browser.ts'),
        formats: ['es'],
        fileName: () => name,
      },
    },
  });
}
