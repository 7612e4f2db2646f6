import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPolicy } from '../check/check-policy.ts';
import { policyHash } from '../policy-hash.ts';
import { documentText, findingsOf, readDocument } from '../trial-document.ts';
import { scanMarkdown } from './markdown.ts';
import { parsePolicy } from './parse-policy.ts';

test('a document is read into its header, clauses, rules and cases', () => {
  const extra = '\n```cases\ngiven member = yes\nloss | member → award\n5 | - → 1 KRW\n```\n';
  const document = readDocument(
    documentText('fact loss : money from claimant\nfor loss is above 0 KRW\naward cash 1 KRW', {
      extra,
    }),
  );
  expect(document.header).toMatchObject({ policy: 'trial', currency: 'KRW', applies: 'automatic' });
  expect(document.clauses.map((clause) => clause.label)).toEqual(['§1']);
  expect(document.rules.map((rule) => rule.id)).toEqual(['§1']);
  expect(document.cases[0]).toEqual({
    clause: '§1',
    given: [{ name: 'member', text: 'yes' }],
    results: ['award'],
    columns: ['loss', 'member'],
    rows: [{ line: 22, number: 1, facts: ['5', '-'], expected: ['1 KRW'] }],
  });
});

test('every problem of an unreadable document is told, in the order of its lines', () => {
  const text = documentText('award cash 30,000 KRW').replace('zone: Asia/Seoul', 'zone: Mars');
  const found = findingsOf(text).map(({ code, line, column }) => ({ code, line, column }));
  expect(found).toEqual([
    { code: 'front_matter_field', line: 6, column: 1 },
    { code: 'number_with_comma', line: 14, column: 12 },
  ]);
});

test('a syntax error says where it is and how the construct is written', () => {
  const [found] = findingsOf(documentText('award cash 1 KRW\nneeds , receipt'));
  expect(found).toMatchObject({
    code: 'syntax',
    line: 15,
    column: 7,
    clause: '§1',
    params: { found: ',', write: 'needs EVIDENCE, EVIDENCE' },
  });
});

test('fences of other languages, and headings inside fences, are prose', () => {
  const text = '# A\n~~~text\n# no\n```amends\n~~~\n## B #\n````amends\nx\n```\n````\n';
  const { headings, fences } = scanMarkdown(text);
  expect(headings.map((heading) => heading.text)).toEqual(['A', 'B']);
  expect(fences.map(({ language, text: inside }) => [language, inside])).toEqual([
    ['text', '# no\n```amends'],
    ['amends', 'x\n```'],
  ]);
});

const words = fc.constantFrom(
  ...'award cash for needs let = by up to below above : ( ) 3 KRW x , or when then § §1 " 한 - ÷ if'.split(
    ' ',
  ),
  '\n',
  '```',
  '---',
);

test('any text at all ends in a document or in findings', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(words, { maxLength: 60 }).map((all) => documentText(all.join(' '))),
    fc.array(words, { maxLength: 60 }).map((all) => documentText('').replace('```', all.join(' '))),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parsePolicy(text);
      if (parsed.ok) checkPolicy(parsed.value);
      else expect(parsed.refusal.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 600 },
  );
});

test('brackets nested a hundred thousand deep are told, not followed', () => {
  const deep = `award cash ${'('.repeat(100_000)}1 KRW${')'.repeat(100_000)}`;
  expect(findingsOf(documentText(deep)).length).toBeGreaterThan(0);
  const chain = `award cash ${'-'.repeat(5_000)}1 KRW`;
  expect(findingsOf(documentText(chain)).map(({ code }) => code)).toContain('nested_too_deeply');
});

// What once took minutes, or ended in a crash.
test.each([
  ['( ', 'nested_too_deeply'],
  ['not ', 'nested_too_deeply'],
  ['- ', 'nested_too_deeply'],
  ['if yes then ', 'nested_too_deeply'],
  ['\0', 'syntax'],
  ['\ud800', 'syntax'],
  ['" ', 'syntax'],
  ['9', 'syntax'],
  ['1_', 'syntax'],
  ['by x : ', 'syntax'],
])('nearly as much of %j as a document may have is told, not followed', (piece, code) => {
  const flood = piece.repeat(Math.ceil(490_000 / piece.length));
  const found = findingsOf(documentText(`award cash ${flood}`));
  expect(found[0]?.code).toBe(code);
  expect(found.length).toBeLessThanOrEqual(201);
});

