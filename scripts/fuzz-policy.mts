import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { openDatabase } from '../src/platform/index.ts';
import { type Facts, parseFacts } from '../src/policy/index.ts';
import {
  compareEngines,
  duckdbEngine,
  postgresqlEngine,
} from '../test/support/policy-engines/compare-engines.ts';
import {
  acceptedDocument,
  documentTexts,
} from '../test/support/policy-engines/generate-document.ts';
import { factsJson } from '../test/support/policy-engines/generate-facts.ts';

// npm run fuzz:policy [-- SECONDS [SEED]]: looks for a document and facts on which the exact
// evaluator, DuckDB and, with DATABASE_URL, PostgreSQL do not agree. Ends with 1 at the first.

const seconds = Number(process.argv[2] ?? 120);
let seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('Found no number of seconds. Right: npm run fuzz:policy -- 120 [SEED]\n');
  process.exit(2);
}
const partyCount = 200;

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const url = process.env.DATABASE_URL;
const db = url === undefined ? undefined : openDatabase({ url, poolMax: 1 });
const engines = [duckdbEngine(connection), ...(db ? [postgresqlEngine(db)] : [])];
const endsAt = Date.now() + seconds * 1_000;
let [documentCount, pairCount] = [0, 0];

while (Date.now() < endsAt && process.exitCode === undefined) {
  seed += 1;
  const [text] = fc.sample(documentTexts, { numRuns: 1, seed });
  const document = acceptedDocument(text ?? '');
  if (!document) continue;
  const parties = fc.sample(factsJson, { numRuns: partyCount, seed }).map((json): Facts => {
    const parsed = parseFacts(document, json);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
    return parsed.value;
  });
  const { differences } = await compareEngines(document, { parties, engines });
  documentCount += 1;
  pairCount += parties.length;
  const [first] = differences;
  if (first) {
    process.stdout.write(`seed ${seed}, party ${first.party}, ${first.engine}\n${text}\n`);
    process.stdout.write(
      `${JSON.stringify({ exact: first.exact, found: first.found }, null, 2)}\n`,
    );
    process.exitCode = 1;
  }
}
const names = engines.map(({ dialect }) => dialect.name).join(', ');
process.stdout.write(
  `${documentCount} documents, ${pairCount} pairs, last seed ${seed}: ${names}\n`,
);
connection.closeSync();
instance.closeSync();
await db?.destroy();
