import type { DuckDBConnection } from '@duckdb/node-api';
import { type Database, sql } from '../../../src/platform/index.ts';
import { compilePolicy, duckdb, postgresql } from '../../../src/policy/compile/index.ts';
import type { Facts, PolicyDocument } from '../../../src/policy/index.ts';
import { type Comparable, compiled, evaluated } from './evaluated.ts';
import { factTable } from './fact-table.ts';

/** Where the two roads part: the party, what the evaluator says, and what the engine says. */
export interface Difference {
  readonly engine: string;
  readonly party: number;
  readonly exact: Comparable;
  readonly found: Comparable;
}

/** What came of comparing a document: the reason it is not compiled, or where the roads part. */
export interface Comparison {
  readonly notCompiled?: string;
  readonly differences: readonly Difference[];
}

type Rows = readonly Readonly<Record<string, unknown>>[];

interface Engine {
  readonly dialect: typeof duckdb;
  run(query: string): Promise<Rows>;
}

/** Gives DuckDB as an engine to compare. */
export function duckdbEngine(connection: DuckDBConnection): Engine {
  return {
    dialect: duckdb,
    run: async (query) => (await connection.runAndReadAll(query)).getRowObjects(),
  };
}

/** Gives PostgreSQL as an engine to compare. */
export function postgresqlEngine(db: Database): Engine {
  return {
    dialect: postgresql,
    run: async (query) =>
      (await sql.raw<Readonly<Record<string, unknown>>>(query).execute(db)).rows,
  };
}

/** Decides every party by the exact evaluator and by each engine, and tells every difference. */
export async function compareEngines(
  document: PolicyDocument,
  { parties, engines }: { readonly parties: readonly Facts[]; readonly engines: readonly Engine[] },
): Promise<Comparison> {
  const exact = parties.map((facts) => evaluated(document, facts));
  const differences: Difference[] = [];
  for (const { dialect, run } of engines) {
    const { source, columns } = factTable(document, { parties, engine: dialect.name });
    const outcome = compilePolicy(document, {
      dialect,
      facts: columns,
      evidenceColumn: 'f_evidence',
    });
    if (!outcome.ok) return { notCompiled: outcome.refusal.reason, differences };
    const policy = outcome.value;
    const rows = await run(`select * from (${policy.render(source)}) as q order by row_number`);
    for (const [party, row] of rows.entries()) {
      const found = compiled(policy, row);
      const own = exact[party];
      if (!own || JSON.stringify(found) === JSON.stringify(own)) continue;
      differences.push({ engine: dialect.name, party, exact: own, found });
    }
    if (rows.length !== parties.length) throw new Error(`${dialect.name} gave ${rows.length} rows`);
  }
  return { differences };
}
