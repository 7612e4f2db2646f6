import {
  accept,
  compareRational,
  type Outcome,
  type Rational,
  refuse,
} from '../../kernel/index.ts';
import { analysePolicy } from '../check/check-policy.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';
import { evidenceFact, type Facts, type FactValue } from '../fact.ts';
import { parseFactValue, showJson } from './parse-fact-value.ts';

/** One fact that could not be taken: the path from the root, what was found, what would be right. */
export interface FactIssue {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** Facts that could not be taken, with every issue. */
export interface FactIssues {
  readonly code: 'facts_unreadable';
  readonly issues: readonly FactIssue[];
}

/**
 * Reads JSON facts against the facts a document declares, or refuses them with every issue.
 *
 * `null` and an absent key both mean that the fact is not known. A value outside the declared
 * range is an issue.
 *
 * @param options.extra whether a key that the document does not declare is an issue (`refuse`,
 *   the default) or passed over (`ignore`, for records that serve several documents)
 */
export function parseFacts(
  document: PolicyDocument,
  json: unknown,
  options: { readonly extra?: 'refuse' | 'ignore' } = {},
): Outcome<Facts, FactIssues> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const issue = { path: '', found: showJson(json), expected: 'an object of facts by name' };
    return refuse({ code: 'facts_unreadable', issues: [issue] });
  }
  const issues: FactIssue[] = [];
  const facts: Record<string, FactValue> = {};
  const keep = (name: string, value: FactValue) =>
    Object.defineProperty(facts, name, { value, enumerable: true });
  for (const [name, value] of Object.entries(json)) {
    if (value === null || value === undefined) continue;
    if (name === evidenceFact) readEvidence(value, { issues, keep });
    else readFact(name, { value, document, issues, keep, extra: options.extra ?? 'refuse' });
  }
  return issues.length === 0 ? accept(facts) : refuse({ code: 'facts_unreadable', issues });
}

interface Gathering {
  readonly issues: FactIssue[];
  readonly keep: (name: string, value: FactValue) => void;
}

function readEvidence(json: unknown, { issues, keep }: Gathering): void {
  if (Array.isArray(json) && json.every((one): one is string => typeof one === 'string')) {
    keep(evidenceFact, { kind: 'evidence', names: json });
    return;
  }
  const expected = 'a list of names, as ["bank-account"]';
  issues.push({ path: evidenceFact, found: showJson(json), expected });
}

function readFact(
  name: string,
  work: Gathering & {
    readonly value: unknown;
    readonly document: PolicyDocument;
    readonly extra: 'refuse' | 'ignore';
  },
): void {
  const { value: json, document, issues, keep } = work;
  const type = analysePolicy(document).factTypes.get(name);
  if (!type) {
    if (work.extra === 'ignore') return;
    const expected = `one of the declared facts: ${[...document.facts.keys()].join(', ')}`;
    issues.push({ path: name, found: showJson(json), expected });
    return;
  }
  const parsed = parseFactValue(json, type);
  if (!parsed.ok) {
    for (const issue of parsed.issues) issues.push({ ...issue, path: `${name}${issue.path}` });
    return;
  }
  const expected = numbersOf(parsed.value)
    .map((value) => outsideRange(name, value, document))
    .find((found) => found !== undefined);
  if (expected) issues.push({ path: name, found: showJson(json), expected });
  else keep(name, parsed.value);
}

/** Gives the numbers in a fact that must be inside its range. */
function numbersOf(fact: FactValue): Rational[] {
  if (fact.kind === 'list') return fact.entries.flatMap((entry) => numbersOf(entry.value));
  return 'value' in fact && typeof fact.value === 'object' ? [fact.value] : [];
}

function outsideRange(name: string, value: Rational, document: PolicyDocument): string | undefined {
  const declared = document.facts.get(name);
  if (!declared?.least && !declared?.most) return undefined;
  const { known } = analysePolicy(document);
  const bound = (expression: Expression | undefined) => {
    const found = expression && known.get(expression);
    return found?.kind === 'quantity' ? found.constant : undefined;
  };
  const write = (expression: Expression | undefined) =>
    expression ? document.text.slice(expression.span.from, expression.span.until) : '';
  const least = bound(declared?.least);
  const most = bound(declared?.most);
  if (least && compareRational(value, least) < 0) return `at least ${write(declared?.least)}`;
  if (most && compareRational(value, most) > 0) return `at most ${write(declared?.most)}`;
  return undefined;
}
