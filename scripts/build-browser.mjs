// Bundles what runs in the browser: the receipt check of the public pages.
import { join } from 'node:path';
import { build } from 'vite';
import { projectDir } from './setup.mjs';

await build({
  root: projectDir,
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: join(projectDir, 'dist', 'assets'),
    emptyOutDir: true,
    lib: {
      entry: join(projectDir, 'src', 'web', 'public', 'verify', 'browser.ts'),
      formats: ['es'],
      fileName: () => 'verify-receipt.js',
    },
  },
});
