import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rational } from '../../../kernel/index.ts';
import { findProjectDir } from '../../../platform/index.ts';
import { readCase } from '../read/read-case.ts';
import { nameCaseDatabase } from './case-database.ts';

const reference = join(findProjectDir(), 'cases', 'pangyo-2022');
let made: string;
let projectDir: string;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'amends-names-'));
  projectDir = join(made, 'project');
  await cp(join(findProjectDir(), 'policies'), join(projectDir, 'policies'), { recursive: true });
});
afterAll(() => rm(made, { recursive: true }));

async function copyOf(name: string, edit?: { file: string; from: string; to: string }) {
  const dir = join(made, name);
  await cp(reference, dir, { recursive: true });
  if (edit !== undefined) await change(join(dir, edit.file), edit);
  return dir;
}

async function change(path: string, { from, to }: { from: string; to: string }): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function nameOf(dir: string, scale = rational(1n, 1000n)): Promise<string> {
  const read = await readCase(dir);
  if (!read.ok) throw new Error('the case is malformed');
  return nameCaseDatabase(read.value, { scale, projectDir });
}

describe('the database of a case', () => {
  it('is the same for the same content, wherever its folder is', async () => {
    const name = await nameOf(reference);
    expect(name).toMatch(/^case_pangyo_2022_1_of_1000_[0-9a-f]{12}$/);
    expect(await nameOf(await copyOf('same'))).toBe(name);
    expect(await nameOf(reference, rational(1n, 500n))).not.toBe(name);
  });

  const edits = [
    { file: 'questionnaire.yaml', from: 'closesAt: 2099-01-01', to: 'closesAt: 2098-01-01' },
    { file: 'case.yaml', from: 'seed: pangyo-2022/1', to: 'seed: pangyo-2022/2' },
    { file: 'inventory/50-services.yaml', from: 'ko: ', to: 'ko: 또 ' },
  ];
  it.each(edits)('is another one when $file is edited', async (edit) => {
    const edited = await copyOf(`edited-${edits.indexOf(edit)}`, edit);
    expect(await nameOf(edited)).not.toBe(await nameOf(reference));
  });

  it('is another one when the text of a policy is edited', async () => {
    const before = await nameOf(reference);
    const policy = join(projectDir, 'policies/kakao-2022/paid-services/1.md');
    await writeFile(policy, `${await readFile(policy, 'utf8')}\n`);
    expect(await nameOf(reference)).not.toBe(before);
  });

  it('keeps its digest however long the id of the case is', async () => {
    const id = `id: ${'very-long-'.repeat(9)}2022\n`;
    const long = await copyOf('long', { file: 'case.yaml', from: 'id: pangyo-2022\n', to: id });
    const other = await copyOf('other', { file: 'case.yaml', from: 'id: pangyo-2022\n', to: id });
    await change(join(other, 'case.yaml'), { from: 'pangyo-2022/1', to: 'pangyo-2022/2' });
    const names = [await nameOf(long), await nameOf(other)];
    for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
    expect(new Set(names).size).toBe(2);
  });
});
