import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSegments } from './read-segments.ts';

const dir = mkdtempSync(join(tmpdir(), 'amends-segments-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
function read(text: string) {
  files += 1;
  const path = join(dir, `population-${files}.csv`);
  writeFileSync(path, text);
  return readSegments(path, new Set(['plan', 'fee']));
}

describe('a population as segments', () => {
  it('counts parties with the same facts together, one a line or as many as a line says', async () => {
    expect(await read('plan,fee,other\na,1,x\na,1,y\nb,2,z\n')).toEqual([
      { partyCount: 2n, facts: { plan: 'a', fee: 1 } },
      { partyCount: 1n, facts: { plan: 'b', fee: 2 } },
    ]);
    expect(await read('plan,party_count\na,3\na,4\nb,9007199254740993\n')).toEqual([
      { partyCount: 7n, facts: { plan: 'a' } },
      { partyCount: 9007199254740993n, facts: { plan: 'b' } },
    ]);
    expect(await read('plan,party_count\na,3.0\n')).toEqual([
      { partyCount: 3n, facts: { plan: 'a' } },
    ]);
  });

  it.each([
    ['a heading alone', 'plan,party_count\n', 'has no line below its heading'],
    ['a heading alone, uncounted', 'plan,fee\n', 'has no line below its heading'],
    ['a part of a party', 'plan,party_count\na,1.5\n', 'party_count is "1.5"'],
    ['fewer than none', 'plan,party_count\na,-2\n', 'party_count is "-2"'],
    ['none', 'plan,party_count\na,0\n', 'party_count is "0"'],
    ['a word', 'plan,party_count\na,many\n', 'party_count is "many"'],
    ['no count in one line', 'plan,party_count\na,1\nb,\n', 'party_count is ""'],
    ['nothing of the policies', 'x,y\n1,2\n', 'none of its columns (x, y) is a fact'],
  ])('refuses %s and says what would be right', async (_, text, sentence) => {
    await expect(read(text)).rejects.toThrow(sentence);
  });
});
