import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policyCommand } from '../src/cli/policy.ts';

const projectDir = join(import.meta.dirname, '..');
const page = readFileSync(join(projectDir, 'docs', 'landscape-policy.md'), 'utf8');
const language = readFileSync(join(projectDir, 'docs', 'policy-language.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| C\d+ \|/.test(line));

test('every row names what shows it', () => {
  expect(rows.map((row) => /^\| (C\d+) /.exec(row)?.[1])).toEqual(
    Array.from({ length: 16 }, (_, at) => `C${at + 1}`),
  );
  const shown = rows.map((row) => row.split(' | ').at(-1) ?? '');
  expect(shown.filter((cell) => !/`[^`]+`/.test(cell))).toEqual([]);
});

test('the files, commands and examples it names are there', () => {
  const quoted = [...page.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  const files = quoted.flatMap((text) => text.match(/(?:src|test|policies)\/[\w./-]+\.\w+/g) ?? []);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !existsSync(join(projectDir, file)))).toEqual([]);
  const verbs = quoted.flatMap((text) => /^amends policy ([a-z-]+)/.exec(text)?.[1] ?? []);
  const known = policyCommand().commands.map((command) => command.name());
  expect(verbs.filter((verb) => !known.includes(verb))).toEqual([]);
  const anchors = [...language.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/\(policy-language\.md#([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
});
