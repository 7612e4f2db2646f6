/** The operators of a fault tree's formulas. @source Open-PSA Model Exchange Format 2.0d, III.1 */
export const OPERATORS = [
  'and',
  'or',
  'not',
  'xor',
  'nand',
  'nor',
  'imply',
  'iff',
  'atleast',
  'cardinality',
] as const;
/** One operator. */
export type Operator = (typeof OPERATORS)[number];

/**
 * A Boolean formula over gates and events; negation is allowed, unlike in an inventory.
 *
 * `min` belongs to `atleast` and `cardinality`, `max` to `cardinality`; both inclusive.
 */
export type TreeFormula =
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'gate'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly of: readonly TreeFormula[];
      readonly min?: number;
      readonly max?: number;
    };

/**
 * A fault tree: what makes its top gate fail.
 *
 * Every gate a formula names is in `gates` and every event in `events`; gates form no cycle.
 */
export interface FaultTree {
  readonly name: string;
  readonly top: string;
  readonly gates: ReadonlyMap<string, TreeFormula>;
  /** The probability of each basic event, in the order of the file; undefined when not stated. */
  readonly events: ReadonlyMap<string, number | undefined>;
}

/** Gives the formula that names a basic event. */
export function eventOf(name: string): TreeFormula {
  return { kind: 'event', name };
}

/** Gives the formula that names a gate. */
export function gateOf(name: string): TreeFormula {
  return { kind: 'gate', name };
}

/** Lists the gates a formula names, in order, repeats included. */
export function gatesIn(formula: TreeFormula): string[] {
  if (formula.kind === 'gate') return [formula.name];
  return formula.kind === 'operation' ? formula.of.flatMap(gatesIn) : [];
}

/** Gives one circle of gates, its first gate again at its end; undefined when there is none. */
export function findLoop(gates: ReadonlyMap<string, TreeFormula>): string[] | undefined {
  const state = new Map<string, 'open' | 'closed'>();
  const stack: { readonly name: string; readonly needs: string[] }[] = [];
  const open = (name: string): void => {
    const formula = gates.get(name);
    if (state.has(name) || formula === undefined) return;
    state.set(name, 'open');
    stack.push({ name, needs: gatesIn(formula) });
  };
  for (const start of gates.keys()) {
    open(start);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const next = frame.needs.pop();
      if (next === undefined) {
        state.set(frame.name, 'closed');
        stack.pop();
      } else if (state.get(next) === 'open') {
        const names = [...stack.map(({ name }) => name), next];
        return names.slice(names.indexOf(next));
      } else open(next);
    }
  }
  return undefined;
}
