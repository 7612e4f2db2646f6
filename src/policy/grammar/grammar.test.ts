import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildParserFile } from '@lezer/generator';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;

function generate(): string {
  const grammar = readFileSync(join(folder, 'amends.grammar'), 'utf8');
  const options = { fileName: 'amends.grammar', typeScript: true, includeNames: true };
  const warnings: string[] = [];
  const { parser } = buildParserFile(grammar, { ...options, warn: (text) => warnings.push(text) });
  expect(warnings).toEqual([]);
  return parser;
}

// To write the parser after a change of the grammar:
//   AMENDS_WRITE_GRAMMAR=1 npx vitest run --project pure src/policy/grammar
test('the parser in the repository is the one that the grammar gives', () => {
  const file = join(folder, 'parser.generated.ts');
  const generated = generate();
  if (process.env.AMENDS_WRITE_GRAMMAR === '1') writeFileSync(file, generated);
  expect(readFileSync(file, 'utf8')).toBe(generated);
});
