import { rational } from '../../../kernel/index.ts';
import type { Rule } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import { evidenceFact } from '../../fact.ts';
import type { AwardStatement, Form, GuardStatement, Step } from '../../statement.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { nothing } from '../value.ts';
import { follow } from './follow-expression.ts';
import {
  type Followed,
  type Following,
  lineOf,
  orderOf,
  reckon,
  roundLine,
  stopIn,
} from './followed.ts';
import { constantLine, isConstant } from './line.ts';
import type { Stretch } from './reach.ts';

/**
 * Goes the way of a determination along one fact: narrows the stretch of the fact's values to that
 * in which every condition, row, cap and rounding on the way stays as it is, and so what is due.
 *
 * What is not looked at on this way cannot change what is due; what is looked at and might change
 * without any effect only makes the stretch shorter.
 */
export function followPolicy(following: Following): Stretch {
  const { reach } = following;
  const barrier = followDocumentBarrier(following);
  const paid = following.evaluation.document.rules.flatMap((rule) =>
    rule.awards.length > 0 ? followRule(rule, { barrier, following }) : [],
  );
  const decided = reach.take();
  for (const amount of paid) {
    const line = lineOf(amount, reach);
    if (line && !isConstant(line)) reach.narrowToPoint();
  }
  const isStepLow = reach.low !== decided.low;
  return { ...reach.take(), isStepLow, isStepHigh: reach.high !== decided.high };
}

type Barrier = 'exclude' | 'review_when' | 'open' | undefined;
type Held = boolean | 'open';

function holds(condition: Expression | undefined, following: Following): Held {
  if (!condition) return true;
  const followed = follow(condition, following);
  const value = followed.kind === 'value' ? followed.value : undefined;
  if (value?.kind === 'yes_no') return value.value;
  return value?.kind === 'missing' ? 'open' : false;
}

function followDocumentBarrier(following: Following): Barrier {
  for (const rule of following.evaluation.document.rules) {
    if (rule.awards.length > 0 || rule.guards.length === 0) continue;
    const audience = holds(rule.audience?.condition, following);
    if (audience === 'open') return 'open';
    if (!audience) continue;
    const barrier = followGuards(rule.guards, following);
    if (barrier) return barrier;
  }
  return undefined;
}

function followGuards(guards: readonly GuardStatement[], following: Following): Barrier {
  let found: Barrier;
  for (const guard of guards) {
    const held = holds(guard.condition, following);
    if (held === 'open') found = 'open';
    if (held !== true) continue;
    if (guard.kind === 'exclude') return 'exclude';
    found ??= 'review_when';
  }
  return found;
}

function followRule(
  rule: Rule,
  { barrier, following }: { readonly barrier: Barrier; readonly following: Following },
): readonly Followed[] {
  return rule.awards.flatMap((award) => {
    if (holds(rule.audience?.condition, following) !== true) return [];
    const barred = barrier ?? followGuards(rule.guards, following);
    if (barred === 'exclude') return [];
    const form = takeForm(award, following);
    const paid = form && followForm(form, following);
    return paid && !barred && hasEvidence(rule, following) ? [paid] : [];
  });
}

function hasEvidence({ needs }: Rule, { evaluation }: Following): boolean {
  const shown = evaluation.facts[evidenceFact];
  const names = shown?.kind === 'evidence' ? shown.names : [];
  return needs.every(({ evidence }) => evidence.every(({ name }) => names.includes(name)));
}

function takeForm(award: AwardStatement, following: Following): Form | undefined {
  const [usual, ...others] = award.forms.filter((form) => !form.isPreferred);
  for (const form of [...others, ...(usual ? [usual] : [])]) {
    const held = holds(form.guard, following);
    if (held === 'open') return undefined;
    if (held) return form;
  }
  return undefined;
}

/** Follows an amount and its steps; undefined when nothing comes of it. */
function followForm(form: Form, following: Following): Followed | undefined {
  const { reach } = following;
  let paid: Followed | undefined = follow(form.amount, following);
  for (const step of form.steps) {
    if (paid === undefined || stopIn(paid)) return undefined;
    paid = followStep(step, { paid, following });
  }
  if (paid === undefined || stopIn(paid)) return undefined;
  orderOf(paid, { right: constantLine(nothing), reach });
  return paid;
}

/** Gives the amount after a step; undefined when nothing is left to pay. */
function followStep(
  step: Step,
  { paid, following }: { readonly paid: Followed; readonly following: Following },
): Followed | undefined {
  const { reach, evaluation } = following;
  if (step.kind === 'round') {
    const increment = evaluateExpression(step.rounding.increment, evaluation);
    const line = lineOf(paid, reach);
    const by = increment.kind === 'number' ? increment.value : rational(1n);
    return line && roundLine(line, { mode: step.rounding.mode, increment: by, reach });
  }
  const limit = follow(step.value, following);
  if (stopIn(limit)) return undefined;
  if (step.kind === 'less') return subtract(paid, { limit, following });
  const order = orderOf(paid, { right: limit, reach });
  if (step.kind === 'nothing') return isDropped(order, step.bound) ? undefined : paid;
  return order === (step.kind === 'cap' ? 1 : -1) ? limit : paid;
}

function isDropped(order: number | undefined, bound: 'below' | 'up_to'): boolean {
  return order === -1 || (order === 0 && bound === 'up_to');
}

function subtract(
  paid: Followed,
  { limit, following }: { readonly limit: Followed; readonly following: Following },
): Followed | undefined {
  const { reach } = following;
  const rest = reckon('-', { left: paid, right: limit, reach });
  if (!rest) reach.narrowToPoint();
  return rest;
}