test.each(['1__000', '1_', '1_000_', '9'.repeat(201)])('%s is no number, and is told', (digits) => {
  const found = findingsOf(documentText(`award cash ${digits} KRW`));
  expect(found.map(({ code, params }) => [code, params.write])).toEqual([
    ['syntax', 'a number such as 30_000 or 12.5, of at most 200 digits'],
  ]);
});

test('a mark of the byte order and line ends of Windows change nothing', () => {
  const plain = documentText('award cash 1 KRW\n  at most 5 KRW');
  const other = `\ufeff${plain.replaceAll('\n', '\r\n')}`;
  expect(readDocument(other).hash).toBe(readDocument(plain).hash);
  expect(findingsOf(other)).toEqual(findingsOf(plain));
});

test.each([
  ['lets', (i: number) => `let a${i} = a${i + 1}`, 'let a9000 = 1 KRW'],
  ['constants', (i: number) => `constant a${i} = a${i + 1}`, 'constant a9000 = 1 KRW'],
  [
    'facts unless stated',
    (i: number) => `fact a${i} : money, a${i + 1} unless stated, from company`,
    'fact a9000 : money from company',
  ],
] as const)('a chain of nine thousand %s is told, not followed', (_name, link, last) => {
  const links = Array.from({ length: 9_000 }, (_, index) => link(index));
  const found = findingsOf(documentText([...links, last, 'award cash a0'].join('\n')));
  expect(found.map(({ code }) => code)).toContain('nested_too_deeply');
});

test.each([
  ['lets', 'let a = b\nlet b = a'],
  ['constants', 'constant a = b\nconstant b = a'],
  [
    'facts',
    'fact a : money, b unless stated, from company\nfact b : money, a unless stated, from company',
  ],
])('a circle of %s is told, not followed', (_name, circle) => {
  const found = findingsOf(documentText(`${circle}\naward cash a`));
  expect(found.map(({ code }) => code)).toContain('name_circular');
});

test.each([
  ['an alias', 'title: &t x\nscheme: *t'],
  ['brackets a hundred thousand deep', `title: ${'['.repeat(100_000)}`],
  ['a list', '- 1'],
  ['nothing', ''],
  ['a field of the prototype', '__proto__: x\nconstructor: y'],
])('front matter with %s ends in findings', (_name, yaml) => {
  expect(findingsOf(`---\n${yaml}\n---\n`).length).toBeGreaterThan(0);
});

test('the hash is of the canonical bytes: line ends, trailing space and form do not count', () => {
  const hash = policyHash('한글\nb\n');
  expect(hash).toBe('d7f850fdbd01ffbb8fc100ba94da1adf8a312205a25e0ac4ecfae73c40f4d545');
  expect(policyHash('\ufeff한글 \r\nb\r\n\r\n'.normalize('NFD'))).toBe(hash);
  expect(policyHash('한글\nc\n')).not.toBe(hash);
});

test.each([
  ['award cash fee × by fee up to 5 KRW : 1 above : 2', 'a table inside a calculation in brackets'],
  [
    'award cash fee at most if fee is above 5 KRW then 1 KRW else 2 KRW',
    'an `if` here in brackets',
  ],
  ['award points 5 in addition rounded up to 1', '`then rounded up to 1 KRW`'],
  ['for fee == 5 KRW\naward cash fee', '`is` or `=`, once'],
  ['for fee > 5 KRW && fee < 9 KRW\naward cash fee', '`and`'],
  ['award cash £5', 'the amount and then its currency'],
  ['// a comment\naward cash fee', 'a block has no comments'],
])('what another language would write is told what it is here: %s', (block, hint) => {
  const fee = 'fact fee : money at least 0 KRW from company\n';
  const [first] = findingsOf(documentText(fee + block));
  expect(first?.code).toBe('syntax');
  expect(first?.params.write).toContain(hint);
});

test('a given line states several facts, and a comma inside a value is no end of it', () => {
  const extra = '```cases\ngiven a = 1, b = 2, 3, c = yes\nd → award\n4 → none\n```';
  const document = readDocument(documentText('award cash 1 KRW', { extra }));
  expect(document.cases[0]?.given).toEqual([
    { name: 'a', text: '1' },
    { name: 'b', text: '2, 3' },
    { name: 'c', text: 'yes' },
  ]);
});
