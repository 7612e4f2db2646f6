// Makes the console's typed client from the OpenAPI document that the server serves.
// `npm run client` after a route or schema changed; a test says when that was forgotten.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeApi } from '../src/main.ts';
import { findProjectDir } from '../src/platform/index.ts';

const projectDir = findProjectDir();
const makerDir = join(projectDir, 'scripts', 'client');
const target = join(projectDir, 'src/web/console/app/api/schema.generated.ts');

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, {
    cwd: makerDir,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${result.status}`);
}

const document = JSON.stringify(await describeApi(), null, 1);
if (!existsSync(join(makerDir, 'node_modules'))) run('npm', ['ci', '--ignore-scripts']);
const scratch = mkdtempSync(join(tmpdir(), 'amends-client-'));
try {
  const [input, output] = [join(scratch, 'openapi.json'), join(scratch, 'schema.ts')];
  writeFileSync(input, document);
  run('node', ['node_modules/openapi-typescript/bin/cli.js', input, '-o', output]);
  const digest = createHash('sha256').update(document).digest('hex');
  writeFileSync(target, `// openapi sha256: ${digest}\n${readFileSync(output, 'utf8')}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${target} is made anew.\n`);
