import { assert } from '../kernel/index.ts';
import { checkPolicy } from './check/check-policy.ts';
import type { Determination } from './determination.ts';
import type { PolicyDocument } from './document.ts';
import { evaluatePolicy } from './evaluate/evaluate-policy.ts';
import type { Finding } from './finding.ts';
import { parseFacts } from './parse/parse-facts.ts';
import { parsePolicy } from './parse/parse-policy.ts';

/** Gives a whole document around one ```amends block, for tests of the language. */
export function documentText(
  block: string,
  options: { readonly currency?: string; readonly extra?: string } = {},
): string {
  const { currency = 'KRW', extra = '' } = options;
  return [
    '---',
    'policy: trial',
    'version: "1"',
    'title: { ko: 시험, en: Trial }',
    `currency: ${currency}`,
    'zone: Asia/Seoul',
    'applies: automatic',
    'effective: { from: 2022-10-15, until: 2023-10-15 }',
    '---',
    '',
    '## §1 Rule',
    '',
    '```amends',
    block,
    '```',
    extra,
    '',
  ].join('\n');
}

/** Reads a document that must be readable. */
export function readDocument(text: string): PolicyDocument {
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'test: the document is readable', parsed.ok ? undefined : parsed.refusal);
  return parsed.value;
}

/** Gives every finding of a text, whether it could be read or not. */
export function findingsOf(text: string): readonly Finding[] {
  const parsed = parsePolicy(text);
  return parsed.ok ? checkPolicy(parsed.value) : parsed.refusal.findings;
}

/** Determines one ```amends block on JSON facts that must be readable. */
export function determine(
  block: string,
  facts: Readonly<Record<string, unknown>>,
  options: { readonly currency?: string } = {},
): Determination {
  const document = readDocument(documentText(block, options));
  const parsed = parseFacts(document, facts);
  assert(parsed.ok, 'test: the facts are readable', parsed.ok ? undefined : parsed.refusal);
  return evaluatePolicy(document, parsed.value);
}

/** Writes the awards of a determination shortly: `cash 30000 KRW`, or the status and its names. */
export function outcomeOf(determination: Determination): string {
  const { status, awards, missing, evidence, reasons } = determination;
  const given = awards.map(({ remedy, amountMinor, currency, quantity, unit }) => {
    const amount = amountMinor ?? `${quantity?.numerator}/${quantity?.denominator}`;
    return `${remedy} ${amount} ${currency ?? unit}`.replace('/1 ', ' ');
  });
  if (status === 'award') return given.join(' + ');
  const open = [...missing, ...evidence, ...reasons.map(({ code }) => code)];
  return [`${status}(${open.join(', ')})`, ...given].join(' + ');
}
