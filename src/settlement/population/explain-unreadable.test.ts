import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../policy/index.ts';
import { openPopulation } from './population-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'amends-population-'));
const policy = parsePolicy(`---
policy: test-population
version: 1
title:
  ko: 시험
  en: A test
currency: KRW
zone: Asia/Seoul
effective:
  from: 2022-10-15
source: written for this test
applies: automatic
---

## §1 A fee back

\`\`\`amends
fact fee : money at least 0 KRW from company "monthly fee"

award credit "요금 환급" / "fee back" fee rounded down to 1 KRW
\`\`\`
`);
if (!policy.ok) throw new Error('the policy of the test is read');
const documents = [policy.value];

async function found(name: string, content?: string | Buffer): Promise<unknown> {
  const file = join(dir, name);
  if (content !== undefined) writeFileSync(file, content);
  const opened = await openPopulation({ file, documents, badRows: 'stop' });
  if (!opened.ok) return 'found' in opened.refusal ? opened.refusal.found : opened.refusal.code;
  opened.value.close();
  return opened.value.rowCount;
}

describe('a population file', () => {
  it('is read as it is, with commas or tabs', async () => {
    expect(await found('good.csv', 'party_id,fee\na,1000\nb,2000\n')).toBe(2);
    expect(await found('good.tsv', 'party_id\tfee\na\t1000\n')).toBe(1);
  });

  it.each([
    ['short.csv', 'party_id,fee\na,1000\nb\n', /line 3: found 1 cells; expected 2/],
    ['quote.csv', 'party_id,fee\n"a,1000\nb,2000\n', /found a quotation mark that is not closed/],
    ['cp949.csv', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xb0, 0xa1, 0x2c, 0x31, 0x0a]), /not UTF-8/],
    ['text.parquet', 'party_id\n1\n', /expected a Parquet file/],
    ['absent.csv', undefined, /found nothing of that name/],
  ])('%s that cannot be read says where and what would be right', async (name, content, words) => {
    expect(await found(name, content)).toMatch(words);
  });
});
