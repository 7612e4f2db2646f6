import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { explainUnreadable } from './explain-unreadable.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-unreadable-'));
symlinkSync(join(folder, 'round'), join(folder, 'round'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['', 'it is a folder (EISDIR)'],
  ['gone', 'nothing is there (ENOENT)'],
  ['round', 'its links lead round in a circle (ELOOP)'],
])('what is no file, %j, is told in words', (name, reason) => {
  try {
    readFileSync(join(folder, name), 'utf8');
    expect.unreachable();
  } catch (error) {
    expect(explainUnreadable(error)).toBe(reason);
  }
});

test('what has no words of its own is told as the system tells it', () => {
  expect(explainUnreadable(new Error('too many of them'))).toBe('too many of them');
  expect(explainUnreadable('odd')).toBe('odd');
});
