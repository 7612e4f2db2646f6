import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startCommand } from '../support/command.ts';
import { SMALL_INVENTORY } from '../support/small-inventory.ts';

async function run(...args: string[]) {
  const command = startCommand(args);
  const code = await command.ended;
  return { code, output: command.output() };
}

async function folderWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'amends-gate-'));
  await writeFile(join(folder, 'inventory.yaml'), text);
  return folder;
}

it('an inventory is accepted, gets worse, and is told so in the terminal and in three files', async () => {
  const folder = await folderWith(SMALL_INVENTORY);
  const day = ['--on', '2026-11-27'];
  const first = await run('continuity', 'check', folder, ...day);
  expect(first.output).toContain('leave it stuck: 1. Look at them');
  expect(first.code).toBe(1);
  expect((await run('continuity', 'check', folder, '--accept-baseline', ...day)).code).toBe(0);
  await writeFile(
    join(folder, 'inventory.yaml'),
    SMALL_INVENTORY.replace('busan | daegu }\n  portal', 'busan }\n  portal'),
  );
  const files = ['html', 'sarif', 'junit'].flatMap((kind) => [`--${kind}`, join(folder, kind)]);
  const worse = await run('continuity', 'check', folder, ...day, ...files);
  expect(worse.code).toBe(1);
  expect(worse.output).toContain('✗ G3');
  expect(worse.output).toContain(
    'inventory.yaml:22: The loss of busan + seoul leaves portal stuck',
  );
  const [html, sarif, junit] = await Promise.all(
    ['html', 'sarif', 'junit'].map((kind) => readFile(join(folder, kind), 'utf8')),
  );
  expect(html).toContain('<!doctype html>');
  expect(JSON.parse(sarif ?? '').version).toBe('2.1.0');
  expect(junit).toContain('failures="2"');
});

it('refusals speak Korean when asked to', async () => {
  const right = await folderWith(SMALL_INVENTORY);
  const said = async (...args: string[]) => {
    const { code, output } = await run('continuity', ...args, '--locale', 'ko');
    expect(code).toBe(2);
    return output;
  };
  expect(await said('check', right, '--on', '27.11.2026')).toContain(
    '--on에는 날짜를 2026-11-27처럼 적습니다. 적힌 값: "27.11.2026".',
  );
  expect(await said('check', right, '--baseline', '/nowhere/at/all.json')).toContain(
    '을(를) 읽을 수 없습니다(ENOENT). --accept-baseline으로 쓴 파일을 적으세요.',
  );
  await writeFile(join(right, 'baseline.json'), '[]');
  expect(await said('check', right, '--baseline', join(right, 'baseline.json'))).toContain(
    '은(는) --accept-baseline으로 쓴 파일이 아닙니다',
  );
  expect(await said('check', right, '--html', '/nowhere/at/all.html')).toContain(
    '/nowhere/at/all.html에 쓸 수 없습니다(ENOENT)',
  );
  const explain = (...args: string[]) => said('explain', ...args, '--dir', right);
  expect(await explain('portl')).toContain('"portl"이라는 항목이 없습니다. 혹시 "portal"입니까?');
  expect(await explain('portal', '--lose', 'seul')).toContain('"seul"이라는 영역이 없습니다.');
  expect(await explain('portal', '--lose', 'seoul', '--for', 'x')).toContain('적힌 값: "x"');
});

it('what is wrong is said with exit 2: a folder, a day, a file, an inventory', async () => {
  const folder = await folderWith(
    'format: amends-inventory/1\nname: x\nnodes: { a: { kind: tol, at: z } }\n',
  );
  const said = async (...args: string[]) => {
    const { code, output } = await run('continuity', 'check', ...args);
    expect(code).toBe(2);
    return output;
  };
  expect(await said('/nowhere/at/all')).toContain('cannot be read (ENOENT). Name a folder');
  expect(await said(folder)).toContain(
    "inventory.yaml:3:21: nodes.a.kind: found 'tol'; expected one of service",
  );
  const right = await folderWith(SMALL_INVENTORY);
  expect(await said(right, '--on', '27.11.2026')).toContain('--on takes a day as 2026-11-27');
  expect(await said(right, '--html', '/nowhere/at/all.html')).toContain(
    'cannot be written (ENOENT)',
  );
  expect(await said(right, '--baseline', join(right, 'inventory.yaml'))).toContain(
    'no JSON object',
  );
});

it('a drill is shown, recorded once, and counted; imports are shown, and written only when asked', async () => {
  const folder = await folderWith(
    SMALL_INVENTORY.replace(/ {6}- \{ class: drilled, about.*\n/, ''),
  );
  const drill = [
    'drill',
    'record',
    folder,
    '--node',
    'portal',
    '--option',
    'start-in-busan',
    '--domain',
    'seoul',
    '--scope',
    'full',
    '--kind',
    'whole-domain',
    '--result',
    'passed',
    '--started',
    '2026-11-20T02:00:00Z',
    '--done',
    '2026-11-20T02:20:00Z',
  ];
  const plan = async () => (await run('drill', 'plan', folder)).output;
  expect(await plan()).toContain('Remove all of seoul');
  const ahead = await run(...drill.with(-1, '2999-11-20T02:20:00Z'), '--write');
  expect([ahead.code, ahead.output]).toEqual([2, expect.stringContaining('doneAt is 2999-11-20')]);
  expect((await run(...drill)).output).toContain('Nothing is written.');
  expect(await plan()).toContain('Remove all of seoul');
  expect((await run(...drill, '--write')).code).toBe(0);
  expect(await plan()).not.toContain('Remove all of seoul');
  const again = await run(...drill, '--write');
  expect(again.code).toBe(4);
  expect(again.output).toContain('Records are not written over.');
  const compose = join(folder, 'compose.txt');
  await writeFile(
    compose,
    'services:\n  web: { depends_on: [db] }\n  db: { image: "postgres:18" }\n',
  );
  const imported = ['continuity', 'import', 'docker-compose', compose, '--into', folder];
  expect((await run(...imported)).output).toContain('+ edge web -> db');
  expect((await run(...imported, '--write')).output).toContain('Written:');
  expect((await run(...imported)).output).toContain('Nothing has changed.');
});
