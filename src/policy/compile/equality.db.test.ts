import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseFacts } from '../../../test/support/policy-engines/case-facts.ts';
import type { Comparison } from '../../../test/support/policy-engines/compare-engines.ts';
import {
  acceptedDocument,
  documentTexts,
} from '../../../test/support/policy-engines/generate-document.ts';
import { factsJson } from '../../../test/support/policy-engines/generate-facts.ts';
import { openEngines } from '../../../test/support/policy-engines/open-engines.ts';
import { assert } from '../../kernel/index.ts';
import { findProjectDir } from '../../platform/index.ts';
import {
  evaluatePolicy,
  type Facts,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../index.ts';

const seed = 20221015;
const documentCount = 110;
const partyCount = 100;

let compareAll: (document: PolicyDocument, parties: readonly Facts[]) => Promise<Comparison>;

beforeAll(async () => {
  const engines = await openEngines();
  compareAll = engines.compare;
  return engines.close;
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
  }, 600_000);
});

describe('a date that the calendar does not have', () => {
  const moves = [
    ...['add_days(began, steps)', 'add_days(began, 0 − steps)', 'add_months(began, steps)'],
    'add_months(began, 0 − steps)',
  ];
  const statements = moves.map(
    (move, index) => `award credit "${index}" 1 KRW × days_in_month(${move}) in addition`,
  );
  const text = `---
policy: far
version: "1"
title: { ko: 가, en: Far }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 Dates

\`\`\`amends
fact began : date from claimant
fact steps : count at most 100_000 from claimant
fact moment : instant from claimant
fact out : duration from claimant
${statements.join('\n')}
award points "a" if (moment + out) is after 2000-01-01T00:00+09:00 then 1 else 2 in addition
award points "b" if (moment − out) is after 2000-01-01T00:00+09:00 then 1 else 2 in addition
\`\`\`
`;

  it('cannot be decided, on every road: never another date, never an error', async () => {
    const parsed = parsePolicy(text);
    assert(parsed.ok, 'test: the document is read', parsed);
    const days = ['9999-12-31', '9999-12-01', '9999-11-30', '0001-01-01', '0001-12-31'];
    const instants = ['9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '2022-10-15T00:00:00Z'];
    const parties = days.flatMap((began) =>
      [0, 1, 12, 13, 366, 3_652, 36_525, 40_000].map((steps, index) =>
        readFacts(parsed.value, {
          began,
          steps,
          moment: instants[index % 3] ?? '',
          out: steps * 86_400,
        }),
      ),
    );
    const { notCompiled, differences } = await compareAll(parsed.value, parties);
    expect({ notCompiled, differences: differences.slice(0, 1) }).toEqual({
      notCompiled: undefined,
      differences: [],
    });
    const last = readFacts(parsed.value, {
      ...{ began: '9999-12-31', steps: 1, moment: '9999-12-31T23:59:59Z', out: 1 },
    });
    expect(evaluatePolicy(parsed.value, last, { alternatives: false })).toMatchObject({
      status: 'undecidable',
      missing: ['a date in the years 0000 to 9999'],
    });
  });
});

describe('guards and audiences, each known or not', () => {
  const names = ['all', 'unclear', 'banned', 'member', 'late', 'odd'];
  const text = `---
policy: guards
version: "1"
title: { ko: 가, en: Guards }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 All

\`\`\`amends
${names.map((name) => `fact ${name} : yes/no from company`).join('\n')}

for all
review when unclear because unclear
\`\`\`

## §2 Cash

\`\`\`amends
for member
review when odd because odd
exclude when late because too_late
award cash 5 KRW
\`\`\`

## §3 Bans

\`\`\`amends
exclude when banned because banned
\`\`\`
`;

  it('end alike on every road', async () => {
    const parsed = parsePolicy(text);
    assert(parsed.ok, 'test: the document is read', parsed);
    const parties = Array.from({ length: 3 ** names.length }, (_, number) =>
      readFacts(
        parsed.value,
        Object.fromEntries(
          names.map((name, at) => [
            name,
            [true, false, null][Math.floor(number / 3 ** at) % 3] ?? null,
          ]),
        ),
      ),
    );
    const { notCompiled, differences } = await compareAll(parsed.value, parties);
    expect({ notCompiled, differences: differences.slice(0, 1) }).toEqual({
      notCompiled: undefined,
      differences: [],
    });
  });
});

function listPolicies(): string[] {
  const dir = join(findProjectDir(), 'policies');
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('README'))
    .map((path) => join(dir, path))
    .sort();
}

describe('every policy of the project', () => {
  it('compiles to what the evaluator says of its own cases', async () => {
    const notCompiledOf = new Map<string, string>();
    let caseCount = 0;
    const files = listPolicies();
    for (const file of files) {
      const parsed = parsePolicy(readFileSync(file, 'utf8'), { file });
      assert(parsed.ok, 'test: a policy of the project is readable', { file });
      const { notCompiled, differences } = await compareAll(parsed.value, caseFacts(parsed.value));
      expect(differences.slice(0, 1), file).toEqual([]);
      if (notCompiled === undefined) caseCount += caseFacts(parsed.value).length;
      else notCompiledOf.set(basename(file), notCompiled);
    }
    process.stdout.write(`${files.length} policies, ${caseCount} cases\n`);
    // All of them, as docs/populations.md says.
    expect([files.length, Object.fromEntries(notCompiledOf)]).toEqual([102, {}]);
  }, 120_000);
});
