import type { Award, DeterminationStatus, TraceStep } from '../determination.ts';
import type { Rule } from '../document.ts';
import type { Expression } from '../expression.ts';
import { evidenceFact } from '../fact.ts';
import type { AwardStatement, Form, GuardStatement } from '../statement.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { evaluateForm, type FormOutcome, paymentOf, summariseAward } from './evaluate-form.ts';
import { type Evaluation, gatherSteps, quote } from './evaluation.ts';
import { sayCondition } from './say-condition.ts';
import { type Missing, missing, type Value } from './value.ts';

/** What one award statement came to. `form` is the form that was taken, when one was. */
export interface RuleResult {
  readonly rule: Rule;
  readonly statement: AwardStatement;
  readonly status: DeterminationStatus;
  readonly reason?: string;
  readonly form?: Form;
  readonly award?: Award;
  readonly missing: readonly string[];
  readonly evidence: readonly string[];
  readonly steps: readonly TraceStep[];
}

/** What an award statement came to, before it is traced. */
export type PartialResult = Omit<
  RuleResult,
  'rule' | 'statement' | 'steps' | 'missing' | 'evidence'
> & {
  readonly missing?: readonly string[];
  readonly evidence?: readonly string[];
};

/** A guard that holds for everyone in a rule's audience, or cannot be decided. */
export type Barrier = { readonly status: 'none' | 'review'; readonly reason: string } | Missing;

/** Gives the result of every award of a rule, in order. `barrier` is one of the whole document. */
export function evaluateRule(
  rule: Rule,
  {
    evaluation,
    barrier,
  }: { readonly evaluation: Evaluation; readonly barrier?: Barrier | undefined },
): RuleResult[] {
  return rule.awards.map((statement) => {
    const { result, steps } = gatherSteps(evaluation, () =>
      decideAward(statement, { rule, evaluation, barrier }),
    );
    const { missing: names = [], evidence = [], award: given, ...rest } = result;
    const traced = given ? { award: { ...given, trace: steps } } : {};
    return { rule, statement, ...rest, ...traced, missing: names, evidence, steps };
  });
}

interface Around {
  readonly rule: Rule;
  readonly evaluation: Evaluation;
  readonly barrier?: Barrier | undefined;
}

function decideAward(award: AwardStatement, around: Around): PartialResult {
  const { rule, evaluation } = around;
  const audience = holdsForAudience(rule, evaluation);
  const open = audience.kind === 'missing' ? audience : undefined;
  if (!open && (audience.kind !== 'yes_no' || !audience.value))
    return { status: 'none', reason: 'not_in_audience' };
  const barrier = barrierOf(around, open);
  if (isExclusion(barrier)) return barrier;
  if (open) return { status: 'undecidable', missing: open.names };
  const taken = takeForm(award, evaluation);
  if (!taken) return { status: 'none', reason: 'condition_not_met' };
  if ('kind' in taken) return { status: 'undecidable', missing: taken.names };
  const outcome = evaluateForm(taken.form, { rule, evaluation });
  if (outcome.kind === 'halt' && outcome.status === 'none') {
    return { status: 'none', reason: outcome.reason, form: taken.form };
  }
  const evidence = missingEvidence(rule, evaluation);
  if (evidence.length > 0) {
    return { status: 'evidence_required', reason: 'evidence_missing', form: taken.form, evidence };
  }
  const settled = settle(outcome, { barrier, form: taken.form });
  return settled.award
    ? withPayment(award, { settled, form: taken.form, rule, evaluation })
    : settled;
}

/** Gives what stands before a rule's awards; its own guards are traced where they decide. */
function barrierOf(around: Around, open: Missing | undefined): Barrier | undefined {
  const { rule, evaluation } = around;
  const other = around.barrier ?? open;
  if (!other) return findBarrier(rule.guards, evaluation);
  if (isExclusion(other)) return other;
  const { result, steps } = gatherSteps(evaluation, () => findBarrier(rule.guards, evaluation));
  const first = firstBarrier([other, result]);
  if (first !== other) evaluation.steps.push(...steps);
  return first;
}

/** Says whether a barrier is an exclusion that holds. */
export function isExclusion(
  barrier: Barrier | undefined,
): barrier is { readonly status: 'none'; readonly reason: string } {
  return barrier !== undefined && 'status' in barrier && barrier.status === 'none';
}

/** Gives the barrier that goes first: an exclusion, then what is not known, then a review. */
export function firstBarrier(barriers: readonly (Barrier | undefined)[]): Barrier | undefined {
  const open = (barrier: Barrier | undefined) => barrier !== undefined && 'kind' in barrier;
  return (
    barriers.find(isExclusion) ??
    barriers.find(open) ??
    barriers.find((barrier) => barrier !== undefined)
  );
}

