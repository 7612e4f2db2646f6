import { type ClauseText, describeClauses } from '../../policy/describe/index.ts';
import { formatPolicy, type PolicyDocument, parsePolicy } from '../../policy/index.ts';

/** One clause of two versions; texts are canonical, and absent where the clause is not there. */
export interface ClauseComparison {
  readonly label: string;
  readonly title: string;
  readonly change: 'same' | 'changed' | 'added' | 'removed';
  readonly before?: string;
  readonly after?: string;
}

function textOf({ parts }: ClauseText): string {
  return parts
    .map(({ kind, text }) => (kind === 'prose' ? text : `\`\`\`${kind}\n${text}\n\`\`\``))
    .join('\n\n');
}

interface Named {
  readonly key: string;
  readonly clause: ClauseText;
}

/** Clauses by label; a heading without a § may stand several times, so it counts under its clause. */
function canonicalClauses(document: PolicyDocument): ReadonlyMap<string, ClauseText> {
  const formatted = parsePolicy(formatPolicy(document));
  const clauses = describeClauses(formatted.ok ? formatted.value : document);
  let above = '';
  const named = clauses.map((clause): Named => {
    const isMarked = clause.label.startsWith('§');
    if (isMarked) above = clause.label;
    return { key: isMarked ? clause.label : `${above}/${clause.label}`, clause };
  });
  return new Map(named.map(({ key, clause }) => [key, clause]));
}

/**
 * Compares two versions clause by clause, in the order of the later one; clauses it no longer has
 * follow at the end.
 */
export function comparePolicies(
  before: PolicyDocument,
  after: PolicyDocument,
): readonly ClauseComparison[] {
  const [old, current] = [canonicalClauses(before), canonicalClauses(after)];
  const kept = [...current].map(([key, clause]): ClauseComparison => {
    const { label, title } = clause;
    const was = old.get(key);
    const text = textOf(clause);
    if (was === undefined) return { label, title, change: 'added', after: text };
    const isSame = was.title === title && textOf(was) === text;
    return { label, title, change: isSame ? 'same' : 'changed', before: textOf(was), after: text };
  });
  const gone = [...old].filter(([key]) => !current.has(key));
  return [
    ...kept,
    ...gone.map(([, clause]): ClauseComparison => {
      const { label, title } = clause;
      return { label, title, change: 'removed', before: textOf(clause) };
    }),
  ];
}
