import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { assert } from '../../kernel/index.ts';
import { parsePolicy } from '../../policy/index.ts';
import { openPopulation } from './population-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-header-'));
afterAll(() => rmSync(folder, { recursive: true }));

const parsed = parsePolicy(`---
policy: trial
version: "1"
title: Trial
currency: EUR
zone: Europe/Berlin
applies: automatic
---

## §1 Fee

\`\`\`amends
fact net-fee : money at least 0 EUR from company
fact fee_before : money at least 0 EUR, 0 EUR unless stated, from company
award cash net-fee
  then less fee_before
\`\`\`
`);
assert(parsed.ok, 'test: the document is read', parsed);

async function found(name: string, bytes: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  assert(parsed.ok, 'test: the document is read', parsed);
  const opened = await openPopulation({ file, documents: [parsed.value], badRows: 'stop' });
  if (opened.ok) {
    const { rowCount } = opened.value;
    opened.value.close();
    return `rows: ${rowCount}`;
  }
  return 'found' in opened.refusal ? String(opened.refusal.found) : opened.refusal.code;
}

test.each([
  ['an empty file', '', /an empty file; expected a header line/],
  ['a header alone', 'party_id,net_fee\n', /no row; expected one for each party/],
  ['semicolons', 'party_id;net_fee\na;1,50\n', /parted by `;`; expected commas/],
  ['tabs in a .csv', 'party_id\tnet_fee\na\t1\n', /parted by tabs/],
  ['a column twice', 'party_id,net_fee,net_fee\na,1,2\n', /2 columns for net-fee \(net_fee\)/],
  ['both forms of a name', 'party_id,net_fee,net-fee\na,1,2\n', /net_fee and net-fee/],
  ['two ids', 'party_id,party_id,net_fee\na,b,1\n', /2 columns for party_id/],
  ['a column that is not read, twice', 'party_id,colour,colour,net_fee\na,1,2,3\n', /^rows: 1$/],
])('%s', async (name, text, wanted) => {
  const file = name.replaceAll(/\W/g, '-');
  expect(await found(`${file}.csv`, text)).toMatch(wanted);
  expect(await found(`${file}.csv.gz`, gzipSync(text))).toMatch(wanted);
});
