import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findProjectDir } from '../src/platform/index.ts';

// What the tables of docs/landscape-*.md say is shown by a test is shown by one that is there.

const dir = findProjectDir();
const cited = readdirSync(join(dir, 'docs'))
  .filter((name) => name.startsWith('landscape-'))
  .flatMap((name) => {
    const text = readFileSync(join(dir, 'docs', name), 'utf8');
    const cites = text.matchAll(/`([\w./-]+\.test\.tsx?)` “([^”]+)”/g);
    return [...cites].map(([, file = '', title = '']) => [name, file, title] as const);
  });

it('every row of the claims’ table names its tests', () => {
  const text = readFileSync(join(dir, 'docs', 'landscape-claims.md'), 'utf8');
  for (let row = 1; row <= 17; row += 1) {
    const line = text.split('\n').find((one) => one.startsWith(`| B${row} |`));
    expect([row, line?.includes('.test.ts` “')]).toEqual([row, true]);
  }
});

it.each(cited)('%s: %s “%s”', (_doc, file, title) =>
  expect(readFileSync(join(dir, file), 'utf8')).toContain(title));
