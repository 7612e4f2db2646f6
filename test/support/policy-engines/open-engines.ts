import { DuckDBInstance } from '@duckdb/node-api';
import type { Facts, PolicyDocument } from '../../../src/policy/index.ts';
import { openTestPlatform } from '../platform.ts';
import {
  type Comparison,
  compareEngines,
  duckdbEngine,
  postgresqlEngine,
} from './compare-engines.ts';

/** Both engines, opened: decides parties by each of them and by the evaluator. */
export interface OpenEngines {
  compare(document: PolicyDocument, parties: readonly Facts[]): Promise<Comparison>;
  close(): void;
}

/** Opens DuckDB and PostgreSQL to be compared with the evaluator. */
export async function openEngines(): Promise<OpenEngines> {
  const platform = await openTestPlatform();
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const engines = [duckdbEngine(connection), postgresqlEngine(platform.db)];
  return {
    compare: (document, parties) => compareEngines(document, { parties, engines }),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
