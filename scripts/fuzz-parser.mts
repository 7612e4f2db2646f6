// `npm run fuzz:parser [-- SECONDS]`: any text at all ends in a message or a document, soon.
// Bytes, cut and mixed policy documents, and whole documents with a piece changed are read, checked,
// formatted and their cases run. What goes wrong is printed with the text that did it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { findProjectDir } from '../src/platform/index.ts';
import { checkPolicy, formatPolicy, parsePolicy, runCases } from '../src/policy/index.ts';

const limitMs = 5_000;
const folder = join(findProjectDir(), 'policies');
const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const words = [...new Set(documents.flatMap((text) => text.match(/[^\s]+|\s/g) ?? []))];

const someDocument = fc.constantFrom(...documents);
const word = fc.constantFrom(...words);
const spot = fc.double({ min: 0, max: 1, noNaN: true });

/** A document with a piece cut out and other words put in its place. */
const changed = fc
  .tuple(someDocument, spot, fc.nat(80), fc.array(word, { maxLength: 8 }))
  .map(([text, at, length, put]) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + put.join('') + text.slice(from + length);
  });
/** The head of one document and the tail of another. */
const crossed = fc.tuple(someDocument, someDocument, spot, spot).map(([one, other, a, b]) => {
  return one.slice(0, Math.floor(a * one.length)) + other.slice(Math.floor(b * other.length));
});
/** A whole front matter and a block of the language's own words in any order. */
const babbled = fc.tuple(someDocument, fc.array(word, { maxLength: 120 })).map(([text, put]) => {
  const head = text.slice(0, text.indexOf('```amends'));
  return `${head}\`\`\`amends\n${put.join(' ')}\n\`\`\`\n`;
});
const bytes = fc.uint8Array({ maxLength: 600 }).map((some) => new TextDecoder().decode(some));
const texts = fc.oneof(changed, changed, crossed, babbled, bytes, fc.string({ unit: 'binary' }));

function tryText(text: string): void {
  const startedAt = performance.now();
  const parsed = parsePolicy(text);
  if (!parsed.ok) {
    if (parsed.refusal.findings.length === 0) throw new Error('refused without a message');
  } else {
    const errors = checkPolicy(parsed.value).filter(({ severity }) => severity === 'error');
    const again = parsePolicy(formatPolicy(parsed.value));
    if (!again.ok) throw new Error('the formatted text cannot be read again');
    if (formatPolicy(again.value) !== again.value.text) throw new Error('formatting is not stable');
    if (errors.length === 0) runCases(parsed.value);
  }
  const elapsed = performance.now() - startedAt;
  if (elapsed > limitMs) throw new Error(`took ${Math.round(elapsed)} ms`);
}

const [seconds = '60'] = process.argv.slice(2);
const until = performance.now() + Number(seconds) * 1_000;
let count = 0;
while (performance.now() < until) {
  fc.assert(fc.property(texts, tryText), { numRuns: 500 });
  count += 500;
}
process.stdout.write(`texts tried: ${count}; each ended in a message or a document\n`);
