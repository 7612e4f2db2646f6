// What `npm test` and `.ci/run` are put together from: each check gives { passed, failed }.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './setup.mjs';

export function sum(counts) {
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of counts) {
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/** One named check: says so when it failed. */
export function check(name, isPassed) {
  if (!isPassed) process.stdout.write(`Failed: ${name}\n`);
  return isPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs vitest by the given Node and counts its tests; a run that breaks off counts as failed. */
export function runVitest({ node = process.execPath, args = [], env = process.env }) {
  const report = join(projectDir, '.cache', 'test-report.json');
  mkdirSync(join(projectDir, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(projectDir, 'node_modules', 'vitest', 'vitest.mjs');
  const result = spawnSync(node, [vitest, 'run', ...reporters, ...args], {
    cwd: projectDir,
    stdio: 'inherit',
    env,
  });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
  return { passed: numPassedTests, failed: result.status === 0 ? failed : Math.max(failed, 1) };
}
