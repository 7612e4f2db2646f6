import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { freePort } from '../../../test/support/command.ts';
import { findProjectDir } from '../../platform/index.ts';
import { certifySites } from './certificates.ts';
import { openSites } from './open-sites.ts';
import { renderSites } from './render.ts';

// What is rendered, read by the programs for which it is: where such a program is not installed, the test's name says so.

const SITES = ['seoul', 'daejeon', 'busan'] as const;
const out = mkdtempSync(join(tmpdir(), 'amends-rendered-'));
const running: ChildProcess[] = [];

beforeAll(async () => {
  const file = {
    format: 'amends-sites/1',
    name: 'rendered',
    domain: 'claims.example.org',
    sites: SITES.map((name, at) => ({ name, failureDomain: name, address: `192.0.2.${11 + at}` })),
    ports: { logs: Number(await freePort()) },
    paths: { config: `${out}/{site}`, data: `${out}/{site}/data`, program: findProjectDir() },
  };
  writeFileSync(join(out, 'sites.yaml'), stringify(file));
  const sites = await openSites(join(out, 'sites.yaml'));
  await renderSites(sites, out);
  await certifySites(sites, { out, days: 1 });
});

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(out, { recursive: true, force: true });
});

function itWith(program: string, name: string, test: () => void | Promise<void>): void {
  const isHere = existsSync(program);
  it.skipIf(!isHere)(isHere ? name : `${name} (${program} is not here)`, test);
}

const run = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
};

