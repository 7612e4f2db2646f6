// `npm run bench -- NAME`: one figure beside its peer or limit, measured in the same run.
import { ensureBuild, ensureDependencies, requireNode } from './setup.mjs';

requireNode();
await ensureDependencies();
await ensureBuild();
const { runBench } = await import('../dist/bench/main.js');
process.exitCode = await runBench(process.argv.slice(2));
