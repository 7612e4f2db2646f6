import { describe, expect, it } from 'vitest';
import { readHostVariables } from './env-file.ts';

const read = (text: string) => Object.fromEntries(readHostVariables(text));

describe('variables that name hosts', () => {
  it.each([
    ['DB_HOST=db', { DB_HOST: 'db' }],
    ['  export DB_HOST = db  ', { DB_HOST: 'db' }],
    ['DB_HOST="db one"', { DB_HOST: 'db one' }],
    ["DB_HOST='db'\r", { DB_HOST: 'db' }],
    ['DB_HOST="db', { DB_HOST: '"db' }],
    ['DB_HOST=', { DB_HOST: '' }],
    ['# DB_HOST=db', {}],
    ['DB_PASSWORD=x', {}],
    ['9HOST=x', {}],
    ['DB_URL=postgres://me:secret@db/one', { DB_URL: 'postgres://db/one' }],
    ['DB_URL=a@b@c me@d', { DB_URL: 'c d' }],
    [`DB_URL=\${DB_HOST}/x\nDB_HOST=db`, { DB_URL: 'db/x', DB_HOST: 'db' }],
    [`DB_URL=\${OTHER}/x`, { DB_URL: `\${OTHER}/x` }],
  ])('%j: %j', (text, expected) => expect(read(text)).toEqual(expected));

  // No measure of speed: a pattern that goes back and forth would not come to its end here.
  const spaces = ' '.repeat(50_000);
  it.each([
    ['spaces before a line', `${spaces}${spaces}`, {}],
    ['spaces after the first word', `export${spaces}${spaces}`, {}],
    ['a name without a value', 'A'.repeat(100_000), {}],
    ['spaces within a value', `DB_HOST=${spaces}db${spaces}\r`, { DB_HOST: 'db' }],
    ['no end of a value', `DB_HOST=${spaces}a${spaces}b\u2028c`, { DB_HOST: 'a'.padEnd(4_000) }],
    ['secrets', `DB_HOST=${'@'.repeat(3_990)}db`, { DB_HOST: 'db' }],
  ])('100 kB with %s are read to their end (A30)', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('many lines that are nearly a secret are read to their end (A30)', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `H${at}_HOST=${'a'.repeat(4_000)}`);
    expect(readHostVariables(lines.join('\n')).size).toBe(10_000);
  });

  it('names that stand for one another grow no longer than a value may be (A31)', () => {
    const names = ['A_HOST', 'B_HOST', 'C_HOST', 'D_HOST'];
    const lines = names.map((name, at) => `${name}=${`\${${names[at + 1]}}`.repeat(300)}`);
    const kept = readHostVariables(`${lines.join('\n')}\nE_HOST=x`);
    for (const value of kept.values()) expect(value.length).toBeLessThanOrEqual(4_000);
  });
});
