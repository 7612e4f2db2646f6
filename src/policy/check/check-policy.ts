import type { Declaration, PolicyDocument, Rule } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { Finding } from '../finding.ts';
import type { ConstantDeclaration, Form, LetDeclaration } from '../statement.ts';
import { checkForm } from './check-award.ts';
import { checkPriorities } from './check-priority.ts';
import { checkReading } from './check-reading.ts';
import { checkFact, checkFactParts } from './declared-type.ts';
import { inferKnowledge } from './infer.ts';
import { assuming, toldBy } from './narrow/assume.ts';
import { requireKnowledge, requirePlain, requireYesNo } from './require.ts';
import { type Analysis, openScope, type Scope } from './scope.ts';
import { checkText } from './text/check-text.ts';

const analyses = new WeakMap<PolicyDocument, Analysis>();

/**
 * Gives everything the checker finds in a document, in the order of its lines.
 *
 * A finding of severity `error` refuses the document: it can not be evaluated. A `warning` does
 * not, and a `report` (a burdened remedy) is to be published with the policy.
 */
export function checkPolicy(document: PolicyDocument): readonly Finding[] {
  return analysePolicy(document).findings;
}

/** Gives what the checker knows of a document; made once per document. */
export function analysePolicy(document: PolicyDocument): Analysis {
  const before = analyses.get(document);
  if (before) return before;
  const scope = openScope(document, inferKnowledge);
  for (const declaration of document.repeated) reportRepeated(declaration, scope);
  reportAlikeFacts(scope);
  reportReasons(scope);
  for (const fact of document.facts.values()) checkFact(fact, scope);
  for (const fact of document.facts.values()) checkFactParts(fact, scope);
  for (const constant of document.constants.values()) checkConstant(constant, scope);
  for (const reading of document.readings.values()) checkReading(reading, scope);
  for (const declared of document.lets.values()) checkLet(declared, scope);
  for (const rule of document.rules) checkRule(rule, scope);
  if (!scope.findings.some(isEndless)) checkPriorities(scope);
  for (const rule of document.rules) warnEverywhere(rule, scope);
  checkText(scope);
  reportUnused(scope);
  reportMissingParts(scope);
  const { known, tables, factTypes, choiceLiterals } = scope;
  const findings = scope.findings.sort((a, b) => a.line - b.line || a.column - b.column);
  const analysis: Analysis = { findings, known, tables, factTypes, choiceLiterals };
  analyses.set(document, analysis);
  return analysis;
}

/** A name without an end cannot be looked through for what it demands. */
function isEndless({ code }: Finding): boolean {
  return code === 'nested_too_deeply' || code === 'name_circular';
}

function reportRepeated(declaration: Declaration, scope: Scope): void {
  const write = 'a name of its own; every name is declared once in a document';
  scope.report('name_repeated', declaration.nameSpan, { found: declaration.name, write });
}

/** A column of a table has `_` for `-`: two facts that differ in nothing else would share it. */
function reportAlikeFacts(scope: Scope): void {
  const seen = new Map<string, string>();
  for (const { name, nameSpan } of scope.document.facts.values()) {
    const column = name.replaceAll('-', '_');
    const other = seen.get(column);
    seen.set(column, name);
    if (other === undefined) continue;
    const write = 'another name; in columns a `-` is a `_`';
    scope.report('facts_alike', nameSpan, { found: name, other, write });
  }
}

/** A reason is told by one text wherever it is given. */
function reportReasons(scope: Scope): void {
  const { blocks, reasons } = scope.document;
  for (const { code, label, span } of blocks.flatMap((block) => block.reasons)) {
    const first = reasons.get(code);
    if (!first || (first.ko === label.ko && first.en === label.en)) continue;
    const other = first.ko === first.en ? `"${first.ko}"` : `"${first.ko}" / "${first.en}"`;
    const write =
      'one text for each reason, or a name of its own; where it stands again its name is enough';
    scope.report('reason_repeated', span, { found: code, other, write });
  }
}

function checkConstant(constant: ConstantDeclaration, scope: Scope): void {
  const [first, ...others] = constant.values;
  if (!first) return;
  const expected = scope.infer(first.value);
  for (const { value } of others) requireKnowledge(scope, { expected, expression: value });
  for (const { value } of constant.values) {
    requirePlain(scope, value, scope.infer(value));
    if (isFixed(value, scope)) continue;
    const found = scope.quote(value.span);
    scope.report('not_constant', value.span, {
      found,
      write: 'a `let`, for what follows from facts',
    });
  }
  checkConstantDates(constant, scope);
}

function isFixed(value: Expression, scope: Scope): boolean {
  if (value.kind === 'list') return value.items.every((item) => isFixed(item, scope));
  const known = scope.infer(value);
  if (known.kind === 'quantity') return known.constant !== undefined;
  return known.kind === 'unknown' || ['date', 'instant', 'yes_no'].includes(value.kind);
}

