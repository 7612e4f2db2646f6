import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireIsolation, thisMachine } from '../../src/cli/drill/require-isolation.ts';
import { startCommand } from '../support/command.ts';

/** Why this machine cannot isolate a script, or the empty text. */
function whyNot(): string {
  try {
    requireIsolation(thisMachine());
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const refusal = whyNot();
const service = createServer((_, response) => response.end('ok\n'));
let port = 0;
let folder = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  port = (service.address() as AddressInfo).port;
  folder = await mkdtemp(join(tmpdir(), 'amends-rehearse-'));
});
afterAll(() => service.close());

async function script(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

async function rehearse(path: string, ...options: string[]) {
  const command = startCommand(['drill', 'rehearse', path, '--json', ...options]);
  const code = await command.ended;
  return { code, output: command.output() };
}

function networks(): Set<string> {
  const found = new Set<string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      found.add(readlinkSync(`/proc/${pid}/ns/net`));
    } catch {
      // It ended meanwhile, or is another user's.
    }
  }
  return found;
}

function isRunning(mark: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

const report = (output: string) => JSON.parse(output.slice(output.indexOf('{\n  "format"')));

describe('a rehearsal', () => {
  it('refuses plainly where a script cannot be cut off', async () => {
    if (refusal === '') return;
    process.stdout.write(`No rehearsal here: ${refusal}\n`);
    const { code, output } = await rehearse(await script('any.sh', ['#!/bin/sh', 'true']));
    expect(code).toBe(2);
    expect(output).toContain(refusal);
  });

  it('finds a planted hidden, a planted transient and a direct need, and what is declared in vain', async () => {
    if (refusal !== '') return;
    const node = (body: string) => `#!${process.execPath}\n${body}`;
    await script('mytool', [
      node(`require('net').connect(443, 'updates.mytool.test').on('error', () => {});`),
    ]);
    await script('api', [
      node(
        `setTimeout(() => require('net').connect(5000, 'images.broken.test').on('error', () => {}), 300);`,
      ),
    ]);
    const path = await script('recover.sh', [
      '#!/bin/bash',
      `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3 | grep -q ok || exit 9`,
      '(exec 3<>/dev/tcp/named.broken.test/80) 2>/dev/null',
      `${folder}/mytool`,
      `( ${folder}/api & )`,
      '(exec 3<>/dev/tcp/10.9.8.7/5432) 2>/dev/null',
      'sleep 1.5',
      'exit 0',
    ]);
    const { code, output } = await rehearse(path, '--allow', `127.0.0.1:${port}`, 'spare.test:22');
    const found = report(output);
    expect(code).toBe(1);
    expect(found).toMatchObject({ exitCode: 0, isPassed: false });
    expect(found.contactedDeclared).toEqual([{ host: '127.0.0.1', port }]);
    expect(found.declaredUnused).toEqual([{ host: 'spare.test', port: 22 }]);
    const contact = (host: string) =>
      found.contactedUndeclared.find((each: { host: string }) => each.host === host);
    expect(contact('updates.mytool.test')).toMatchObject({ ports: ['443'], kind: 'hidden' });
    expect(contact('images.broken.test')).toMatchObject({ ports: ['5000'], kind: 'transient' });
    expect(contact('named.broken.test')).toMatchObject({ ports: ['80'], kind: 'direct' });
    expect(contact('10.9.8.7')).toMatchObject({ ports: ['5432'] });
  });

  it('passes a script that reaches for what is declared and nothing else', async () => {
    if (refusal !== '') return;
    const path = await script('good.sh', ['#!/bin/bash', `exec 3<>/dev/tcp/localhost/${port}`]);
    const { code, output } = await rehearse(path, '--allow', `localhost:${port}`);
    expect(report(output)).toMatchObject({ isPassed: true, contactedUndeclared: [] });
    expect(code).toBe(0);
  });

  it('names what the script left running, which ends with the rehearsal', async () => {
    if (refusal !== '') return;
    const path = await script('leaver.sh', ['#!/bin/bash', 'setsid sleep 613 &', 'sleep 0.3']);
    const { code, output } = await rehearse(path, '--allow', `localhost:${port}`);
    expect(report(output)).toMatchObject({ exitCode: 0, leftRunning: ['sleep'] });
    expect(code).toBe(0);
    expect(isRunning(['sleep', '613'].join('\u0000'))).toBe(false);
  });

  it('says so, and ends, when the script takes away the rules that write down what it reaches for', async () => {
    if (refusal !== '') return;
    const path = await script('flush.sh', ['#!/bin/sh', 'sleep 613 &', 'nft flush ruleset']);
    const { code, output } = await rehearse(path, '--allow', `localhost:${port}`);
    expect(output).toContain('took away the rules');
    expect(output).not.toContain('did not expect');
    expect(code).toBe(1);
  });

  it('ends a script that takes too long, and tells of one that fails', async () => {
    if (refusal !== '') return;
    const slow = await rehearse(
      await script('slow.sh', ['#!/bin/sh', 'sleep 600']),
      '--timeout',
      '1',
    );
    expect(report(slow.output)).toMatchObject({ isTimedOut: true, signal: 'SIGKILL' });
    const failed = await rehearse(await script('fails.sh', ['#!/bin/sh', 'exit 7']));
    expect(report(failed.output)).toMatchObject({ exitCode: 7, isPassed: false });
    expect([slow.code, failed.code]).toEqual([1, 1]);
  });

  it('stops a script when what is outside falls ill, and tells what was undone', async () => {
    if (refusal !== '') return;
    let isWell = true;
    const shop = createServer((_, response) => {
      response.statusCode = isWell ? 200 : 503;
      response.end();
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const health = ['--health', `http://127.0.0.1:${(shop.address() as AddressInfo).port}/ready`];
    const path = await script('harms.sh', ['#!/bin/bash', 'echo begun', 'sleep 600 & wait']);
    const undo = await script('undo.sh', ['#!/bin/bash', 'echo undone; exit 0']);
    const command = startCommand([
      'drill',
      'rehearse',
      path,
      '--json',
      ...health,
      '--grace',
      '1',
      '--undo',
      undo,
    ]);
    await command.waitFor('begun');
    isWell = false;
    expect(await command.ended).toBe(1);
    const found = report(command.output());
    expect(found.stopped).toContain('answers 503');
    expect(found).toMatchObject({ signal: 'SIGTERM', isPassed: false });
    expect(found.undoing).toMatchObject({ script: undo, exitCode: 0 });
    expect(command.output()).toContain('undone');
    const ill = await rehearse(path, ...health);
    expect(ill.code).toBe(4);
    expect(ill.output).toContain('The rehearsal has not begun: ');
    shop.close();
  });

  it.each([
    'SIGKILL',
    'SIGTERM',
    'SIGINT',
  ] as const)('leaves nothing behind when it gets %s', async (signal) => {
    if (refusal !== '') return;
    const before = networks();
    const mark = `mark-${signal}`;
    const path = await script(`${mark}.sh`, ['#!/bin/bash', 'echo begun', 'sleep 600 & sleep 600']);
    const command = startCommand(['drill', 'rehearse', path]);
    await command.waitFor('begun');
    expect(isRunning(mark)).toBe(true);
    expect(networks().size).toBeGreaterThan(before.size);
    await command.stop(signal);
    const deadline = Date.now() + 10_000;
    while (isRunning(mark) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(isRunning(mark)).toBe(false);
    expect([...networks()].filter((network) => !before.has(network))).toEqual([]);
  });
});
