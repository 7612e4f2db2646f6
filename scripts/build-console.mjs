// Bundles the operator console into dist/console.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { projectDir } from './setup.mjs';

await build({
  root: join(projectDir, 'src', 'web', 'console', 'app'),
  base: '/console/',
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: join(projectDir, 'dist', 'console'),
    emptyOutDir: true,
    // A page may load nothing from a data address but pictures, so no file is put inside another.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