function checkConstantDates(constant: ConstantDeclaration, scope: Scope): void {
  const write = 'NAME = 8.06 GBP from 2021-04-01, 8.40 GBP from 2022-04-01, earliest first';
  const wrong = constant.values.find(({ from }, index) => {
    const before = constant.values[index - 1];
    if (!before) return false;
    return from === undefined || before.from === undefined || from <= before.from;
  });
  if (wrong) {
    const found = scope.quote(constant.span);
    scope.report('constant_dates', wrong.value.span, { found, write });
  } else checkVersionDates(constant, scope);
}

function checkVersionDates(constant: ConstantDeclaration, scope: Scope): void {
  const from = constant.values[0]?.from;
  if (from === undefined) return;
  const { effectiveFrom = from, effectiveUntil } = scope.document.header;
  const isPast = effectiveUntil !== undefined && from >= effectiveUntil;
  if (from <= effectiveFrom && !isPast) return;
  const found = `${constant.name} from ${from}`;
  const write = `a value from ${effectiveFrom}, when the policy takes effect`;
  scope.report('date_outside_version', constant.nameSpan, { found, write });
}

function checkLet(declared: LetDeclaration, scope: Scope): void {
  const used = scope.used.has(declared.name);
  scope.infer({
    kind: 'name',
    name: declared.name,
    span: declared.nameSpan,
  });
  if (!used) scope.used.delete(declared.name);
}

function checkRule(rule: Rule, scope: Scope): void {
  if (rule.audience?.condition) checkCondition(rule.audience.condition, scope);
  const told = toldBy(rule.audience?.condition, { scope });
  assuming({ scope, told }, () => checkInside(rule, scope));
}

function checkInside(rule: Rule, scope: Scope): void {
  for (const guard of rule.guards) checkCondition(guard.condition, scope);
  checkNeeds(rule, scope);
  for (const { forms } of rule.awards) {
    for (const form of forms) checkForm(form, { rule, scope });
    for (const form of forms.slice(1).filter(isAlways)) {
      const write = 'when CONDITION, on every later form';
      scope.report('form_unreachable', form.span, { found: scope.quote(form.span), write });
    }
  }
}

/**
 * An `exclude` above the first `for` of a section that awards something holds for every section;
 * `for everyone` above it, or a section of its own, says that this is meant.
 */
function warnEverywhere(rule: Rule, scope: Scope): void {
  const [guard] = rule.guards;
  const isSaid = rule.audience !== undefined && rule.audience.condition === undefined;
  if (!guard || rule.awards.length > 0 || isSaid) return;
  const { rules } = scope.document;
  const clauses = new Set(
    rules.filter(({ awards }) => awards.length > 0).map(({ clause }) => clause),
  );
  if (!clauses.delete(rule.clause)) return;
  const condition = scope.quote(guard.condition.span);
  // A section that says the same itself loses nothing that it does not take away itself.
  const others = [...clauses].filter((label) => {
    const own = rules.filter(({ clause }) => clause === label).flatMap(({ guards }) => guards);
    return !own.some((one) => scope.quote(one.condition.span) === condition);
  });
  if (others.length === 0) return;
  scope.report('exclude_everywhere', guard.span, {
    found: scope.quote(guard.span),
    others: others.join(', '),
    write:
      'it below the `for` that it is meant for, or `for everyone` above it if it is meant for all',
  });
}

/** Evidence asked for where nothing is awarded would be asked of nobody. */
function checkNeeds({ needs, awards }: Rule, scope: Scope): void {
  const [first] = needs;
  if (!first || awards.length > 0) return;
  const write = 'it after the `for` of the award that it is for';
  scope.report('needs_without_award', first.span, { found: scope.quote(first.span), write });
}

function isAlways({ guard, isPreferred }: Form): boolean {
  return guard === undefined && isPreferred !== true;
}

function checkCondition(condition: Expression, scope: Scope): void {
  requireYesNo(scope, condition);
  if (condition.kind !== 'yes_no') return;
  const params = { found: scope.quote(condition.span), write: '`for everyone`, or a condition' };
  scope.report('condition_constant', condition.span, params);
}

function reportUnused(scope: Scope): void {
  for (const { name, nameSpan } of scope.document.facts.values()) {
    if (scope.used.has(name)) continue;
    const params = { found: name, write: 'a rule that uses it, or leave it out' };
    scope.report('fact_unused', nameSpan, params);
  }
  const { constants, readings, lets } = scope.document;
  const others = [...constants.values(), ...readings.values(), ...lets.values()];
  // A part of the calculation that a case says what it comes to is used by the case.
  const expected = new Set(scope.document.cases.flatMap((block) => block.results));
  for (const { name, nameSpan } of others) {
    if (scope.used.has(name) || expected.has(name)) continue;
    const params = { found: name, write: 'a rule that uses it, or leave it out' };
    scope.report('name_unused', nameSpan, params);
  }
}

function reportMissingParts(scope: Scope): void {
  const start = { from: 0, until: 0 };
  const { rules, cases } = scope.document;
  if (!rules.some((rule) => rule.awards.length > 0)) {
    scope.report('award_missing', start, { write: 'award cash 30_000 KRW' });
  }
  if (cases.length === 0) {
    scope.report('cases_missing', start, { write: '```cases, a table of facts → award' });
  }
}
