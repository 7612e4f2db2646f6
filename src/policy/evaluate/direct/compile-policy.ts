import { assert } from '../../../kernel/index.ts';
import { analysePolicy } from '../../check/check-policy.ts';
import type { Determination } from '../../determination.ts';
import type { PolicyDocument, Rule } from '../../document.ts';
import type { Facts } from '../../fact.ts';
import type { AwardStatement } from '../../statement.ts';
import type { Barrier, PartialResult } from '../evaluate-rule.ts';
import { replaceResults } from '../replace-results.ts';
import { compileAudience, compileGuards, type GuardsRun } from './compile-guards.ts';
import { compileStatement, type StatementRun } from './compile-statement.ts';
import { gather, type Placed } from './gather-results.ts';
import { type Program, type State, Stop } from './program.ts';

/** Determines what one party is owed. */
export type Determine = (facts: Facts) => Determination;

/**
 * Makes a document into one function, for determinations by the million.
 *
 * It gives what `evaluatePolicy` gives, to the last fraction, but without a trace (whose `rules` are
 * empty) and without alternatives. Throws an InvariantError when the document has a finding of
 * severity `error`.
 */
export function compileDetermination(document: PolicyDocument): Determine {
  const analysis = analysePolicy(document);
  const error = analysis.findings.find((finding) => finding.severity === 'error');
  assert(!error, 'policy: a document with errors is not evaluated', { error });
  const program: Program = { document, analysis, runs: new Map(), slotCount: 0 };
  const { rules, header, hash } = document;
  const overall = rules
    .filter((rule) => rule.awards.length === 0 && rule.guards.length > 0)
    .map((rule) => compileBarrier(rule, program));
  const statements = rules.flatMap((rule) => compileRule(rule, program));
  const runs = statements.map(({ run }) => run);
  const places = statements.map(({ rule, statement }) => ({ rule, statement }));
  const finish = hasReplacement(document) ? finishReplacing : gather;
  const slots = Array.from({ length: program.slotCount }, () => undefined);
  const trace = {
    policy: header.policy,
    version: header.version,
    hash,
    title: header.title,
    rules: [],
  };
  return (facts) => {
    const state: State = { facts, slots: slots.slice(), evaluation: undefined };
    const barrier = firstBarrier(overall, state);
    const results: PartialResult[] = [];
    for (const run of runs) results.push(run(state, barrier));
    return finish(results, { places, trace });
  };
}

function hasReplacement({ rules }: PolicyDocument): boolean {
  return rules.some(({ awards }) =>
    awards.some(({ forms }) => forms.some(({ relation }) => relation?.kind === 'instead')),
  );
}

/** Takes away what another clause stands instead of, and gathers the rest. */
function finishReplacing(results: readonly PartialResult[], { places, trace }: Placed) {
  const whole = places.map(({ rule, statement }, index) => {
    const { missing = [], evidence = [], ...rest } = results[index] ?? notInAudience;
    return { rule, statement, ...rest, missing, evidence, steps: [] };
  });
  return gather(replaceResults(whole), { places, trace });
}

function firstBarrier(runs: readonly GuardsRun[], state: State): Barrier | undefined {
  for (const run of runs) {
    const barrier = run(state);
    if (barrier) return barrier;
  }
  return undefined;
}

/** Guards of a rule without awards hold for the whole document. */
function compileBarrier(rule: Rule, program: Program): GuardsRun {
  const audience = compileAudience(rule, program);
  const guards = compileGuards(rule.guards, program);
  return (state) => {
    const holds = audience(state);
    if (holds instanceof Stop && holds.value.kind === 'missing') return holds.value;
    return holds === true ? guards(state) : undefined;
  };
}

interface Compiled {
  readonly rule: Rule;
  readonly statement: AwardStatement;
  readonly run: StatementRun;
}

const notInAudience: PartialResult = { status: 'none', reason: 'not_in_audience' };

function compileRule(rule: Rule, program: Program): Compiled[] {
  const audience = rule.audience?.condition && compileAudience(rule, program);
  const guards = rule.guards.length > 0 ? compileGuards(rule.guards, program) : undefined;
  const needed = [...new Set(rule.needs.flatMap((one) => one.evidence.map(({ name }) => name)))];
  return rule.awards.map((statement) => {
    const decide = compileStatement(statement, { rule, needed, guards, program });
    if (!audience) return { rule, statement, run: decide };
    const run: StatementRun = (state, barrier) => {
      const holds = audience(state);
      if (holds === true) return decide(state, barrier);
      if (holds instanceof Stop && holds.value.kind === 'missing') {
        return { status: 'undecidable', missing: holds.value.names };
      }
      return notInAudience;
    };
    return { rule, statement, run };
  });
}
