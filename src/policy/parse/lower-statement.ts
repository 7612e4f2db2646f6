import { assert, parseInstant, parseLocalDate } from '../../kernel/index.ts';
import type {
  ConstantDeclaration,
  FactDeclaration,
  FieldText,
  GuardStatement,
  Label,
  LetDeclaration,
  Statement,
  TypeText,
} from '../statement.ts';
import { lowerAward } from './lower-award.ts';
import { lowerChildren, lowerExpression, lowerOnly } from './lower-expression.ts';
import { lowerReading } from './lower-reading.ts';
import { lowerBecause } from './lower-table.ts';
import {
  childNamed,
  childrenNamed,
  childrenOf,
  hasKeyword,
  labelOf,
  namedOf,
  type Syntax,
  spanOf,
  textOf,
} from './syntax-node.ts';

/** Gives the statement that an error-free item node stands for. */
export function lowerStatement(syntax: Syntax): Statement {
  const lower = lowerings[syntax.node.name];
  assert(lower, 'policy: every item has a lowering', { node: syntax.node.name });
  return lower(syntax);
}

function need(syntax: Syntax, name: string): Syntax {
  const child = childNamed(syntax, name);
  assert(child, 'policy: the node has its part', { node: syntax.node.name, part: name });
  return child;
}

function lowerType(syntax: Syntax): TypeText {
  const span = spanOf(syntax);
  const isList = childNamed(syntax, 'ListOf') ? { isList: true } : {};
  if (childNamed(syntax, 'YesNo')) return { words: ['yes/no'], ...isList, span };
  const record = childNamed(syntax, 'FieldList');
  if (record) {
    return { words: [], ...isList, fields: childrenNamed(record, 'Field').map(lowerField), span };
  }
  const words = childrenNamed(syntax, 'TypeWord').map(textOf);
  const list = childNamed(syntax, 'ChoiceList');
  if (!list) return { words, ...isList, span };
  const choices = childrenNamed(list, 'Choice').map((choice) => {
    const label = childNamed(choice, 'Text');
    return {
      name: textOf(need(choice, 'ChoiceValue')),
      ...(label ? { label: labelOf(label) } : {}),
    };
  });
  const labels = choices.flatMap(({ name, label }) => (label ? [[name, label] as const] : []));
  const names = choices.map(({ name }) => name);
  return { words, ...isList, choices: names, choiceLabels: new Map(labels), span };
}

function lowerRange(syntax: Syntax): Pick<FieldText, 'least' | 'most'> {
  const ranges = childrenNamed(syntax, 'Range');
  const least = ranges.find((range) => hasKeyword(range, 'least'));
  const most = ranges.find((range) => hasKeyword(range, 'most'));
  return {
    ...(least ? { least: lowerOnly(least) } : {}),
    ...(most ? { most: lowerOnly(most) } : {}),
  };
}

function lowerField(syntax: Syntax): FieldText {
  const { name, span: nameSpan } = namedOf(need(syntax, 'Name'));
  const label = childNamed(syntax, 'Text');
  return {
    name,
    nameSpan,
    type: lowerType(need(syntax, 'Type')),
    ...lowerRange(syntax),
    ...(label ? { label: labelOf(label) } : {}),
    span: spanOf(syntax),
  };
}

/** `none unless stated` is the empty list, or the interval set that ends as it begins. */
function lowerFallback(
  syntax: Syntax,
  { words, isList }: TypeText,
): Pick<FactDeclaration, 'fallback' | 'isNoneUnlessStated'> {
  const empty = childNamed(syntax, 'Empty');
  if (!empty) return { fallback: lowerOnly(syntax) };
  const span = spanOf(empty);
  if (isList || words.join(' ') !== 'interval set') {
    return { fallback: { kind: 'list', items: [], span }, isNoneUnlessStated: true };
  }
  const at = parseInstant('1970-01-01T00:00:00Z');
  assert(at !== undefined, 'policy: a written instant is one');
  const end = { kind: 'instant', at, text: '1970-01-01T00:00:00Z', span } as const;
  const fallback = { kind: 'call', callee: 'interval', operands: [end, { ...end }], span } as const;
  return { fallback, isNoneUnlessStated: true };
}

function lowerFact(syntax: Syntax): FactDeclaration {
  const name = namedOf(need(syntax, 'Name'));
  const fallback = childNamed(syntax, 'Fallback');
  const label = childNamed(syntax, 'Text');
  const type = lowerType(need(syntax, 'Type'));
  return {
    kind: 'fact',
    name: name.name,
    nameSpan: name.span,
    type,
    ...lowerRange(syntax),
    ...(fallback ? lowerFallback(fallback, type) : {}),
    source: namedOf(need(syntax, 'Source')),
    ...(label ? { label: labelOf(label) } : {}),
    span: spanOf(syntax),
  };
}

function lowerConstant(syntax: Syntax): ConstantDeclaration {
  const name = namedOf(need(syntax, 'Name'));
  const values = childrenNamed(syntax, 'DatedValue').map((one) => {
    const [value, date] = childrenOf(one);
    assert(value, 'policy: a constant has a value');
    const from = date && hasKeyword(one, 'from') ? parseLocalDate(textOf(date)) : undefined;
    return { value: lowerExpression(value), ...(from ? { from } : {}) };
  });
  const cited = childNamed(syntax, 'Cited');
  return {
    kind: 'constant',
    name: name.name,
    nameSpan: name.span,
    ...labelIn(syntax),
    values,
    ...(cited ? { cited: labelOf(need(cited, 'Text')) } : {}),
    span: spanOf(syntax),
  };
}

function lowerLet(syntax: Syntax): LetDeclaration {
  const name = namedOf(need(syntax, 'Name'));
  const value = lowerOnly(syntax);
  const label = labelIn(syntax);
  return {
    kind: 'let',
    name: name.name,
    nameSpan: name.span,
    ...label,
    value,
    span: spanOf(syntax),
  };
}

function labelIn(syntax: Syntax): { readonly label?: Label } {
  const text = childNamed(syntax, 'Text');
  return text ? { label: labelOf(text) } : {};
}

function lowerGuard(kind: GuardStatement['kind']): (syntax: Syntax) => GuardStatement {
  return (syntax) => {
    const { code, label } = lowerBecause(need(syntax, 'Because'));
    const text = label ? { becauseLabel: label } : {};
    return { kind, condition: lowerOnly(syntax), because: code, ...text, span: spanOf(syntax) };
  };
}

const lowerings: Readonly<Record<string, (syntax: Syntax) => Statement>> = {
  Fact: lowerFact,
  Constant: lowerConstant,
  Reading: lowerReading,
  Let: lowerLet,
  For: (syntax) => {
    const [condition] = lowerChildren(syntax);
    return { kind: 'for', ...(condition ? { condition } : {}), span: spanOf(syntax) };
  },
  Needs: (syntax) => ({
    kind: 'needs',
    evidence: childrenNamed(syntax, 'EvidenceName').map(namedOf),
    span: spanOf(syntax),
  }),
  Exclude: lowerGuard('exclude'),
  ReviewWhen: lowerGuard('review_when'),
  AwardRule: lowerAward,
};