/** Adds to an award what its receiver may have instead, and how and in what parts it is given. */
function withPayment(
  statement: AwardStatement,
  work: {
    readonly settled: PartialResult;
    readonly form: Form;
    readonly rule: Rule;
    readonly evaluation: Evaluation;
  },
): PartialResult {
  const { settled, form, rule, evaluation } = work;
  const choices: Omit<Award, 'trace'>[] = [];
  for (const preferred of statement.forms.filter((one) => one.isPreferred)) {
    const offered = offerForm(preferred, { rule, evaluation });
    if (offered?.kind === 'missing') {
      return { status: 'undecidable', form, missing: offered.names };
    }
    if (offered?.kind === 'award') choices.push(offered.award);
  }
  const payment = paymentOf(form, evaluation);
  if ('kind' in payment) return { status: 'undecidable', form, missing: payment.names };
  const award = settled.award && {
    ...settled.award,
    ...(choices.length > 0 ? { choices: choices.map(summariseAward) } : {}),
    ...payment,
  };
  return { ...settled, ...(award ? { award } : {}) };
}

function offerForm(
  form: Form,
  { rule, evaluation }: { readonly rule: Rule; readonly evaluation: Evaluation },
): FormOutcome | undefined {
  if (form.guard) {
    const value = evaluateExpression(form.guard, evaluation);
    recordCondition(form.guard, value, evaluation);
    if (value.kind === 'missing') return value;
    if (value.kind !== 'yes_no' || !value.value) return undefined;
  }
  return evaluateForm(form, { rule, evaluation });
}

function settle(
  outcome: FormOutcome,
  { barrier, form }: { barrier: Barrier | undefined; form: Form },
): PartialResult {
  if (barrier && 'kind' in barrier) return { status: 'undecidable', form, missing: barrier.names };
  if (barrier) return { ...barrier, form };
  if (outcome.kind === 'missing') return { status: 'undecidable', form, missing: outcome.names };
  if (outcome.kind === 'halt') return { status: outcome.status, reason: outcome.reason, form };
  return { status: 'award', form, award: { ...outcome.award, trace: [] } };
}

/** Says whether a rule's audience holds; without `for` it is everyone. */
export function holdsForAudience(rule: Rule, evaluation: Evaluation): Value {
  const condition = rule.audience?.condition;
  if (!condition) return { kind: 'yes_no', value: true };
  const value = evaluateExpression(condition, evaluation);
  recordCondition(condition, value, evaluation);
  return value;
}

/** Gives the first guard that holds, else the first that cannot be decided. */
export function findBarrier(
  guards: readonly GuardStatement[],
  evaluation: Evaluation,
): Barrier | undefined {
  let open: Missing | undefined;
  let review: Barrier | undefined;
  for (const guard of guards) {
    const value = evaluateExpression(guard.condition, evaluation);
    recordCondition(guard.condition, value, evaluation);
    if (value.kind === 'missing') open = missing([...(open?.names ?? []), ...value.names]);
    if (value.kind !== 'yes_no' || !value.value) continue;
    if (guard.kind === 'exclude') return { status: 'none', reason: guard.because };
    review ??= { status: 'review', reason: guard.because };
  }
  return open ?? review;
}

function recordCondition(condition: Expression, value: Value, evaluation: Evaluation): void {
  if (value.kind !== 'yes_no') return;
  const said = sayCondition(condition, evaluation);
  evaluation.steps.push({
    kind: 'condition',
    text: quote(evaluation, condition.span),
    holds: value.value,
    ...(said ? { said } : {}),
  });
}

/** Takes the first later form whose `when` holds, else the first form if its own `when` allows. */
function takeForm(
  award: AwardStatement,
  evaluation: Evaluation,
): { readonly form: Form } | Missing | undefined {
  const [usual, ...others] = award.forms.filter((form) => !form.isPreferred);
  for (const form of [...others, ...(usual ? [usual] : [])]) {
    if (!form.guard) return { form };
    const value = evaluateExpression(form.guard, evaluation);
    recordCondition(form.guard, value, evaluation);
    if (value.kind === 'missing') return value;
    if (value.kind !== 'yes_no' || !value.value) continue;
    if (form !== usual) evaluation.steps.push({ kind: 'form', text: quote(evaluation, form.span) });
    return { form };
  }
  return undefined;
}

function missingEvidence(rule: Rule, evaluation: Evaluation): string[] {
  const needed = rule.needs.flatMap((statement) => statement.evidence.map(({ name }) => name));
  if (needed.length === 0) return [];
  const fact = Object.hasOwn(evaluation.facts, evidenceFact)
    ? evaluation.facts[evidenceFact]
    : undefined;
  const shown = fact?.kind === 'evidence' ? fact.names : [];
  return [...new Set(needed)].filter((name) => !shown.includes(name));
}
