import { accept, assert, type Outcome } from '../../../kernel/index.ts';
import { analysePolicy } from '../../check/check-policy.ts';
import type { Award, Determination } from '../../determination.ts';
import type { PolicyDocument, Rule } from '../../document.ts';
import type { Facts } from '../../fact.ts';
import { stopsEvaluation } from '../../finding.ts';
import { type FactIssues, parseFacts } from '../../parse/parse-facts.ts';
import type { AwardStatement } from '../../statement.ts';
import { type Barrier, firstBarrier, isExclusion, type PartialResult } from '../evaluate-rule.ts';
import { replaceResults } from '../replace-results.ts';
import { compileExpression } from './compile-expression.ts';
import { compileAudience, compileGuards, type GuardsRun } from './compile-guards.ts';
import { readFacts } from './compile-name.ts';
import { findSlotTest } from './compile-quick.ts';
import {
  compileQuickStatement,
  compileStatement,
  isAward,
  type StatementRun,
} from './compile-statement.ts';
import { compilePlain, type GoOn, type Plain } from './gather-plain.ts';
import { Gathering, notInAudience, Place } from './gather-results.ts';
import { type Program, type Run, type State, Stop } from './program.ts';
import { compileReader } from './read-quickly.ts';

/** A policy made into a function. */
export interface CompiledPolicy {
  /** Determines what one party is owed. */
  readonly determine: (facts: Facts) => Determination;
  /** Reads the facts of one party as `parseFacts` does, and determines what it is owed. */
  readonly decide: (json: unknown) => Outcome<Determination, FactIssues>;
  /** Reads the facts of a party once, for determinations that are asked for again and again. */
  readonly open: (facts: Facts) => () => Determination;
}

/**
 * Makes a document into a function, for determinations by the million.
 *
 * It gives what `evaluatePolicy` gives, to the last fraction, but without a trace (whose `rules` are
 * empty) and without alternatives. Throws an InvariantError when the document has a finding that
 * stops evaluation.
 */
export function compileDetermination(document: PolicyDocument): CompiledPolicy {
  const analysis = analysePolicy(document);
  const error = analysis.findings.find(stopsEvaluation);
  assert(!error, 'policy: a document with errors is not evaluated', { error });
  const program: Program = {
    document,
    analysis,
    runs: new Map(),
    factSlots: new Map(),
    slotCount: 0,
    remembers: false,
  };
  const { rules, header, hash } = document;
  const overall = rules
    .filter((rule) => rule.awards.length === 0 && rule.guards.length > 0)
    .map((rule) => compileBarrier(rule, program));
  const statements = rules.flatMap((rule) => compileRule(rule, program));
  const clauses = [...new Set(statements.map(({ rule }) => rule.clause))];
  const { policy, version, title } = header;
  const trace = { policy, version, hash, title, rules: [] };
  const gather = (from: number, { state, barrier }: Asked, before: Gathering): Determination => {
    for (const { run, place } of statements.slice(from)) before.add(run(state, barrier), place);
    return before.finish(trace, clauses);
  };
  const goOn: GoOn = (state, at, before) => gather(at, { state, barrier: undefined }, before);
  const plain = compilePlain(statements, { trace, clauses, goOn });
  const isReplacing = hasReplacement(document);
  const decide = (state: State): Determination => {
    const barrier =
      overall.length === 0 ? undefined : firstBarrier(overall.map((run) => run(state)));
    if (isReplacing) return gatherReplacing(statements, { state, barrier }).finish(trace, clauses);
    return barrier === undefined ? plain(state) : gather(0, { state, barrier }, new Gathering());
  };
  const read = compileReader(program);
  const determine = (facts: Facts) =>
    decide({ facts: () => facts, slots: readFacts(facts, program), evaluation: undefined });
  return {
    determine,
    open: (facts) => {
      const slots = readFacts(facts, program);
      const given = () => facts;
      if (!program.remembers) return () => decide({ facts: given, slots, evaluation: undefined });
      return () => decide({ facts: given, slots: slots.slice(), evaluation: undefined });
    },
    decide: (json) => {
      const slots = read(json);
      if (slots) {
        return accept(
          decide({ facts: () => parsed(document, json), slots, evaluation: undefined }),
        );
      }
      const facts = parseFacts(document, json);
      return facts.ok ? accept(determine(facts.value)) : facts;
    },
  };
}

function parsed(document: PolicyDocument, json: unknown): Facts {
  const facts = parseFacts(document, json);
  assert(facts.ok, 'policy: facts that were read quickly are right', facts);
  return facts.value;
}

interface Asked {
  readonly state: State;
  readonly barrier: Barrier | undefined;
}

function gatherReplacing(statements: readonly Compiled[], { state, barrier }: Asked): Gathering {
  const results = statements.map(({ run }) => run(state, barrier));
  const left = replaced(statements, results);
  const gathering = new Gathering();
  for (const [index, { place }] of statements.entries()) {
    gathering.add(left[index] ?? notInAudience, place);
  }
  return gathering;
}

function hasReplacement({ rules }: PolicyDocument): boolean {
  return rules.some(({ awards }) =>
    awards.some(({ forms }) => forms.some(({ relation }) => relation?.kind === 'instead')),
  );
}

/** Takes away what another clause stands instead of. */
function replaced(
  statements: readonly Compiled[],
  results: readonly (PartialResult | Award)[],
): readonly PartialResult[] {
  const whole = statements.map(({ rule, statement }, index) => {
    const found = results[index] ?? notInAudience;
    const result = isAward(found) ? awarded(found, statement) : found;
    const { missing = [], evidence = [], ...rest } = result;
    return { rule, statement, ...rest, missing, evidence, steps: [] };
  });
  return replaceResults(whole);
}

/** A statement with one form has taken it; one with several keeps saying which. */
function awarded(award: Award, { forms }: AwardStatement): PartialResult {
  const [only] = forms;
  return forms.length === 1 && only
    ? { status: 'award', award, form: only }
    : { status: 'award', award };
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

interface Compiled extends Plain {
  readonly rule: Rule;
  readonly statement: AwardStatement;
  readonly run: StatementRun;
}

function compileRule(rule: Rule, program: Program): Compiled[] {
  const audience = rule.audience?.condition && compileAudience(rule, program);
  const guards = rule.guards.length > 0 ? compileGuards(rule.guards, program) : undefined;
  const needed = [...new Set(rule.needs.flatMap((one) => one.evidence.map(({ name }) => name)))];
  const inClause = program.document.rules.filter(({ clause }) => clause === rule.clause);
  const isShared = inClause.flatMap(({ awards }) => awards).length > 1;
  const condition = rule.audience?.condition;
  const test = condition && findSlotTest(condition, { program, compileExpression });
  return rule.awards.map((statement) => {
    const around = { rule, needed, guards, program };
    const decide = compileStatement(statement, around);
    const quick = compileQuickStatement(statement, around);
    const place = new Place(rule.clause, { isShared, isForAll: !condition });
    const run = audience ? forAudience(audience, { decide, guards }) : decide;
    return { place, rule, statement, run, test, quick };
  });
}

function forAudience(
  audience: Run,
  { decide, guards }: { readonly decide: StatementRun; readonly guards: GuardsRun | undefined },
): StatementRun {
  return (state, overall) => {
    const holds = audience(state);
    if (holds === true) return decide(state, overall);
    if (!(holds instanceof Stop) || holds.value.kind !== 'missing') return notInAudience;
    const barrier = firstBarrier([overall, guards?.(state)]);
    return isExclusion(barrier) ? barrier : { status: 'undecidable', missing: holds.value.names };
  };
}
