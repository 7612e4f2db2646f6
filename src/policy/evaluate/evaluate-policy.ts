import { assert } from '../../kernel/index.ts';
import { analysePolicy } from '../check/check-policy.ts';
import type { Analysis } from '../check/scope.ts';
import type { Determination, DeterminationStatus, RuleTrace, Trace } from '../determination.ts';
import type { PolicyDocument, Rule } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { Facts } from '../fact.ts';
import { stopsEvaluation } from '../finding.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import {
  type Barrier,
  evaluateRule,
  findBarrier,
  firstBarrier,
  holdsForAudience,
  type RuleResult,
} from './evaluate-rule.ts';
import { type Evaluation, openEvaluation } from './evaluation.ts';
import { findAlternatives } from './find-alternatives.ts';
import { namesBehind } from './nearest/depends-on.ts';
import { replaceResults } from './replace-results.ts';
import type { Value } from './value.ts';

/**
 * Determines what a party is owed under a policy document.
 *
 * The same document and facts always give the same determination: there is no clock and no
 * chance. Throws an InvariantError when the document has a finding that stops evaluation.
 *
 * @param options.alternatives whether to look for what would have changed the result, and to tell
 *   each calculation and each cap that did not act; true if left out. Bulk runs turn it off.
 * @param options.open facts that are missing unless stated, whatever the document takes in their
 *   stead; for a form, in which what was not asked yet is no answer
 * @param options.readings readings to try instead of those that the document takes, by name
 */
export function evaluatePolicy(
  document: PolicyDocument,
  facts: Facts,
  options: {
    readonly alternatives?: boolean;
    readonly open?: ReadonlySet<string>;
    readonly readings?: ReadonlyMap<string, string>;
  } = {},
): Determination {
  const analysis = analysePolicy(document);
  const error = analysis.findings.find(stopsEvaluation);
  assert(!error, 'policy: a document with errors is not evaluated', { error });
  const tried = readingsTried(document, options.readings);
  const isExplained = options.alternatives !== false;
  const { open } = options;
  const given = { document, analysis, facts, replaced: tried, open, isExplained };
  const { determination, usedFacts, reductions } = determine(given);
  if (!isExplained) return determination;
  const again = (moved: ReadonlyMap<string, Value>) => {
    const kept = reductionsBeside(moved, { reductions, document, analysis });
    const replaced = new Map([...tried, ...moved]);
    return determine({ document, analysis, facts, open, replaced, kept }).determination;
  };
  const found = findAlternatives(determination, {
    document,
    analysis,
    facts,
    usedFacts,
    tried,
    again,
    settled: new Map(),
  });
  return { ...determination, ...found };
}

/**
 * Gives the reductions of lists that come to the same whatever is moved: they are worked out once,
 * however often a determination is asked for again.
 */
function reductionsBeside(
  moved: ReadonlyMap<string, Value>,
  known: Pick<Evaluation, 'reductions' | 'document' | 'analysis'>,
): ReadonlyMap<Expression, Value> {
  const isBeside = ([expression]: readonly [Expression, Value]) => {
    const behind = namesBehind(expression, known);
    return ![...moved.keys()].some((name) => behind.has(name));
  };
  return new Map([...known.reductions].filter(isBeside));
}

/**
 * Gives the values of facts, constants and lets by name; a name that nothing has is left out.
 * For cases, which say what a part of the calculation comes to.
 */
export function evaluateNames(
  document: PolicyDocument,
  given: {
    readonly facts: Facts;
    readonly names: readonly string[];
    readonly readings: ReadonlyMap<string, string>;
  },
): ReadonlyMap<string, Value> {
  const analysis = analysePolicy(document);
  const replaced = readingsTried(document, given.readings);
  const evaluation = openEvaluation({ document, analysis, facts: given.facts, replaced });
  const span = { from: 0, until: 0 };
  const { facts, constants, readings, lets } = document;
  const known = given.names.filter((name) =>
    [facts, constants, readings, lets].some((names) => names.has(name)),
  );
  return new Map(
    known.map((name) => [name, evaluateExpression({ kind: 'name', name, span }, evaluation)]),
  );
}

