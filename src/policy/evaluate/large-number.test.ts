import { describe, expect, test } from 'vitest';
import { renderExplanation } from '../explain/render-explanation.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { documentText, findingsOf, outcomeOf, readDocument } from '../trial-document.ts';
import { compileDetermination } from './direct/compile-policy.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { runCases } from './run-cases.ts';

// What a document of a few hundred characters can ask for. No measure of speed: each of these had
// no end, as the last number would have more digits than there are atoms.

const steps = Array.from({ length: 40 }, (_unused, index) => index);

/** A chain of names, each made of the one before. */
const chain = (first: string, next: (before: string, name: string) => string): string =>
  steps.map((step) => next(step === 0 ? first : `a${step - 1}`, `a${step}`)).join('\n');

const squares = (first: string) =>
  chain(first, (before, name) => `let ${name} = ${before} × ${before}`);
const fact = 'fact n : count from company "수" / "the count"\n';
const ending = '\naward cash 1 KRW × a39 then rounded down to 1 KRW';

describe.each([
  ['products', `${fact}${squares('n')}${ending}`],
  ['quotients', `${fact}${squares('(1 ÷ greater of (n, 2))')}${ending}`],
  [
    'choices of products',
    `${fact}${chain('n', (b, a) => `let ${a} = if ${b} > 1 then ${b} × ${b} else ${b}`)}${ending}`,
  ],
  [
    'parts of a table',
    `${fact}${chain('n', (b, a) => `let ${a} = marginal by ${b}\n    up to 1 : ${b}\n    above   : ${b}`)}${ending}`,
  ],
])('a number that grows by %s', (_name, block) => {
  const document = readDocument(documentText(block));
  const of = (n: number) => {
    const parsed = parseFacts(document, { n });
    if (!parsed.ok) throw new Error('the facts are readable');
    return parsed.value;
  };

  test('has no result where it has too many digits, by every way of reckoning', () => {
    const explained = evaluatePolicy(document, of(10));
    expect(explained.status).toBe('undecidable');
    expect(explained.missing).toEqual(['a smaller number: one of at most 4000 digits']);
    expect(outcomeOf(compileDetermination(document).determine(of(10)))).toBe(outcomeOf(explained));
    expect(renderExplanation(explained, { locale: 'en' }).join('\n')).toContain('4000 digits');
  });
});

test('a number that does not grow has its result, however often it is multiplied', () => {
  const document = readDocument(documentText(`${fact}${squares('n')}${ending}`));
  const parsed = parseFacts(document, { n: 1 });
  if (!parsed.ok) throw new Error('the facts are readable');
  expect(outcomeOf(evaluatePolicy(document, parsed.value))).toBe('cash 1 KRW');
});

test('the checker ends where constants grow, and leaves what they come to unknown', () => {
  const text = documentText(`${squares('10')}${ending}`);
  expect(findingsOf(text).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a case that asks for too much fails, and says what it would need', () => {
  const cases = '```\n\n```cases\nn | award\n1 | cash 1 KRW\n10 | cash 1 KRW\n';
  const text = documentText(`${fact}${squares('n')}${ending}\n${cases}`)
    .replace('n | award', 'n → award')
    .replaceAll(/^(\d+) \| cash/gm, '$1 → cash');
  const results = runCases(readDocument(text));
  expect(results.map(({ isPassed }) => isPassed)).toEqual([true, false]);
  expect(results[1]?.got).toContain('4000 digits');
});
