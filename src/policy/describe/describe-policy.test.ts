import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { documentText, readDocument } from '../trial-document.ts';
import { describeClauses, describeFacts, listNeededEvidence } from './describe-policy.ts';

const file = new URL('../../../policies/kakao-2022/small-businesses/1.md', import.meta.url);
const text = readFileSync(file, 'utf8');
const document = readDocument(text);

describe('the clauses of a document', () => {
  const clauses = describeClauses(document);

  it('are its headings in order, with what stands under each', () => {
    expect(clauses.map(({ label, level }) => `${level} ${label}`)).toEqual([
      '1 소상공인 현금 지원 / Cash support for small businesses',
      '2 §1',
      '2 §2',
      '3 확인 / Cases',
    ]);
    expect(clauses.map(({ parts }) => parts.map(({ kind }) => kind).join(' '))).toEqual([
      'prose',
      'prose amends',
      'prose amends',
      'prose cases prose cases prose cases',
    ]);
  });

  it('hold every line of prose and code where the file has it', () => {
    const lines = text.split('\n');
    for (const { line, title, parts } of clauses) {
      expect(lines[line - 1]).toContain(title);
      for (const part of parts) {
        const height = part.text.split('\n').length;
        expect(lines.slice(part.line - 1, part.line - 1 + height).join('\n')).toBe(part.text);
      }
    }
  });

  it('are the same with Windows line ends', () => {
    const windows = describeClauses(readDocument(text.replaceAll('\n', '\r\n')));
    const kinds = windows.map(({ line, parts }) => [line, parts.map((part) => part.line)]);
    expect(kinds).toEqual(clauses.map(({ line, parts }) => [line, parts.map((part) => part.line)]));
  });
});

describe('the facts of a document', () => {
  it('are told with kind, choices, bounds as written, and labels in both languages', () => {
    const facts = describeFacts(document);
    expect(facts.map(({ name, kind, source }) => `${name} ${kind} ${source}`)).toEqual([
      'party_class choice company',
      'best_week_sales money evidence',
      'outage_week_sales money evidence',
      'loss money evidence',
    ]);
    expect(facts[0]?.choices?.[1]).toEqual({
      value: 'small_business',
      label: { ko: '소상공인', en: 'a small business' },
    });
    expect(facts[3]).toMatchObject({
      currency: 'KRW',
      least: '−1_000_000_000_000 KRW',
      most: '1_000_000_000_000 KRW',
      fallback: 'best_week_sales − outage_week_sales',
      fallbackFrom: ['best_week_sales', 'outage_week_sales'],
      label: { en: 'loss of sales' },
    });
  });

  it('without words of their own are called by their name', () => {
    const bare = readDocument(
      documentText('fact kind : choice(a, b) from company\naward cash 1 KRW when kind is a'),
    );
    expect(describeFacts(bare)).toMatchObject([
      { name: 'kind', choices: [{ value: 'a', label: { ko: 'a' } }, {}], label: { ko: 'kind' } },
    ]);
  });
});

test('needed evidence is listed once each, in order', () => {
  expect(listNeededEvidence(document)).toEqual([
    'business-certificate',
    'sales-records',
    'proof-of-use',
    'bank-account',
  ]);
});
