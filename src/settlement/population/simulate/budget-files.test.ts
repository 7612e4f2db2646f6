import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { assert } from '../../../kernel/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../policy/index.ts';
import { simulatePolicies } from './simulate.ts';

function policy(block: string): PolicyDocument {
  const parsed = parsePolicy(
    `---\npolicy: trial\nversion: "1"\ntitle: { ko: 시험, en: Trial }\ncurrency: KRW\nzone: Asia/Seoul\napplies: automatic\n---\n\n## §1 Rule\n\n\`\`\`amends\n${block}\n\`\`\`\n`,
  );
  assert(parsed.ok, 'test: the policy is read', parsed.ok ? undefined : parsed.refusal);
  return parsed.value;
}

const fee = 'fact fee : money at least 0 KRW at most 1_000_000 KRW from company';
const one = policy(`${fee}\naward cash fee`);
const two = policy(`${fee}\naward cash fee\naward credit "more" fee × 2\naward points fee ÷ 1 KRW`);

async function paid(document: PolicyDocument, rows: readonly string[], budgetMinor: bigint) {
  const population = join(await mkdtemp(join(tmpdir(), 'amends-budget-')), 'people.csv');
  await writeFile(population, `party_id,party_class,fee\n${rows.join('\n')}\n`);
  const out = population.replace('.csv', '.parquet');
  const budget = { budgetMinor, currency: 'KRW' };
  const found = await simulatePolicies({
    ...{ population, documents: [document], out, budget, badRows: 'stop' },
  });
  assert(found.ok, 'test: the simulation runs', found);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(
      `select coalesce(sum(amount_minor), 0)::varchar as sum, coalesce(min(amount_minor), 0)::varchar as least
       from '${out}' where remedy <> 'points'`,
    );
    const [row] = read.getRowObjectsJS();
    return {
      sum: BigInt(String(row?.sum)),
      least: BigInt(String(row?.least)),
      told: found.value.budget,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const ids = (fees: readonly number[]) =>
  fees.map((amount, at) => `p${at},${at % 2 ? 'a' : 'b'},${amount}`);

it.each([
  ['ties', one, ids([5, 5, 5, 5, 5, 5, 5]), 35n],
  ['ties in two awards', two, ids([5, 5, 5, 10, 10]), 105n],
  ['zeros', one, ids([0, 0, 7, 0, 3]), 10n],
  ['zeros only', one, ids([0, 0]), 0n],
  ['one party', one, ids([13]), 13n],
  ['ids with quotes', one, ["o'a,a,3", "o'b,a,3", "'',a,3", 'ㄱ,a,3'], 12n],
  ['ids that are numbers', one, ['10,a,3', '9,a,3', '100,a,3', '1,a,3'], 12n],
] as const)('%s: what is written sums to the budget, or to all where it is enough', async (_, document, rows, demand) => {
  const wanted = [0n, 1n, 2n, 3n, demand / 2n, demand - 1n, demand, demand + 1n, 10n ** 15n];
  for (const budget of wanted.filter((amount) => amount >= 0n)) {
    const { sum, least, told } = await paid(document, rows, budget);
    const most = budget < demand ? budget : demand;
    expect({ budget, sum, isNegative: least < 0n }).toEqual({
      budget,
      sum: most,
      isNegative: false,
    });
    expect(told).toMatchObject({
      demandMinor: `${demand}`,
      paidMinor: `${most}`,
      isEnough: budget >= demand,
    });
  }
});

it.each([
  ['one id twice', ['a,a,3', 'a,a,3', 'b,a,3']],
  ['a party without an id', [',a,3', 'c,b,3']],
] as const)('%s is refused, so that a tie has one order', async (_, rows) => {
  await expect(paid(one, rows, 2n)).rejects.toThrow('the simulation runs');
});
