#!/usr/bin/env node
// The command line: makes sure that the clone is set up, then hands over to the compiled program.
import { ensureBuild, ensureDependencies, requireNode } from '../scripts/setup.mjs';

requireNode();
await ensureDependencies();
await ensureBuild();
const { main } = await import('../dist/src/main.js');
process.exitCode = await main(process.argv.slice(2));
