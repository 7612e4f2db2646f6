import type { Rational } from '../../kernel/index.ts';
import type { Knowledge } from '../check/quantity.ts';
import type { Analysis } from '../check/scope.ts';
import type { Shown, TraceStep } from '../determination.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { Facts } from '../fact.ts';
import type { FieldText, Label } from '../statement.ts';
import { labelWith, showNumber, showValue, type Value } from './value.ts';

/** The working state of one determination. */
export interface Evaluation {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly facts: Facts;
  /** Values that stand in for a fact or let, when asking what would have changed the result. */
  readonly replaced: ReadonlyMap<string, Value>;
  /** Facts that are missing unless stated, whatever the document takes in their stead. */
  readonly open: ReadonlySet<string>;
  readonly lets: Map<string, { readonly value: Value; readonly steps: readonly TraceStep[] }>;
  readonly usedFacts: Set<string>;
  /** Where the steps of the rule at hand are gathered; taken and set by whoever needs its own. */
  steps: TraceStep[];
  /** Whether to tell what only an explanation needs: calculations, and caps that did not act. */
  readonly isExplained: boolean;
  /** The value that `each` stands for, while a list is gone through. */
  each: Value | undefined;
  /** The values that the names of `for each NAME of` stand for. */
  variables: ReadonlyMap<string, Value>;
  /** How many values lists inside the list that is gone through may still have. */
  visitsLeft: number;
  /** What sums and other reductions of lists came to that stand in no list themselves. */
  readonly reductions: Map<Expression, Value>;
  /** Those of another determination that nothing of what is replaced stands behind. */
  readonly kept: ReadonlyMap<Expression, Value>;
}

const none: ReadonlyMap<Expression, Value> = new Map();

/** Opens the working state of one determination. */
export function openEvaluation(options: {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly facts: Facts;
  readonly replaced?: ReadonlyMap<string, Value>;
  readonly open?: ReadonlySet<string> | undefined;
  readonly isExplained?: boolean;
  readonly kept?: ReadonlyMap<Expression, Value>;
}): Evaluation {
  return {
    document: options.document,
    analysis: options.analysis,
    facts: options.facts,
    replaced: options.replaced ?? new Map(),
    open: options.open ?? new Set(),
    lets: new Map(),
    usedFacts: new Set(),
    steps: [],
    isExplained: options.isExplained ?? false,
    each: undefined,
    variables: new Map(),
    visitsLeft: 0,
    reductions: new Map(),
    kept: options.kept ?? none,
  };
}

/** Runs some work with steps of its own, and gives both. */
export function gatherSteps<T>(
  evaluation: Evaluation,
  work: () => T,
): { readonly result: T; readonly steps: TraceStep[] } {
  const outer = evaluation.steps;
  const steps: TraceStep[] = [];
  evaluation.steps = steps;
  const result = work();
  evaluation.steps = outer;
  return { result, steps };
}

/** Gives what the checker knows of an expression. */
export function knowledgeOf(evaluation: Evaluation, expression: Expression): Knowledge | undefined {
  return evaluation.analysis.known.get(expression);
}

/** Gives the text for people that a name is declared with, in the form of a member. */
export function labelFor(document: PolicyDocument, name: string): { readonly label?: Label } {
  const { facts, constants, readings, lets } = document;
  const declared = facts.get(name) ?? constants.get(name) ?? readings.get(name) ?? lets.get(name);
  return declared?.label ? { label: declared.label } : {};
}

/** Shows a value with the type of the expression it came from. */
export function show(evaluation: Evaluation, expression: Expression, value: Value): Shown {
  const known = knowledgeOf(evaluation, expression);
  const shown = showValue(value, known, evaluation.document.header);
  return evaluation.isExplained ? withFieldTexts(shown, evaluation.document) : shown;
}

/** Adds to records the texts that people read for their fields and choices. */
function withFieldTexts(shown: Shown, document: PolicyDocument): Shown {
  if (shown.type === 'list') {
    const value = shown.value.map((one) => ({
      ...one,
      shown: withFieldTexts(one.shown, document),
    }));
    return { ...shown, value };
  }
  if (shown.type !== 'record') return shown;
  const fields = fieldsOf(shown.value, document);
  const value = shown.value.map((one, at) => {
    const { label, type } = fields?.[at] ?? {};
    const told = { ...one, shown: labelWith(one.shown, type?.choiceLabels) };
    return label ? { ...told, label } : told;
  });
  return { ...shown, value };
}

/** Finds the declaration of a record by the names of its fields, which a list keeps. */
function fieldsOf(
  named: readonly { readonly name: string }[],
  { facts }: PolicyDocument,
): readonly FieldText[] | undefined {
  const isSame = (fields: readonly FieldText[]) =>
    fields.length === named.length && fields.every(({ name }, at) => name === named[at]?.name);
  const found = [...facts.values()].map(({ type }) => type.fields);
  return found.find((fields) => fields !== undefined && isSame(fields));
}

/** Shows a number with the type of the expression it belongs to. */
export function showAs(evaluation: Evaluation, expression: Expression, value: Rational): Shown {
  const known = knowledgeOf(evaluation, expression);
  return showNumber(value, known, evaluation.document.header);
}

/** Gives the document's text at a place, on one line. */
export function quote(
  { document }: Pick<Evaluation, 'document'>,
  span: { readonly from: number; readonly until: number },
): string {
  return document.text.slice(span.from, span.until).replace(/\s+/g, ' ');
}
