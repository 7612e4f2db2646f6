import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { readSites } from './read-sites.ts';
import { renderDeployment } from './render-deployment.ts';

const given = fileURLToPath(new URL('../../deploy/three-sites/sites.yaml', import.meta.url));

function folderOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function render(root = ''): ReadonlyMap<string, string> {
  const paths = `paths:\n  data: ${root}/data\n  config: ${root}/config\n  postgres: ${root}/bin\n`;
  const text = readFileSync(given, 'utf8').replace(
    '/etc/amends/secrets/backup-recipients',
    `${root}/recipients`,
  );
  const read = readSites({ name: 'sites.yaml', text: root === '' ? text : `${text}${paths}` });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  const inventory = fileURLToPath(new URL('../../deploy/inventory/three-sites', import.meta.url));
  const template = readdirSync(inventory)
    .filter((name) => /\.(yaml|json)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(inventory, name), 'utf8') }));
  return new Map(renderDeployment(read.value, template).map((file) => [file.path, file.text]));
}

it('a site notes a backup when it is whole, and not when its copying or its sealing failed', () => {
  const root = folderOf('amends-backup-mark-');
  for (const folder of ['bin', 'data/backup-mark'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'recipients'), 'age1…\n');
  writeFileSync(join(root, 'backup.sh'), render(root).get('seoul/backup.sh') ?? '');
  const program = (name: string, lines: string): void =>
    writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  const sealing = 'while [ "$1" != --output ]; do shift; done; cat >"$2"';
  const run = (): number | null => {
    const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}` };
    return spawnSync('sh', [join(root, 'backup.sh')], { env, encoding: 'utf8' }).status;
  };
  const mark = join(root, 'data/backup-mark/last');
  program('age', sealing);
  program('pg_basebackup', 'echo half; exit 1');
  expect(run()).not.toBe(0);
  expect(existsSync(mark)).toBe(false);
  program('pg_basebackup', 'echo whole');
  program('age', `${sealing}; exit 1`);
  expect(run()).not.toBe(0);
  expect(existsSync(mark)).toBe(false);
  program('age', sealing);
  expect(run()).toBe(0);
  expect(readFileSync(mark, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
  expect(readdirSync(join(root, 'data/backups'))).toHaveLength(1);
});

it('the alert, the timer, the node and the runbook of each site speak of one schedule and one mark', () => {
  const files = render();
  for (const site of ['seoul', 'daejeon', 'busan']) {
    const textOf = (path: string): string => files.get(`${site}/${path}`) ?? '';
    const [, first, second] = /OnCalendar=\S+ (\d+),(\d+):30:00 UTC/.exec(
      textOf('systemd/amends-backup.timer'),
    ) ?? ['', '', ''];
    expect(Number(second) - Number(first)).toBe(12);
    expect(textOf('amends.env')).toContain('AMENDS_BACKUP_LATE_HOURS=14\n');
    const [, mark = ''] = /AMENDS_BACKUP_MARK_FILE=(\S+)/.exec(textOf('amends.env')) ?? [];
    expect(textOf('backup.sh')).toContain(`mark=${mark}\n`);
    expect(textOf('tmpfiles.conf')).toContain(`d ${mark.replace('/last', '')} 0755 postgres`);
    expect(textOf('runbook.md')).toContain(`cat ${mark} `);
    expect(textOf('runbook.md')).toContain('## A backup did not come\n');
    const { groups } = parse(textOf('prometheus-rules.yml')) as {
      groups: { rules: { alert: string; annotations: { summary: string } }[] }[];
    };
    const late = groups[0]?.rules.find(({ alert }) => alert === 'AmendsBackupLate');
    expect(late?.annotations.summary).toContain('runbook, "A backup did not come"');
  }
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

it.runIf(hasPromtool)('Prometheus raises it for the site that is late, and for no other', () => {
  const folder = folderOf('amends-rules-');
  writeFileSync(join(folder, 'rules.yml'), render().get('seoul/prometheus-rules.yml') ?? '');
  const last = 'amends_backup_last_success_timestamp_seconds';
  const limit = 'amends_backup_late_after_seconds';
  const series = ['seoul', 'busan'].flatMap((site) => [
    // Time begins at 0: busan notes a backup after twelve hours, seoul never again.
    {
      series: `${last}{site="${site}"}`,
      values: site === 'busan' ? '0x719 43200x240' : '0x960',
    },
    { series: `${limit}{site="${site}"}`, values: '50400x960' },
  ]);
  const late = (evalTime: string, sites: readonly string[]) => ({
    eval_time: evalTime,
    alertname: 'AmendsBackupLate',
    exp_alerts: sites.map((site) => ({
      exp_labels: { site },
      exp_annotations: {
        summary: `The last good backup kept at ${site} is older than its schedule allows, or there is none: runbook, "A backup did not come"`,
      },
    })),
  });
  const tests = {
    rule_files: ['rules.yml'],
    evaluation_interval: '10m',
    tests: [
      {
        interval: '1m',
        input_series: series,
        alert_rule_test: [late('14h', []), late('15h', ['seoul'])],
      },
    ],
  };
  writeFileSync(join(folder, 'test.yml'), stringify(tests));
  const ran = spawnSync('promtool', ['test', 'rules', join(folder, 'test.yml')], {
    encoding: 'utf8',
  });
  expect(ran.stdout + ran.stderr).toContain('SUCCESS');
});
