import type { Rule } from '../document.ts';
import type { AwardStatement, Form } from '../statement.ts';
import { conditionsOf, isDisjoint } from './disjoint.ts';
import type { Scope } from './scope.ts';

interface Entry {
  readonly rule: Rule;
  readonly award: AwardStatement;
  readonly form: Form;
}

/**
 * Reports two awards of the same remedy that can both apply while nothing says which goes first.
 *
 * Same means the same kind and the same name. Awards whose audiences cannot overlap need nothing
 * said; whether they overlap is decided from the comparisons joined by `and`.
 */
export function checkPriorities(scope: Scope): void {
  const entries = scope.document.rules.flatMap((rule) =>
    rule.awards.flatMap((award) => award.forms.map((form) => ({ rule, award, form }))),
  );
  for (const [index, later] of entries.entries()) {
    for (const earlier of entries.slice(0, index)) {
      if (isOpen(earlier, later, scope)) reportOpen(earlier, later, scope);
    }
  }
  checkCircles(scope);
}

function isOpen(earlier: Entry, later: Entry, scope: Scope): boolean {
  if (earlier.award === later.award) return false;
  if (earlier.form.isPreferred || later.form.isPreferred) return false;
  if (earlier.form.remedy.name !== later.form.remedy.name) return false;
  if (earlier.form.label?.ko !== later.form.label?.ko) return false;
  if (isRelated(earlier, later) || isRelated(later, earlier)) return false;
  const conditions = (entry: Entry) =>
    conditionsOf([entry.rule.audience?.condition, entry.form.guard], scope);
  return !isDisjoint(conditions(earlier), conditions(later));
}

function isRelated(from: Entry, to: Entry): boolean {
  const { relation } = from.form;
  if (!relation) return false;
  if (relation.kind === 'in_addition' && relation.clauses.length === 0) return true;
  return relation.clauses.some(({ name }) => name === to.rule.clause);
}

function reportOpen(earlier: Entry, later: Entry, scope: Scope): void {
  const clause = earlier.rule.clause;
  scope.report('priority_open', later.form.span, {
    found: `${later.form.remedy.name} here and under ${clause}`,
    readingA: `both are given: in addition to ${clause}`,
    readingB: `only this one is given: instead of ${clause}`,
    write: `in addition to ${clause}, or instead of ${clause}`,
  });
}

/** Reports clauses that replace one another in a circle. */
function checkCircles(scope: Scope): void {
  const replaced = new Map<string, Set<string>>();
  for (const rule of scope.document.rules) {
    const targets = replaced.get(rule.clause) ?? new Set<string>();
    for (const name of replacedBy(rule)) targets.add(name);
    replaced.set(rule.clause, targets);
  }
  for (const rule of scope.document.rules) {
    const start = rule.clause;
    const first = rule.awards[0];
    if (!first || !reaches(start, start, replaced)) continue;
    const params = { found: start, write: 'which of the clauses goes first' };
    scope.report('priority_circular', first.span, params);
  }
}

function replacedBy(rule: Rule): string[] {
  const relations = rule.awards.flatMap((award) => award.forms.map((form) => form.relation));
  return relations.flatMap((relation) =>
    relation?.kind === 'instead' ? relation.clauses.map(({ name }) => name) : [],
  );
}

function reaches(start: string, goal: string, replaced: ReadonlyMap<string, Set<string>>): boolean {
  const seen = new Set<string>();
  const open = [...(replaced.get(start) ?? [])].filter((name) => name !== start);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === goal) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(replaced.get(next) ?? []));
  }
  return false;
}
