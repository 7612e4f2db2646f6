import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform } from '../../../test/support/platform.ts';
import { caseFacts } from '../../../test/support/policy-engines/case-facts.ts';
import {
  type Comparison,
  compareEngines,
  duckdbEngine,
  postgresqlEngine,
} from '../../../test/support/policy-engines/compare-engines.ts';
import {
  acceptedDocument,
  documentTexts,
} from '../../../test/support/policy-engines/generate-document.ts';
import { factsJson } from '../../../test/support/policy-engines/generate-facts.ts';
import { assert } from '../../kernel/index.ts';
import { findProjectDir } from '../../platform/index.ts';
import { type Facts, type PolicyDocument, parseFacts, parsePolicy } from '../index.ts';

const seed = 20221015;
const documentCount = 110;
const partyCount = 100;

let compareAll: (document: PolicyDocument, parties: readonly Facts[]) => Promise<Comparison>;

beforeAll(async () => {
  const platform = await openTestPlatform();
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const engines = [duckdbEngine(connection), postgresqlEngine(platform.db)];
  compareAll = (document, parties) => compareEngines(document, { parties, engines });
  return () => {
    connection.closeSync();
    instance.closeSync();
  };
});

function readFacts(document: PolicyDocument, json: unknown): Facts {
  const parsed = parseFacts(document, json);
  assert(parsed.ok, 'test: the facts are readable', parsed.ok ? undefined : parsed.refusal);
  return parsed.value;
}

describe('the evaluator, DuckDB and PostgreSQL', () => {
  it('say the same of 10,000 generated documents and facts, clause and reason included', async () => {
    const texts = fc.sample(documentTexts, { numRuns: documentCount * 2, seed });
    const documents = texts.flatMap((text) => acceptedDocument(text) ?? []).slice(0, documentCount);
    const json = fc.sample(factsJson, { numRuns: partyCount, seed });
    let pairCount = 0;
    for (const document of documents) {
      const parties = json.map((facts) => readFacts(document, facts));
      const { notCompiled, differences } = await compareAll(document, parties);
      expect(differences.slice(0, 1), document.text).toEqual([]);
      if (notCompiled === undefined) pairCount += parties.length;
    }
    expect(pairCount).toBeGreaterThanOrEqual(10_000);
  }, 240_000);
});

function listPolicies(): string[] {
  const dir = join(findProjectDir(), 'policies');
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('README'))
    .map((path) => join(dir, path))
    .sort();
}

describe('every policy of the project', () => {
  it('compiles to what the evaluator says of its own cases, or says what must be worked out', async () => {
    const reasons = new Map<string, string[]>();
    let [compiledCount, caseCount] = [0, 0];
    const files = listPolicies();
    for (const file of files) {
      const parsed = parsePolicy(readFileSync(file, 'utf8'), { file });
      assert(parsed.ok, 'test: a policy of the project is readable', { file });
      const { notCompiled, differences } = await compareAll(parsed.value, caseFacts(parsed.value));
      expect(differences.slice(0, 1), file).toEqual([]);
      if (notCompiled === undefined) {
        compiledCount += 1;
        caseCount += caseFacts(parsed.value).length;
      } else reasons.set(notCompiled, [...(reasons.get(notCompiled) ?? []), basename(file)]);
    }
    const list = [...reasons].map(([reason, names]) => `${names.length} × ${reason}`);
    const share = `${compiledCount} of ${files.length} policies compile, ${caseCount} cases`;
    process.stdout.write(`${share}; worked out for each party: ${list.join('; ')}\n`);
    expect(compiledCount / files.length).toBeGreaterThan(0.6);
  }, 120_000);
});
