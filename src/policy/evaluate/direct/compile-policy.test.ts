import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Determination } from '../../determination.ts';
import { parseFacts } from '../../parse/parse-facts.ts';
import { documentText, readDocument } from '../../trial-document.ts';
import { evaluatePolicy } from '../evaluate-policy.ts';
import { tryCases } from '../run-cases.ts';
import { compileDetermination } from './compile-policy.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'policies');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .sort();

/** A determination without how it came about. */
function bare(determination: Determination) {
  const { trace: _, alternatives: __, missingLabels: ___, awards, ...rest } = determination;
  return { ...rest, awards: awards.map(({ trace: ____, ...award }) => award) };
}

describe.each(files)('%s', (file) => {
  const document = readDocument(readFileSync(join(folder, file), 'utf8'));
  const { determine, open } = compileDetermination(document);
  const cases = tryCases(document).filter(({ facts, readings }) => facts && readings.size === 0);

  test('gives for every case, and with each fact left out, what the evaluator gives', () => {
    for (const { facts = {} } of cases) {
      const names = Object.keys(facts);
      const variants = [
        facts,
        ...names.map((out) =>
          Object.fromEntries(Object.entries(facts).filter(([name]) => name !== out)),
        ),
      ];
      for (const given of variants) {
        const expected = bare(evaluatePolicy(document, given, { alternatives: false }));
        expect(bare(determine(given))).toEqual(expected);
        expect(bare(open(given)())).toEqual(expected);
      }
    }
  });
});

test('names that every object has are facts like others', () => {
  const text = documentText('fact constructor : money from company\naward cash constructor');
  const document = readDocument(text);
  const none = parseFacts(document, {});
  expect(none.ok && compileDetermination(document).determine(none.value).missing).toEqual([
    'constructor',
  ]);
});
