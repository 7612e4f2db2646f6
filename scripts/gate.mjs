// `.ci/run`: npm test, the short drill of three sites, the reference case through all rooms, and both in short on a newer Node.
// The last line counts everything: `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { check, finish, runVitest, sum, tell } from './checks.mjs';
import { installNode, laneVersion } from './node-lane.mjs';
import { projectDir } from './setup.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'amends-gate-'));
chmodSync(scratch, 0o755); // the database server's unprivileged user passes through
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Runs `npm test`, shows what it prints, and takes its counts from its last line. */
function runTests() {
  return new Promise((resolve) => {
    const child = spawn('npm', ['test'], { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk.toString()).slice(-20_000);
    });
    child.stderr.on('data', (chunk) => {
      process.stderr.write(chunk);
      complaints = (complaints + chunk.toString()).slice(-2000);
    });
    child.once('close', (code) => {
      const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(tail) ?? [];
      if (passed === undefined) tell(`Failed: npm test ended before its tests:\n${complaints}`);
      // What failed is printed again under the whole gate's other lines.
      const told = tail.split('\n').filter((line) => line.startsWith('Failed: '));
      for (const line of new Set(told)) tell(line);
      const counted = { passed: Number(passed ?? 0), failed: Number(failed ?? 1) };
      resolve(code === 0 ? counted : { ...counted, failed: Math.max(1, counted.failed) });
    });
  });
}

/** The figures of a replay, without what depends on the machine's speed. */
function figuresOf(output) {
  try {
    const document = JSON.parse(output);
    for (const determination of document.determinations) {
      delete determination.accountsPerSecond;
      delete determination.peakMemoryBytes;
    }
    return document;
  } catch {
    return undefined;
  }
}

/** Takes the reference case through all rooms at one thousandth, on data of its own. */
function runCase({ node, name, env }) {
  process.stderr.write(`The reference case on ${name} …\n`);
  const args = [join(projectDir, 'bin', 'amends.mjs'), 'case', 'run', 'pangyo-2022'];
  const options = {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, AMENDS_DATA_DIR: join(scratch, `data ${name}`) },
  };
  const text = spawnSync(node, [...args, '--scale', '0.001'], options);
  process.stdout.write(text.stdout.split('\n').slice(-14).join('\n'));
  const again = spawnSync(node, [...args, '--scale', '0.001', '--json'], options);
  const figures = figuresOf(again.stdout);
  const counts = sum([
    check(`the case ends well on ${name}`, text.status === 0 && again.status === 0),
    check(`the ledger balances on ${name}`, figures?.ledger.balanced === true),
    check(`the transparency log verifies on ${name}`, figures?.log.verified === true),
  ]);
  return { figures, counts };
}

/** One short drill: what held of each letter, or why nothing was drilled. */
function drillOnce() {
  process.stderr.write('Three sites: losing one, cutting one off, switching over …\n');
  const args = [join(projectDir, 'scripts', 'drill.mjs'), '--short', '--json'];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] };
  const { stdout, status } = spawnSync(process.execPath, args, options);
  if (stdout.startsWith('Skipped:')) return { skipped: stdout };
  try {
    return { held: JSON.parse(stdout).held, isWhole: status === 0 };
  } catch {
    process.stdout.write(stdout);
    return { held: [], isWhole: false };
  }
}

/** What may never be, on however busy a machine. */
const neverNames = ['lost', 'doubles', 'splitBrain'];

function listChecks({ held, isWhole }) {
  const checks = held.flatMap(({ letter, title, verdict, checked, isRight, rejoinSeconds }) => {
    const about = `(${letter}) ${title}`;
    const counts = [...neverNames, 'refused', 'errorPages'].map((name) => ({
      name: `${about}: ${name} is ${verdict[name]}, not 0. ${verdict.examples.join(' | ')}`,
      isPassed: verdict[name] === 0,
      isFinal: neverNames.includes(name),
    }));
    const isRedeemed = verdict.ticketsGiven === verdict.ticketsRedeemed;
    return [
      ...counts,
      { name: `${about}: every ticket is redeemed`, isPassed: isRedeemed, isFinal: true },
      { name: `${about}: the site came back`, isPassed: rejoinSeconds !== undefined },
      {
        name: `${about}: the history is right: ${JSON.stringify(checked)}`,
        isPassed: isRight,
        isFinal: true,
      },
    ];
  });
  const isAll = isWhole && held.length === 3;
  return [...checks, { name: 'three sites were lost, cut off and switched over', isPassed: isAll }];
}

/**
 * Loses a site, cuts one off and switches over, on three sites built here. Counts are checked and times
 * only told; where three sites cannot be built, it says why and nothing is counted. What a busy machine
 * can bring about is tried a second time, and said; a receipt lost or doubled never is.
 */
function runDrill() {
  const first = drillOnce();
  if (first.skipped !== undefined) {
    process.stdout.write(`The drill of three sites: ${first.skipped}`);
    return sum([]);
  }
  const checks = listChecks(first);
  const failed = checks.filter(({ isPassed }) => !isPassed);
  const isAgain = failed.length > 0 && failed.every(({ isFinal }) => isFinal !== true);
  if (isAgain) for (const { name } of failed) tell(`Held only at the second try, if then: ${name}`);
  const last = isAgain ? listChecks(drillOnce()) : checks;
  return sum(last.map(({ name, isPassed }) => check(name, isPassed)));
}

/** What the lane tests again: the exact figures and proofs, which a newer Node could change. */
const laneRooms = ['src/kernel', 'src/policy', 'src/settlement', 'src/disclosure', 'verify'];

function runLane(expected) {
  const node = installNode(scratch);
  const installed = check(`Node ${laneVersion} can be installed`, node !== undefined);
  if (node === undefined) return installed;
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const env = { ...process.env, PATH: path };
  const name = `Node ${laneVersion}`;
  const { figures, counts } = runCase({ node, name, env });
  const isSame = figures !== undefined && isDeepStrictEqual(figures, expected);
  const same = check(`${name} gives the figures that ${process.version} gives`, isSame);
  return sum([
    installed,
    counts,
    same,
    runVitest({ node, env, args: ['--project', 'pure', ...laneRooms] }),
  ]);
}

const spans = [];

/** Runs a part and keeps how long it took. */
async function timed(name, run) {
  const startedAt = performance.now();
  const result = await run();
  spans.push(`${name} ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return result;
}

const tests = await timed('npm test', runTests);
const drill = await timed('drill', runDrill);
// The lane begins with a database of its own, which is quicker than waking a large one.
rmSync(join(projectDir, '.amends-test'), { recursive: true, force: true });
const here = { node: process.execPath, name: process.version, env: process.env };
const reference = await timed('case', () => runCase(here));
const lane = await timed('newer Node', () => runLane(reference.figures));
process.stdout.write(`${spans.join(', ')}\n`);
finish(sum([tests, drill, reference.counts, lane]));
