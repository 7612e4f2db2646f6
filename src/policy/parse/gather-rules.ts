import type { AmendsBlock, Rule } from '../document.ts';
import type { AwardStatement, ForStatement, GuardStatement, NeedsStatement } from '../statement.ts';

interface OpenRule {
  readonly clause: string;
  readonly audience: ForStatement | undefined;
  readonly needs: NeedsStatement[];
  readonly guards: GuardStatement[];
  readonly awards: AwardStatement[];
}

/**
 * Gives the rules of the blocks, in the order of the document.
 *
 * A `for` begins a rule, and so does a block. A rule's id is its clause, with `/2`, `/3` … for
 * the second and later rule of the same clause.
 */
export function gatherRules(blocks: readonly AmendsBlock[]): Rule[] {
  const open = blocks.flatMap(splitBlock);
  const countByClause = new Map<string, number>();
  return open.map(({ audience, ...rest }) => {
    const count = (countByClause.get(rest.clause) ?? 0) + 1;
    countByClause.set(rest.clause, count);
    const id = count === 1 ? rest.clause : `${rest.clause}/${count}`;
    return { id, ...rest, ...(audience ? { audience } : {}) };
  });
}

function splitBlock(block: AmendsBlock): OpenRule[] {
  const begin = (audience?: ForStatement): OpenRule => ({
    clause: block.clause,
    audience,
    needs: [],
    guards: [],
    awards: [],
  });
  const rules: OpenRule[] = [];
  let current = begin();
  for (const statement of block.statements) {
    if (statement.kind === 'for') {
      rules.push(current);
      current = begin(statement);
    } else if (statement.kind === 'needs') current.needs.push(statement);
    else if (statement.kind === 'award') current.awards.push(statement);
    else if (statement.kind === 'exclude' || statement.kind === 'review_when') {
      current.guards.push(statement);
    }
  }
  rules.push(current);
  return rules.filter(isSomething);
}

function isSomething(rule: OpenRule): boolean {
  const parts = rule.needs.length + rule.guards.length + rule.awards.length;
  return rule.audience !== undefined || parts > 0;
}
