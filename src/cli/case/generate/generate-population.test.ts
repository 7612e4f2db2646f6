import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseInstant } from '../../../kernel/index.ts';
import type { Case } from '../read/case.ts';
import { readCase } from '../read/read-case.ts';
import { generateClaims } from './generate-claims.ts';
import { generatePopulation } from './generate-population.ts';
import { indexOf, permutationOf, rankOf } from './permutation.ts';
import { planCohorts } from './plan-cohorts.ts';
import { holderOf, type PopulationPlan, planPopulation } from './population-plan.ts';
import { parseScale } from './scale.ts';

let source: Case;
let dir: string;

beforeAll(async () => {
  const read = await readCase(join(import.meta.dirname, '../../../../cases/pangyo-2022'));
  if (!read.ok) throw new Error('the reference case is malformed');
  source = read.value;
  dir = await mkdtemp(join(tmpdir(), 'amends-population-'));
});

afterAll(() => rm(dir, { recursive: true }));

function scaleOf(text: string) {
  const scale = parseScale(text);
  if (!scale.ok) throw new Error(`not a scale: ${text}`);
  return scale.value;
}

function planAt(scale: string, seed = source.case.seed): PopulationPlan {
  return planPopulation(source.population, { scale: scaleOf(scale), seed });
}

async function ask(query: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(query);
    return reader.getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function fileAt(scale: string, options: { threads?: number; seed?: string } = {}) {
  const path = join(dir, `${scale}-${options.threads ?? 0}-${options.seed ?? ''}.parquet`);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  await generatePopulation(planAt(scale, options.seed), { path, ...threads });
  return path;
}

describe('a shuffle', () => {
  it('gives every rank once, and its reverse gives the index back', () => {
    const sizes = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(sizes, fc.nat(19), fc.nat(), (size, purpose, seed) => {
        const permutation = permutationOf({ size, purpose, seed });
        const ranks = Array.from({ length: size }, (_, index) => rankOf(permutation, index));
        expect(new Set(ranks).size).toBe(size);
        for (const [index, rank] of ranks.entries()) expect(indexOf(permutation, rank)).toBe(index);
      }),
    );
  });

  it('is exact at the size of the real population', () => {
    const permutation = permutationOf({ size: 48_000_000, purpose: 3, seed: 4_294_967_295 });
    for (const index of [0, 1, 23_999_999, 47_999_999]) {
      const rank = rankOf(permutation, index);
      const exact =
        (BigInt(permutation.multiplier) * BigInt(index) + BigInt(permutation.offset)) % 48_000_000n;
      expect(BigInt(rank)).toBe(exact);
      expect(indexOf(permutation, rank)).toBe(index);
    }
  });
});

describe('a population', () => {
  it.each([
    ['0.001', 48_000, 1_000, 10],
    ['0.01', 480_000, 10_000, 100],
  ])('at scale %s has exactly the counts planned', async (scale, parties, small, large) => {
    const path = await fileAt(scale);
    const plan = planAt(scale);
    const sums = plan.flags.map(({ code }) => `count(*) filter (${code})::integer as ${code}`);
    const [row] = await ask(
      `select count(*)::integer as n, count(distinct party_id)::integer as ids,
        min(party_id)::integer as least, max(party_id)::integer as greatest,
        count(*) filter (party_class = 'small_business')::integer as small,
        count(*) filter (party_class = 'mid_large_business')::integer as large,
        ${sums.join(', ')} from '${path}'`,
    );
    expect(row).toMatchObject({
      n: parties,
      ids: parties,
      least: 1,
      greatest: parties,
      small,
      large,
    });
    for (const { code, count } of plan.flags) expect(row?.[code]).toBe(count);
  });

  it('is the same for any number of threads, and another for another seed', async () => {
    const [one, two, other] = [
      await fileAt('0.01', { threads: 1 }),
      await fileAt('0.01', { threads: 2 }),
      await fileAt('0.01', { seed: 'another' }),
    ];
    const differing = (left: string, right: string) =>
      ask(
        `select count(*)::integer as n from (select row_number() over () as place, * from '${left}') a
        join (select row_number() over () as place, * from '${right}') b using (place) where a <> b`,
      );
    expect(await differing(one, two)).toEqual([{ n: 0 }]);
    expect(Number((await differing(one, other))[0]?.n)).toBeGreaterThan(1_000);
  });

  it('gives nested facts and amounts only to those they concern, within their bounds', async () => {
    const path = await fileAt('0.01');
    const [row] = await ask(
      `select count(*) filter (melon_billing_fixed and not melon_pass)::integer as unnested,
        count(*) filter ((street_hail_commission is not null) <> kakao_t_blue)::integer as stray,
        min(street_hail_commission)::integer as least,
        max(street_hail_commission)::integer as greatest from '${path}'`,
    );
    expect(row).toEqual({ unnested: 0, stray: 0, least: 4_000, greatest: 44_000 });
  });

  it('spreads facts independently of each other', async () => {
    const path = await fileAt('0.01');
    const [row] = await ask(
      `select count(*) filter (melon_pass and talk_drawer)::integer as both from '${path}'`,
    );
    // 50,000 and 15,000 of 469,900: about 1,596 by chance.
    expect(Number(row?.both)).toBeGreaterThan(1_400);
    expect(Number(row?.both)).toBeLessThan(1_800);
  });

  it('keeps every class and fact at the smallest scale', () => {
    const plan = planAt('0.000001');
    expect(plan.classes.every(({ count }) => count >= 1)).toBe(true);
    expect(plan.flags.every(({ count }) => count >= 1)).toBe(true);
  });

  it('gives the affected cohorts with the counts of the plan and the adopted windows', () => {
    const cohorts = planCohorts(source, planAt('0.01'));
    const melon = cohorts.find(({ key }) => key === 'melon_pass');
    expect(cohorts).toHaveLength(10);
    expect(melon).toMatchObject({
      service: 'melon',
      function: 'streaming',
      from: parseInstant('2022-10-15T15:30:00+09:00'),
      until: parseInstant('2022-10-16T08:00:00+09:00'),
      partyCount: 50_000n,
      isAssumed: true,
    });
  });

  it('knows its holders as the file does', async () => {
    const path = await fileAt('0.001');
    const plan = planAt('0.001');
    for (const code of ['melon_pass', 'melon_billing_fixed', 'talk_channel', 'talk_user']) {
      const held = await ask(`select party_id::varchar as id from '${path}' where ${code}`);
      const holders = held.map((_, position) => holderOf(plan, code, position));
      expect(new Set(holders)).toEqual(new Set(held.map(({ id }) => id)));
    }
  });

  it('holds every claimant in the class that the claim says', async () => {
    const path = await fileAt('0.01');
    const rows = await ask(`select party_id::varchar as id, party_class from '${path}'`);
    const classes = new Map(rows.map(({ id, party_class }) => [id, party_class]));
    for (const claim of generateClaims({ source, scale: scaleOf('0.01') })) {
      expect(classes.get(claim.partyId)).toBe(claim.partyClass);
    }
  });
});
