import type { FaultTree, TreeFormula } from './fault-tree.ts';

/** What trying every state of the events of a small tree shows. */
export interface OracleAnswer {
  /** Minimal models: sets of events that suffice while all others have not happened. */
  readonly sets: string[][];
  readonly probability: number;
}

/**
 * Tries every state of a small tree's events (2ⁿ of them), straight from the meaning of the formulas.
 *
 * It shares nothing with the engines but the type of the tree. Events without a probability count as 0.5.
 */
export function oracleCutSets(tree: FaultTree): OracleAnswer {
  const names = [...tree.events.keys()];
  const models: number[] = [];
  let probability = 0;
  for (let state = 0; state < 2 ** names.length; state += 1) {
    const happened = new Set(names.filter((_, index) => ((state >> index) & 1) === 1));
    if (!holdsTree(tree, tree.gates.get(tree.top) as TreeFormula, happened)) continue;
    models.push(state);
    probability += names.reduce((product, name) => {
      const chance = tree.events.get(name) ?? 0.5;
      return product * (happened.has(name) ? chance : 1 - chance);
    }, 1);
  }
  // A subset's number is below its superset's, so that one pass in order is enough.
  const minimal: number[] = [];
  for (const state of models) {
    if (!minimal.some((smaller) => (smaller & state) === smaller)) minimal.push(state);
  }
  const sets = minimal.map((state) => names.filter((_, index) => ((state >> index) & 1) === 1));
  return { sets, probability };
}

function holdsTree(tree: FaultTree, formula: TreeFormula, happened: ReadonlySet<string>): boolean {
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'event') return happened.has(formula.name);
  if (formula.kind === 'gate') {
    return holdsTree(tree, tree.gates.get(formula.name) as TreeFormula, happened);
  }
  const parts = formula.of.map((part) => holdsTree(tree, part, happened));
  const count = parts.filter(Boolean).length;
  const { min = 0, max = parts.length } = formula;
  const answers: Readonly<Record<typeof formula.operator, boolean>> = {
    and: count === parts.length,
    or: count > 0,
    not: count === 0,
    xor: count % 2 === 1,
    nand: count < parts.length,
    nor: count === 0,
    imply: parts[0] !== true || parts[1] === true,
    iff: parts[0] === parts[1],
    atleast: count >= min,
    cardinality: count >= min && count <= max,
  };
  return answers[formula.operator];
}
