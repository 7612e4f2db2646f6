import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../evaluate/evaluate-policy.ts';
import { runCases } from '../evaluate/run-cases.ts';
import { formatPolicy } from '../format/format-policy.ts';
import { documentText, findingsOf, readDocument } from '../trial-document.ts';
import { parseFacts } from './parse-facts.ts';

const block = [
  'fact fee : money at least 0 KRW from company',
  'fact outage : duration from incident',
  '',
  'for outage is above 3 hours',
  'award cash fee × 2',
  '  at most 1_000 KRW',
].join('\n');
const file = new URL('../../../policies/kakao-2022/small-businesses/1.md', import.meta.url);

describe('a document whose lines end with CRLF', () => {
  const turned = (text: string) => text.replaceAll('\n', '\r\n');

  it('has every finding where the one with LF has it', () => {
    const wrong = documentText(`${block} then most 2 KRW`);
    expect(findingsOf(turned(wrong))).toEqual(findingsOf(wrong));
    const unknown = documentText(`${block}\nexclude when feee is above 3 KRW because "x"`);
    expect(findingsOf(turned(unknown))).toEqual(findingsOf(unknown));
    const open = documentText(block.replace('fee × 2', 'fee ÷ outagee'));
    expect(findingsOf(open).map(({ code }) => code)).toContain('unknown_name');
    expect(findingsOf(turned(open))).toEqual(findingsOf(open));
  });

  it('is explained in the same words', () => {
    const traceOf = (text: string) => {
      const document = readDocument(text);
      const facts = parseFacts(document, { fee: '900', outage: '4 hours' });
      if (!facts.ok) throw new Error('the facts are readable');
      return evaluatePolicy(document, facts.value).trace.rules;
    };
    expect(traceOf(turned(documentText(block)))).toEqual(traceOf(documentText(block)));
  });

  it('has the same cases, canonical text and hash', () => {
    const text = readFileSync(file, 'utf8');
    const [first, second] = [readDocument(text), readDocument(turned(text))];
    expect(runCases(second)).toEqual(runCases(first));
    expect(second.hash).toBe(first.hash);
    expect(formatPolicy(second).replaceAll('\r\n', '\n')).toBe(formatPolicy(first));
  });
});