function readingsTried(
  { readings }: PolicyDocument,
  tried: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, Value> {
  const values = [...(tried ?? [])].map(([name, choice]): [string, Value] => {
    const isOne = readings.get(name)?.choices.includes(choice);
    assert(isOne, 'policy: a reading to try is one that the document names', { name, choice });
    return [name, { kind: 'choice', choice }];
  });
  return new Map(values);
}

interface Given {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly facts: Facts;
  readonly replaced?: ReadonlyMap<string, Value>;
  readonly open?: ReadonlySet<string> | undefined;
  readonly isExplained?: boolean;
  readonly kept?: ReadonlyMap<Expression, Value>;
}

function determine(given: Given): {
  readonly determination: Determination;
  readonly usedFacts: ReadonlySet<string>;
  readonly reductions: Evaluation['reductions'];
} {
  const evaluation = openEvaluation(given);
  const barrier = documentBarrier(evaluation);
  const { document } = given;
  const results = replaceResults(
    document.rules.flatMap((rule) => evaluateRule(rule, { evaluation, barrier })),
  );
  const { usedFacts, reductions } = evaluation;
  return { determination: summarise(document, results), usedFacts, reductions };
}

/** Guards of a rule without awards hold for the whole document. */
function documentBarrier(evaluation: Evaluation): Barrier | undefined {
  const guarding = evaluation.document.rules.filter(
    (rule) => rule.awards.length === 0 && rule.guards.length > 0,
  );
  return firstBarrier(guarding.map((rule) => guardingBarrier(rule, evaluation)));
}

function guardingBarrier(rule: Rule, evaluation: Evaluation): Barrier | undefined {
  const audience = holdsForAudience(rule, evaluation);
  if (audience.kind === 'missing') return audience;
  if (audience.kind !== 'yes_no' || !audience.value) return undefined;
  return findBarrier(rule.guards, evaluation);
}

const order: readonly DeterminationStatus[] = [
  'undecidable',
  'evidence_required',
  'review',
  'award',
  'none',
];

function summarise(document: PolicyDocument, results: readonly RuleResult[]): Determination {
  const status = order.find((one) => results.some((result) => result.status === one)) ?? 'none';
  const decisive = results.filter((result) => result.status === status);
  const unique = (names: readonly string[]) => [...new Set(names)];
  const missing = unique(results.flatMap((result) => result.missing));
  const labels = missing.flatMap((name) => {
    const label = document.facts.get(name)?.label;
    return label ? [[name, label] as const] : [];
  });
  return {
    status,
    awards: results.flatMap((result) => result.award ?? []),
    clauses: unique(decisive.map((result) => result.rule.clause)),
    trace: traceOf(document, results),
    missing,
    ...(labels.length > 0 ? { missingLabels: new Map(labels) } : {}),
    evidence: unique(results.flatMap((result) => result.evidence)),
    reasons: reasonsOf(results),
    alternatives: [],
  };
}

function reasonsOf(results: readonly RuleResult[]) {
  const seen = new Set<string>();
  return results.flatMap(({ reason: code, rule: { clause } }) => {
    if (code === undefined || seen.has(`${code} ${clause}`)) return [];
    seen.add(`${code} ${clause}`);
    return [{ code, clause }];
  });
}

function traceOf(document: PolicyDocument, results: readonly RuleResult[]): Trace {
  const { header, hash, clauses, reasons } = document;
  const rules = results.map(({ rule, status, reason, steps }): RuleTrace => {
    const title = clauses.find((clause) => clause.label === rule.clause)?.title ?? rule.clause;
    const label = reason === undefined ? undefined : reasons.get(reason);
    const because =
      reason === undefined ? {} : { reason, ...(label ? { reasonLabel: label } : {}) };
    return { rule: rule.id, clause: rule.clause, title, status, ...because, steps };
  });
  return { policy: header.policy, version: header.version, hash, title: header.title, rules };
}