const SUMMARIES = (): Map<string, string> => {
  const { groups } = parse(readFileSync(join(out, 'seoul', 'prometheus-rules.yml'), 'utf8')) as {
    groups: { rules: { alert: string; annotations: { summary: string } }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  return new Map(rules.map(({ alert, annotations }) => [alert, annotations.summary]));
};

type Part = 'primary' | 'standby' | 'stopped';

/** A test of the alerts: what Patroni says at each site, and which of its alerts are to be heard after two minutes. */
function alertTest(parts: readonly Part[], expected: readonly string[]) {
  const summaries = SUMMARIES();
  const series = parts.flatMap((part, at) =>
    Object.entries({
      patroni_primary: part === 'primary',
      patroni_replica: part !== 'primary',
      patroni_postgres_running: part !== 'stopped',
    }).map(([metric, is]) => ({
      series: `${metric}{site="${SITES[at]}"}`,
      values: `${is ? 1 : 0}x12`,
    })),
  );
  return {
    interval: '10s',
    input_series: series,
    alert_rule_test: ['AmendsNoPrimary', 'AmendsTwoPrimaries', 'AmendsNoStandby'].map((name) => ({
      eval_time: '2m',
      alertname: name,
      exp_alerts: expected.includes(name)
        ? [{ exp_annotations: { summary: summaries.get(name) } }]
        : [],
    })),
  };
}

/** Starts a site's rsyslog with a socket in place of the journal, which tests have not. */
function startLogs(site: string): void {
  const data = join(out, site, 'data');
  for (const folder of ['logs', 'rsyslog']) mkdirSync(join(data, folder), { recursive: true });
  const text = readFileSync(join(out, site, 'rsyslog.conf'), 'utf8');
  const journal = /^module\(load="imjournal".*$/m;
  expect(text).toMatch(journal);
  const socket = `module(load="imuxsock" SysSock.Use="off")\ninput(type="imuxsock" Socket="${data}/log")`;
  // On this machine the sites are three addresses of its own.
  const here = text.replace(journal, socket).replaceAll('192.0.2.', '127.0.77.');
  writeFileSync(join(data, 'rsyslog.conf'), here);
  const options = ['-n', '-iNONE', '-f', join(data, 'rsyslog.conf')];
  running.push(spawn('/usr/sbin/rsyslogd', options, { stdio: 'ignore' }));
}

async function until(test: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200 && !test(); tries += 1) await sleep(200);
  return test();
}

describe('what is rendered, read by the program it is for:', () => {
  itWith('/usr/bin/systemd-analyze', 'systemd knows every line of every unit', () => {
    for (const site of SITES) {
      const units = execFileSync('ls', [join(out, site, 'systemd')], { encoding: 'utf8' });
      const paths = units
        .trim()
        .split('\n')
        .map((name) => join(out, site, 'systemd', name));
      const { text } = run('systemd-analyze', 'verify', ...paths);
      // Programs of packages that are not here.
      const told = text
        .split('\n')
        .filter((line) => line !== '' && !/ is not executable: /.test(line));
      expect(told).toEqual([]);
    }
  });

  itWith('/usr/bin/promtool', 'Prometheus takes its configuration and the rules', () => {
    for (const site of SITES) {
      const checked = run('promtool', 'check', 'config', join(out, site, 'prometheus.yml'));
      expect(checked, checked.text).toMatchObject({ status: 0 });
    }
  });

  itWith('/usr/bin/promtool', 'the alerts are heard when they are to be, and else not', () => {
    const tests = [
      alertTest(['primary', 'standby', 'standby'], []),
      alertTest(['primary', 'standby', 'stopped'], []),
      alertTest(['primary', 'stopped', 'stopped'], ['AmendsNoStandby']),
      alertTest(['standby', 'standby', 'stopped'], ['AmendsNoPrimary']),
      alertTest(['primary', 'primary', 'standby'], ['AmendsTwoPrimaries']),
      alertTest([], ['AmendsNoPrimary', 'AmendsNoStandby']),
    ];
    const file = join(out, 'alerts.yml');
    const rules = join(out, 'seoul', 'prometheus-rules.yml');
    writeFileSync(file, stringify({ rule_files: [rules], evaluation_interval: '10s', tests }));
    const tested = run('promtool', 'test', 'rules', file);
    expect(tested, tested.text).toMatchObject({ status: 0 });
  });

  itWith('/usr/sbin/haproxy', 'HAProxy takes its configuration', () => {
    for (const site of SITES) {
      const checked = run('/usr/sbin/haproxy', '-c', '-f', join(out, site, 'haproxy.cfg'));
      expect(checked, checked.text).toMatchObject({ status: 0 });
    }
  });

  it('the shell takes every program', () => {
    const programs = [
      'install',
      'amends',
      'backup',
      'hand-over',
      'keep-space',
      'may-take-over',
      'compose.env',
    ];
    for (const name of programs) {
      const checked = run('sh', '-n', join(out, 'busan', `${name}.sh`));
      expect(checked, name).toMatchObject({ status: 0, text: '' });
    }
  });

  it('hands over where the site is the primary, and says so where it is not or nobody answers', () => {
    const standIns = join(out, 'hand-over-stand-ins');
    mkdirSync(standIns);
    const asked = join(out, 'hand-over-asked');
    const standIn = (name: string, line: string): void =>
      writeFileSync(join(standIns, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    const handOver = (answer: string) => {
      writeFileSync(asked, '');
      standIn('psql', `echo psql "$@" >>${asked}`);
      standIn('curl', `echo curl "$@" >>${asked}\n${answer}`);
      const env = { PATH: `${standIns}:${process.env.PATH}` };
      const program = join(out, 'seoul', 'hand-over.sh');
      const { status, stdout, stderr } = spawnSync('sh', [program], { env, encoding: 'utf8' });
      return { status, said: stdout + stderr, asked: readFileSync(asked, 'utf8') };
    };
    const primary = handOver(`echo '{"state": "running", "role": "master"}'`);
    expect(primary.status).toBe(0);
    expect(primary.asked).toMatch(
      /psql .*checkpoint\n.*--request POST .*"leader":"seoul".*\/switchover/,
    );
    const standby = handOver(`echo '{"state": "running", "role": "replica"}'`);
    expect(standby).toMatchObject({ status: 0, said: expect.stringContaining('not the primary') });
    expect(standby.asked).not.toContain('switchover');
    const silent = handOver('exit 7');
    expect(silent).toMatchObject({ status: 1, said: expect.stringContaining('does not answer') });
    expect(silent.asked).not.toContain('switchover');
  });

  itWith('/dev/full', 'a full disk is handed over also where nothing can be said on it', () => {
    const standIns = join(out, 'stand-ins');
    mkdirSync(standIns);
    const asked = join(out, 'asked');
    const standIn = (name: string, line: string): void =>
      writeFileSync(join(standIns, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    standIn('df', 'echo Avail; echo 0');
    standIn('curl', `echo "$@" >>${asked}`);
    // The long wait after a hand-over ends the program here.
    standIn('sleep', '[ "$1" != 300 ]');
    const full = openSync('/dev/full', 'w');
    const env = { PATH: `${standIns}:${process.env.PATH}` };
    const program = join(out, 'seoul', 'keep-space.sh');
    spawnSync('sh', [program], { env, timeout: 20_000, stdio: ['ignore', full, full] });
    closeSync(full);
    expect(readFileSync(asked, 'utf8')).toMatch(/--request POST .*"leader":"seoul".*\/switchover/);
  });

  const gnutls = '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so';
  itWith(gnutls, 'rsyslog takes a line of one site to the other two, under its name', async () => {
    for (const site of ['daejeon', 'busan']) startLogs(site);
    await sleep(1500);
    startLogs('seoul');
    const socket = join(out, 'seoul', 'data', 'log');
    expect(await until(() => existsSync(socket))).toBe(true);
    execFileSync('logger', ['--socket', socket, '--tag', 'amends', 'a line of seoul']);
    for (const site of SITES) {
      const kept = join(out, site, 'data', 'logs', 'seoul');
      const isThere = () => run('grep', '-rhs', 'a line of seoul', kept).status === 0;
      expect(await until(isThere), `${site} has no line of seoul`).toBe(true);
    }
  });
});
