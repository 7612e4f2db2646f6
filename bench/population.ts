import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parsePolicy } from '../src/policy/index.ts';
import { policyAssessor, runDetermination } from '../src/settlement/index.ts';
import { compare, type Figure, seconds } from './measure.ts';

const partyCount = 2_000_000;

/** A fee back for 84 of 720 hours, threefold, to holders of a pass. */
export const policyText = `---
policy: bench-population
version: 1
title:
  ko: 측정용 정책
  en: A policy to measure
currency: KRW
zone: Asia/Seoul
effective:
  from: 2022-10-15
source: written for this measurement
applies: automatic
---

## §1 A fee back for the days lost

\`\`\`amends
fact fee : money at least 0 KRW from company "monthly fee"
fact pass : yes/no from company "holds a pass"

for pass is yes
award credit "요금 환급" / "fee back" fee × 84 ÷ 720 × 3 rounded down to 1 KRW
\`\`\`
`;

async function writePopulation(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`copy (select 'P' || i as party_id, 'user' as class,
      (1000 + hash(i) % 40 * 500)::bigint as fee, hash(i, 'pass') % 10 < 3 as pass
    from range(${partyCount}) t(i)) to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

async function scan(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`select sum(fee), count(*) filter (where pass), count(distinct party_id)
    from read_parquet('${path}')`);
  connection.closeSync();
  instance.closeSync();
}

/** Accounts determined per second, every award written, against reading the same file once. */
export async function benchPopulation(runs: number): Promise<Figure> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-bench-'));
  const population = join(dir, 'population.parquet');
  try {
    await writePopulation(population);
    const policy = parsePolicy(policyText);
    if (!policy.ok) throw new Error(`the policy was refused: ${JSON.stringify(policy.refusal)}`);
    const assessor = policyAssessor(policy.value);
    return await compare({
      name: 'population',
      unit: 'accounts/s',
      peer: 'DuckDB scanning the same file, with a distinct count of its parties',
      runs,
      measureOurs: async () => {
        const awards = join(dir, 'awards.parquet');
        const outcome = await runDetermination({ population, awards, assessor });
        if (!outcome.ok) throw new Error(`the run was refused: ${JSON.stringify(outcome.refusal)}`);
        return outcome.value.accountsPerSecond;
      },
      measurePeer: async () => partyCount / (await seconds(() => scan(population))),
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
