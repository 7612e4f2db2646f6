import { assert } from '../../kernel/index.ts';
import type { AwardStatement, Burden, Form, FormRelation, Step } from '../statement.ts';
import { lowerChildren, lowerOnly, lowerRounding } from './lower-expression.ts';
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

/** Gives the award that an error-free AwardRule node stands for. */
export function lowerAward(syntax: Syntax): AwardStatement {
  const forms = childrenOf(syntax).map((one) => {
    const preferred = one.node.name === 'PreferredForm' ? childNamed(one, 'Form') : undefined;
    return preferred ? { ...lowerForm(preferred), isPreferred: true } : lowerForm(one);
  });
  return { kind: 'award', forms, span: spanOf(syntax) };
}

function lowerForm(syntax: Syntax): Form {
  const remedy = childNamed(syntax, 'RemedyKind');
  const [amount] = lowerChildren(syntax);
  assert(remedy && amount, 'policy: a form has a remedy and an amount');
  const label = childNamed(syntax, 'Text');
  const each = childNamed(syntax, 'Each');
  const unit = childNamed(syntax, 'InUnit');
  const unitName = unit && childNamed(unit, 'Unit');
  const guard = childNamed(syntax, 'Guard');
  const relation = lowerRelation(syntax);
  const spread = childNamed(syntax, 'Spread');
  const payable = lowerPayable(syntax);
  const parts = childrenOf(syntax);
  return {
    remedy: namedOf(remedy),
    ...(label ? { label: labelOf(label) } : {}),
    amount,
    steps: parts.flatMap(lowerStep),
    ...(each ? { each: lowerOnly(each) } : {}),
    ...(unitName ? { inUnit: namedOf(unitName) } : {}),
    ...(guard ? { guard: lowerOnly(guard) } : {}),
    ...(relation ? { relation } : {}),
    burdens: parts.flatMap(lowerBurden),
    ...(payable ? { payable } : {}),
    ...(spread ? { spread: lowerOnly(spread) } : {}),
    span: spanOf(syntax),
  };
}

function lowerRelation(syntax: Syntax): FormRelation | undefined {
  const addition = childNamed(syntax, 'Addition');
  const instead = childNamed(syntax, 'Instead');
  const node = instead ?? addition;
  if (!node) return undefined;
  const clauses = childrenNamed(node, 'ClauseRef').map(namedOf);
  return { kind: instead ? 'instead' : 'in_addition', clauses, span: spanOf(node) };
}

function lowerPayable(syntax: Syntax): Form['payable'] {
  const node = childNamed(syntax, 'Payable');
  const how = node && childNamed(node, 'PayableWord');
  if (!node || !how) return undefined;
  const [condition] = lowerChildren(node);
  return { how: namedOf(how), ...(condition ? { condition } : {}), span: spanOf(node) };
}

function lowerStep(syntax: Syntax): Step[] {
  const base = { span: spanOf(syntax), hasThen: childNamed(syntax, 'Then') !== undefined };
  switch (syntax.node.name) {
    case 'Cap':
      return [{ ...base, kind: 'cap', value: lowerOnly(syntax) }];
    case 'Floor':
      return [{ ...base, kind: 'floor', value: lowerOnly(syntax) }];
    case 'Deduct':
      return [{ ...base, kind: 'less', value: lowerOnly(syntax) }];
    case 'RoundStep': {
      const increment = childrenOf(syntax).at(-1);
      assert(increment, 'policy: a rounding has an increment');
      return [{ ...base, kind: 'round', rounding: lowerRounding(syntax, increment) }];
    }
    case 'Threshold': {
      const bound = hasKeyword(syntax, 'below') ? 'below' : 'up_to';
      return [{ ...base, kind: 'nothing', bound, value: lowerOnly(syntax) }];
    }
    default:
      return [];
  }
}

function lowerBurden(syntax: Syntax): Burden[] {
  const span = spanOf(syntax);
  switch (syntax.node.name) {
    case 'Expires': {
      const bound = childNamed(syntax, 'OnDay') ? 'on' : 'after';
      return [{ kind: 'expires', bound, after: lowerOnly(syntax), span }];
    }
    case 'Requires': {
      const what = childNamed(syntax, 'BurdenName');
      const [least] = lowerChildren(syntax);
      return [
        { kind: 'requires', what: what ? textOf(what) : '', ...(least ? { least } : {}), span },
      ];
    }
    case 'Renews':
      return [{ kind: 'renews', span }];
    case 'FirstCome':
      return [{ kind: 'first_come', count: lowerOnly(syntax), span }];
    default:
      return [];
  }
}
