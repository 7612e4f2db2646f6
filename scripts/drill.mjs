// `npm run drill`: three sites on this machine, and what sites suffer; see docs/operating/three-sites.md.
import { ensureBuild, ensureDependencies, requireNode } from './setup.mjs';

requireNode();
await ensureDependencies();
await ensureBuild();
const { runDrill } = await import('../dist/bench/drill/main.js');
process.exitCode = await runDrill(process.argv.slice(2));
