import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parsePolicy } from '../src/policy/index.ts';
import { runDetermination } from '../src/settlement/index.ts';
import type { Figure } from './measure.ts';

const mostMegabytes = 4096;

const document = `---
policy: bench
version: "1"
title: { ko: 측정, en: Bench }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 Pay

\`\`\`amends
fact pay : money at least 0 KRW at most 1_000_000 KRW from company
fact days : number at least 0 at most 100 from company

for pay is above 0 KRW
award cash pay
\`\`\`

## §2 Days

\`\`\`amends
for days is above 0
award extension "pass" days × 1 day in days
\`\`\`
`;

interface Files {
  readonly dir: string;
  readonly partyCount: number;
}

async function withDuckDb(dir: string, work: (on: DuckDBConnection) => Promise<unknown>) {
  const instance = await DuckDBInstance.create(':memory:', {
    ...{ threads: '2', memory_limit: '3GB', temp_directory: join(dir, 'spill') },
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Writes a population and the same put right: of every hundred parties 25 get more money, 5 less,
 * 10 more days and 5 fewer; two are gone, and two others came in their place.
 */
async function writePopulations({ dir, partyCount }: Files): Promise<void> {
  const all = `select i, 'P' || lpad(i::varchar, 10, '0') as party_id,
      case when i % 7 = 0 then 'driver' else 'user' end as party_class,
      (1000 + (i * 7919) % 9000) as pay, (i % 4) as days
    from range(${Math.ceil((partyCount * 50) / 49)}) r(i)`;
  const right = `select party_id, party_class,
      pay + case when i % 100 < 25 then 500 when i % 100 < 30 then -500 else 0 end as pay,
      greatest(0, days + case when i % 100 < 10 then 2 when i % 100 > 94 then -1 else 0 end) as days
    from (${all}) where i % 50 <> 2`;
  const first = `select * exclude (i) from (${all}) where i % 50 <> 1`;
  await withDuckDb(dir, async (on) => {
    for (const [name, query] of Object.entries({ first, right })) {
      await on.run(`copy (${query}) to '${join(dir, name)}.parquet' (format parquet)`);
    }
  });
}

/** How long something took, in seconds: by the clock, and of all processors together. */
interface Took {
  readonly wall: number;
  readonly processor: number;
}

/** Begins to measure; the function that it gives says how long it was. */
function stopwatch(): () => Took {
  const before = { at: performance.now(), used: process.cpuUsage() };
  return () => {
    const { user, system } = process.cpuUsage(before.used);
    const wall = (performance.now() - before.at) / 1_000;
    return { wall, processor: (user + system) / 1e6 };
  };
}

/** Determines both populations; gives how long the comparing of the second took. */
async function determineBoth({ dir }: Files): Promise<Took> {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`the policy was refused: ${JSON.stringify(parsed.refusal)}`);
  const file = (name: string) => join(dir, `${name}.parquet`);
  const begin = { document: parsed.value, spillDir: join(dir, 'spill') };
  await determine({ ...begin, population: file('first'), awards: file('before') });
  let stop = stopwatch();
  let took = stop();
  await determine({
    ...{ ...begin, population: file('right'), awards: file('after') },
    beyond: { earlier: [file('before')], due: file('due') },
    onProgress: ({ part, share }) => {
      if (part !== 'comparing') return;
      if (share === 0) stop = stopwatch();
      if (share === 1) took = stop();
    },
  });
  return took;
}

async function determine(request: Parameters<typeof runDetermination>[0]): Promise<void> {
  const run = await runDetermination(request);
  if (!run.ok) throw new Error(`the population was refused: ${JSON.stringify(run.refusal)}`);
}

/** Joins both awards files and writes what is above, in whatever order, with the same columns. */
async function joinBare({ dir }: Files): Promise<void> {
  const file = (name: string) => join(dir, `${name}.parquet`);
  const count = (side: string) => `coalesce(${side}.amount_minor, ${side}.quantity::bigint, 0)`;
  const query = `select a.party_id, c.party_class, a.policy, a.clause, a.remedy, a.name,
      a.amount_minor - coalesce(b.amount_minor, 0) as amount_minor, a.currency,
      (a.quantity::bigint - coalesce(b.quantity::bigint, 0))::varchar as quantity, a.unit
    from read_parquet('${file('after')}') a
    join read_parquet('${file('right')}') c on c.party_id = a.party_id
    left join read_parquet('${file('before')}') b on b.party_id = a.party_id and b.clause = a.clause
    where ${count('a')} > ${count('b')}`;
  await withDuckDb(dir, async (on) => {
    await on.run('set preserve_insertion_order = false');
    await on.run(`copy (${query}) to '${file('bare')}' (format parquet, compression zstd)`);
  });
}

async function requireSame({ dir }: Files): Promise<void> {
  await withDuckDb(dir, async (on) => {
    const sums = ['due', 'bare'].map(
      (name) => `(select (count(*), sum(amount_minor), sum(quantity::bigint))::varchar
        from read_parquet('${join(dir, name)}.parquet'))`,
    );
    const [row] = (await on.runAndReadAll(`select ${sums.join(', ')}`)).getRows();
    if (row?.[0] !== row?.[1]) throw new Error(`what is due differs: ${row?.join(' and ')}`);
  });
}

/**
 * How long it takes to reckon party by party what a determination grants beyond an earlier one,
 * beside a bare DuckDB that joins the same files and writes the same columns afterwards: by the
 * clock and in processor time, which tells more on a machine that others use too. The peak memory
 * is that of the process after both determinations, before the peer. `--parties` says how many.
 */
export async function benchDue(partyCount = 4_000_000): Promise<Figure> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-due-'));
  const files = { dir, partyCount };
  try {
    await writePopulations(files);
    const ours = await determineBoth(files);
    const peakMegabytes = process.resourceUsage().maxRSS / 1024;
    process.stderr.write(
      `${partyCount} parties: ${ours.wall.toFixed(1)} s, ${ours.processor.toFixed(1)} s of processors, peak ${peakMegabytes.toFixed(0)} MB\n`,
    );
    const stop = stopwatch();
    await joinBare(files);
    const theirs = stop();
    await requireSame(files);
    const peer = 'a bare DuckDB join and write of the same columns';
    const figure = (name: string, of: (took: Took) => number): Figure => {
      const [value, peerValue] = [of(ours), of(theirs)];
      return { name, value, unit: 's', peer, peerValue, ratio: value / peerValue, runs: 1 };
    };
    const memory: Figure = {
      ...{ name: 'due, peak memory of both determinations', value: peakMegabytes, unit: 'MB' },
      ...{ peer: 'the most that a determination is allowed', peerValue: mostMegabytes },
      ...{ ratio: peakMegabytes / mostMegabytes, runs: 1 },
    };
    return {
      ...figure(`due, ${partyCount} parties`, ({ wall }) => wall),
      also: [figure('due, processor time', ({ processor }) => processor), memory],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
