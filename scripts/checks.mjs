// What `npm test` and `.ci/run` are put together from: each check gives { passed, failed }.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectDir } from './setup.mjs';

export function sum(counts) {
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of counts) {
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

const told = [];

/** One named check: says so when it failed. */
export function check(name, isPassed) {
  if (!isPassed) tell(`Failed: ${name}`);
  return isPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Prints a line about a failure now, and keeps it for the end, where nobody has to look for it. */
export function tell(line) {
  told.push(line);
  process.stdout.write(`${line}\n`);
}

/** Prints every failure again and then the counts, as the last line. */
export function finish({ passed, failed }) {
  for (const line of told) process.stdout.write(`${line}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : process.exitCode;
}

function tellFailures({ testResults }) {
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative(projectDir, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    for (const { fullName, failureMessages } of failed) {
      const reason = failureMessages.join(' ').replaceAll(/\s+/g, ' ').slice(0, 600);
      tell(`Failed: ${file}: ${fullName}: ${reason}`);
    }
    if (status === 'failed' && failed.length === 0) tell(`Failed: ${file}: ${message}`);
  }
}

function tellRetried(file) {
  if (!existsSync(file)) return;
  for (const test of JSON.parse(readFileSync(file, 'utf8'))) {
    tell(`Passed only at the second try, so to be mended: ${test}`);
  }
}

/** Runs vitest by the given Node and counts its tests; a run that breaks off counts as failed. */
export function runVitest({ node = process.execPath, args = [], env = process.env }) {
  const report = join(projectDir, '.cache', 'test-report.json');
  mkdirSync(join(projectDir, '.cache'), { recursive: true });
  const retried = join(projectDir, '.cache', 'test-retried.json');
  for (const file of [report, retried]) rmSync(file, { force: true });
  const own = join(projectDir, 'scripts', 'retried-reporter.mjs');
  const named = ['default', 'json', own].map((name) => `--reporter=${name}`);
  const reporters = [...named, `--outputFile.json=${report}`];
  const vitest = join(projectDir, 'node_modules', 'vitest', 'vitest.mjs');
  const result = spawnSync(node, [vitest, 'run', ...reporters, ...args], {
    cwd: projectDir,
    stdio: 'inherit',
    env,
  });
  if (!existsSync(report)) return check(`vitest ended before its report (${args})`, false);
  const results = JSON.parse(readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests, numFailedTestSuites } = results;
  tellFailures(results);
  tellRetried(retried);
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
  return { passed: numPassedTests, failed: result.status === 0 ? failed : Math.max(failed, 1) };
}
