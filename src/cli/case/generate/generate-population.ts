import { DuckDBInstance } from '@duckdb/node-api';
import type { PlannedAmount, PlannedFlag, PopulationPlan } from './population-plan.ts';

/**
 * Writes the query that gives every party of a plan, one row each, ordered by party id.
 *
 * Columns: party_id (ubigint, from 1), party_class, one boolean per flag, one bigint of minor units
 * per amount (null for parties it does not concern). Only whole-number arithmetic on the row number
 * is used, so the rows do not depend on threads, versions or machines.
 */
export function renderPopulationQuery(plan: PopulationPlan): string {
  const { multiplier, offset } = plan.classRanks;
  const classCases = plan.classes
    .filter(({ count }) => count > 0)
    .map((one) => ({ ...one, end: one.offset + one.count }));
  const classOf = classCases
    .map(({ code, end }) => `when class_rank < ${end} then '${code}'`)
    .join(' ');
  const startOf = classCases
    .map(({ end, offset: start }) => `when class_rank < ${end} then ${start}`)
    .join(' ');
  const ranked = plan.flags.map((flag) => `${rankOfFlag(plan, flag)} as ${flag.code}_rank`);
  const columns = [
    '(i + 1)::ubigint as party_id',
    'party_class',
    ...plan.flags.map(({ code, count }) => `coalesce(${code}_rank < ${count}, false) as ${code}`),
    ...plan.amounts.map(renderAmount),
  ];
  return [
    `with numbered as (select range as i, (${multiplier} * range + ${offset}) % ${plan.partyCount}`,
    `as class_rank from range(${plan.partyCount})),`,
    `classed as (select i, case ${classOf} end as party_class,`,
    `class_rank - case ${startOf} end as j from numbered),`,
    `ranked as (select i, party_class, ${['j', ...ranked].join(', ')} from classed)`,
    `select ${columns.join(', ')} from ranked`,
  ].join('\n');
}

function rankOfFlag(plan: PopulationPlan, flag: PlannedFlag): string {
  const { multiplier, offset, size } = flag.ranks;
  const shuffled = (index: string): string => `(${multiplier} * ${index} + ${offset}) % ${size}`;
  switch (flag.base.kind) {
    case 'everyone':
      return shuffled('i');
    case 'class':
      return `case when party_class = '${flag.base.code}' then ${shuffled('j')} end`;
    case 'flag': {
      const outer = `${flag.base.code}_rank`;
      const held = plan.flags.find(({ code }) => code === flag.base.code)?.count ?? 0;
      return `case when ${outer} < ${held} then ${shuffled(outer)} end`;
    }
  }
}

function renderAmount(amount: PlannedAmount): string {
  const { code, of, holderCount, least, step, levelCount } = amount;
  const level = `(${of}_rank * ${levelCount}) // ${holderCount}`;
  return `case when ${of}_rank < ${holderCount} then ${least} + ${step} * (${level}) end as ${code}`;
}

/** How a population file was made. */
export interface GeneratedPopulation {
  readonly path: string;
  readonly partyCount: number;
}

/**
 * Writes the population of a plan as one Parquet file.
 *
 * @param options.path where to; an existing file is replaced only when the new one is whole
 * @param options.threads processors to use; the file's rows and their order do not depend on it
 */
export async function generatePopulation(
  plan: PopulationPlan,
  options: { readonly path: string; readonly threads?: number; readonly memoryLimit?: string },
): Promise<GeneratedPopulation> {
  const instance = await DuckDBInstance.create(':memory:', {
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
  });
  const connection = await instance.connect();
  try {
    const target = options.path.replaceAll("'", "''");
    await connection.run(
      `copy (${renderPopulationQuery(plan)}) to '${target}' (format parquet, compression snappy)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return { path: options.path, partyCount: plan.partyCount };
}
