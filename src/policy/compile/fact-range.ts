import type { Rational } from '../../kernel/index.ts';
import { analysePolicy } from '../check/check-policy.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { FactType } from '../fact.ts';

/** A declared fact as a reader of tables needs it: its type and its range, both ends inclusive. */
export interface FactRange {
  readonly name: string;
  readonly type: FactType;
  readonly least?: Rational;
  readonly most?: Rational;
}

/** Gives the declared facts of a checked document, in order, with their ranges as numbers. */
export function listFactRanges(document: PolicyDocument): readonly FactRange[] {
  const { factTypes, known } = analysePolicy(document);
  const constantOf = (expression: Expression | undefined): Rational | undefined => {
    const found = expression && known.get(expression);
    return found?.kind === 'quantity' ? found.constant : undefined;
  };
  return [...document.facts.values()].flatMap(({ name, least, most }) => {
    const type = factTypes.get(name);
    if (!type) return [];
    const [low, high] = [constantOf(least), constantOf(most)];
    return [{ name, type, ...(low ? { least: low } : {}), ...(high ? { most: high } : {}) }];
  });
}
