import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { generatePopulation } from '../src/cli/case/generate/generate-population.ts';
import { planPopulation } from '../src/cli/case/generate/population-plan.ts';
import { readCase } from '../src/cli/case/read/read-case.ts';
import { rational } from '../src/kernel/index.ts';
import { findProjectDir } from '../src/platform/index.ts';
import { type PolicyDocument, parsePolicy } from '../src/policy/index.ts';
import {
  decideDocuments,
  openPopulation,
  writeAwards,
} from '../src/settlement/population/index.ts';
import { compare, type Figure, seconds } from './measure.ts';

const wholeCount = 48_000_000n;
const policyNames = ['free-users', 'paid-services', 'small-business-credit', 'small-businesses'];

/** Gives the policies of the Pangyo case, in the order of their names. */
export function readPolicies(): readonly PolicyDocument[] {
  return policyNames.map((name) => {
    const file = join(findProjectDir(), 'policies', 'kakao-2022', name, '1.md');
    const parsed = parsePolicy(readFileSync(file, 'utf8'), { file });
    if (!parsed.ok) throw new Error(`${file} was refused: ${JSON.stringify(parsed.refusal)}`);
    return parsed.value;
  });
}

/** `--parties=N` asks for a smaller population than the whole 48 million. */
function partyCountAsked(): bigint {
  const asked = process.argv.find((word) => word.startsWith('--parties='))?.slice(10);
  return asked === undefined ? wholeCount : BigInt(asked.replaceAll('_', ''));
}

async function writePopulation(path: string): Promise<number> {
  const read = await readCase(join(findProjectDir(), 'cases', 'pangyo-2022'));
  if (!read.ok) throw new Error(`the case was refused: ${JSON.stringify(read.refusal)}`);
  const scale = rational(partyCountAsked(), wholeCount);
  const plan = planPopulation(read.value.population, { scale, seed: 'bench' });
  await generatePopulation(plan, { path, threads: 2, memoryLimit: '2GB' });
  return plan.partyCount;
}

/** The whole run: the file is checked row by row, every policy decided, every award written. */
async function determine(population: string, out: string): Promise<void> {
  const documents = readPolicies();
  const opened = await openPopulation({ file: population, documents, badRows: 'stop' });
  if (!opened.ok) throw new Error(`the population was refused: ${JSON.stringify(opened.refusal)}`);
  try {
    const decided = await decideDocuments(opened.value);
    await writeAwards(opened.value, decided, { out, layout: 'parties' });
  } finally {
    opened.value.close();
  }
}

async function copyBare(from: string, to: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '3GB' });
  const connection = await instance.connect();
  await connection.run(
    `copy (select * from read_parquet('${from}')) to '${to}' (format parquet, compression snappy)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/**
 * Accounts determined per second by all policies of the Pangyo case, clauses and reasons written
 * as Parquet, against a bare DuckDB that reads the same columns and writes them.
 */
export async function benchPopulation(runs: number): Promise<Figure> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-bench-'));
  const population = join(dir, 'population.parquet');
  const awards = join(dir, 'awards.parquet');
  try {
    const partyCount = await writePopulation(population);
    const figure = await compare({
      name: 'population',
      unit: 'accounts/s',
      peer: 'a bare DuckDB scan and write of the same columns',
      runs,
      measureOurs: async () => {
        const elapsed = await seconds(() => determine(population, awards));
        process.stderr.write(`${partyCount} accounts in ${elapsed.toFixed(1)} s\n`);
        return partyCount / elapsed;
      },
      measurePeer: async () =>
        partyCount / (await seconds(() => copyBare(awards, join(dir, 'bare.parquet')))),
    });
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stderr.write(`peak memory of the whole measurement: ${peakMegabytes} MB\n`);
    return figure;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
