import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keywords, reservedWords } from './describe/describe-word.ts';
import { runCases } from './evaluate/run-cases.ts';
import { findingSeverity } from './finding.ts';
import { scanMarkdown } from './parse/markdown.ts';
import { documentText, findingsOf, readDocument } from './trial-document.ts';

const page = readFileSync(
  join(import.meta.dirname, '..', '..', 'docs', 'policy-language.md'),
  'utf8',
);
const [frontMatter = ''] = documentText('').split('## §1');

/** The sections that have blocks, each with its headings; §11 and §12 belong to one another. */
function sections(): { readonly title: string; readonly text: string }[] {
  const parts = page.replace(/````[\s\S]*?````/g, '').split(/^(?=##)/m);
  const joined = parts.reduce<string[]>((all, part) => {
    const last = all.at(-1);
    if (part.startsWith('### §12') && last !== undefined) all[all.length - 1] = last + part;
    else all.push(part);
    return all;
  }, []);
  return joined
    .filter((part) => part.includes('```amends'))
    .map((text) => ({ title: text.split('\n')[0] ?? '', text: frontMatter + text }));
}

/** The whole documents on the page, each under the heading before it. */
const wholes = scanMarkdown(page)
  .fences.filter((fence) => fence.language === 'markdown')
  .map(({ text, span }) => {
    const headings = page.slice(0, span.from).match(/^## .*$/gm) ?? [];
    return { title: headings.at(-1) ?? '', text };
  });
const examples = [...wholes, ...sections()];

test('the page has whole documents and many examples', () => {
  expect(wholes.length).toBeGreaterThanOrEqual(2);
  expect(examples.length).toBeGreaterThan(45);
});

describe.each(examples)('$title', ({ text }) => {
  test('is accepted by the checker', () => {
    expect(findingsOf(text).filter((finding) => finding.severity !== 'report')).toEqual([]);
  });

  test('passes its cases', () => {
    const results = runCases(readDocument(text));
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter((result) => !result.isPassed)).toEqual([]);
  });
});

const refused = [...page.matchAll(/^```refused (\w+)\n([\s\S]*?)\n```$/gm)];

test.each(
  refused.map(([, code = '', block = '']) => ({ code, block })),
)('the example of $code is refused for that', ({ code, block }) => {
  const errors = findingsOf(documentText(block)).filter((one) => one.severity === 'error');
  expect(errors.map((finding) => finding.code)).toEqual([code]);
});

test('every code of the checker is on the page', () => {
  const codes = Object.keys(findingSeverity);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('the reserved words on the page are the keywords of the grammar', () => {
  const listed = /are no names: `([^`]+)`/.exec(page)?.[1]?.split(/\s+/) ?? [];
  expect([...listed].sort()).toEqual([...reservedWords].sort());
  const free = /at their place alone: `([^`]+)`/.exec(page)?.[1]?.split(/\s+/) ?? [];
  expect([...listed, ...free].sort()).toEqual([...keywords].sort());
});

test('each of the 48 things has its line', () => {
  const numbers = [...page.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, list = '']) =>
    list.split(',').map(Number),
  );
  expect(numbers).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
});

test('each of the 48 things has an example that is run', () => {
  const anchors = new Set(
    examples.map(({ title }) => {
      const words = title.replace(/^#+ /, '').toLowerCase();
      return words.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    }),
  );
  const things = page
    .slice(page.indexOf('## The 48 things'))
    .matchAll(/^\| \d+ .*\]\((.+)\) \|$/gm);
  const links = [...things].map(([, link = '']) => link);
  const catalogue = readdirSync(join(import.meta.dirname, '..', '..', 'policies', 'catalogue'));
  const isRun = (link: string) =>
    link.startsWith('#')
      ? anchors.has(link.slice(1))
      : catalogue.some((file) => link === `../policies/catalogue/${file}`);
  expect(links).toHaveLength(48);
  expect(links.filter((link) => !isRun(link))).toEqual([]);
});
