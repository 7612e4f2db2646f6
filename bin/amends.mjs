#!/usr/bin/env -S node --max-semi-space-size=32
// A larger young generation, because every request leaves short-lived objects: less collecting.
// The command line: makes sure that the clone is set up, then hands over to the compiled program.
import { ensureBuild, ensureDependencies, requireNode } from '../scripts/setup.mjs';

// Whoever reads only the beginning (`… | head`) has what they want: no fault to tell.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
requireNode();
await ensureDependencies();
await ensureBuild();
const { main } = await import('../dist/src/main.js');
process.exitCode = await main(process.argv.slice(2));
