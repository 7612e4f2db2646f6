import { assert } from '../../kernel/index.ts';
import { Circuit, EVER, NEVER } from './circuit.ts';
import { type FaultTree, gatesIn, type Operator, type TreeFormula } from './fault-tree.ts';

/** A circuit with the node that stands for the tree's top gate. */
export interface BuiltCircuit {
  readonly circuit: Circuit;
  readonly top: number;
}

interface Work {
  readonly circuit: Circuit;
  readonly eventIndex: ReadonlyMap<string, number>;
  readonly holds: Map<string, number>;
  readonly fails: Map<string, number>;
  /** Nodes of operations within operations, as they are and turned around: XOR asks for both of each part. */
  readonly known: Readonly<Record<'holds' | 'fails', Map<TreeFormula, number>>>;
}

/**
 * Compiles a fault tree into a circuit in negation normal form, constants folded away.
 *
 * Gates are taken in dependency order, so that depth costs no stack. Throws an InvariantError on a gate that
 * is not defined or lies on a cycle; readers of files refuse both before.
 */
export function buildCircuit(tree: FaultTree): BuiltCircuit {
  const work: Work = {
    circuit: new Circuit(),
    eventIndex: new Map([...tree.events.keys()].map((name, index) => [name, index])),
    holds: new Map(),
    fails: new Map(),
    known: { holds: new Map(), fails: new Map() },
  };
  const order = orderGates(tree);
  const wanted = wantedPolarities(tree, order);
  for (const name of order) {
    const formula = tree.gates.get(name) as TreeFormula;
    if (wanted.holds.has(name)) work.holds.set(name, nodeOf(work, formula, true));
    if (wanted.fails.has(name)) work.fails.set(name, nodeOf(work, formula, false));
  }
  return { circuit: work.circuit, top: work.holds.get(tree.top) as number };
}

/** Lists the gates below the top, each after every gate it names. */
export function orderGates(tree: FaultTree): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'closed'>();
  const stack: { readonly name: string; readonly needs: string[] }[] = [];
  const open = (name: string): void => {
    assert(state.get(name) !== 'open', 'fault tree: gates form no cycle', { name });
    if (state.has(name)) return;
    const formula = tree.gates.get(name);
    assert(formula !== undefined, 'fault tree: a gate that is named is defined', { name });
    state.set(name, 'open');
    stack.push({ name, needs: gatesIn(formula).reverse() });
  };
  open(tree.top);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const next = frame.needs.pop();
    if (next !== undefined) open(next);
    else {
      stack.pop();
      state.set(frame.name, 'closed');
      order.push(frame.name);
    }
  }
  return order;
}

function wantedPolarities(tree: FaultTree, order: readonly string[]) {
  const holds = new Set([tree.top]);
  const fails = new Set<string>();
  const seen = { holds: new Set<TreeFormula>(), fails: new Set<TreeFormula>() };
  for (const name of order.toReversed()) {
    const formula = tree.gates.get(name) as TreeFormula;
    if (holds.has(name)) want(formula, true);
    if (fails.has(name)) want(formula, false);
  }
  return { holds, fails };

  function want(formula: TreeFormula, isPositive: boolean): void {
    if (formula.kind === 'gate') (isPositive ? holds : fails).add(formula.name);
    const known = isPositive ? seen.holds : seen.fails;
    if (formula.kind !== 'operation' || known.has(formula)) return;
    known.add(formula);
    wantParts(formula, isPositive);
  }

  function wantParts({ of, operator }: Operation, isPositive: boolean): void {
    for (const [index, part] of of.entries()) {
      for (const keeps of polaritiesOf(operator, index)) want(part, isPositive === keeps);
    }
  }
}

/** Whether a part is asked for as the whole is (true), turned around (false), or both. */
function polaritiesOf(operator: Operator, index: number): readonly boolean[] {
  switch (operator) {
    case 'xor':
    case 'iff':
    case 'cardinality':
      return [true, false];
    case 'not':
    case 'nand':
    case 'nor':
      return [false];
    case 'imply':
      return [index > 0];
    default:
      return [true];
  }
}

function nodeOf(work: Work, formula: TreeFormula, isPositive: boolean): number {
  if (formula.kind === 'constant') return formula.value === isPositive ? EVER : NEVER;
  if (formula.kind === 'gate') {
    return (isPositive ? work.holds : work.fails).get(formula.name) as number;
  }
  if (formula.kind === 'event') {
    const index = work.eventIndex.get(formula.name);
    assert(index !== undefined, 'fault tree: an event that is named is listed', formula);
    return isPositive ? work.circuit.event(index) : work.circuit.notEvent(index);
  }
  const known = isPositive ? work.known.holds : work.known.fails;
  const node = known.get(formula) ?? operationNode(work, formula, isPositive);
  known.set(formula, node);
  return node;
}

type Operation = TreeFormula & { readonly kind: 'operation' };

function operationNode(work: Work, formula: Operation, isPositive: boolean): number {
  const { circuit } = work;
  const { of } = formula;
  const parts = (polarity: boolean) => of.map((part) => nodeOf(work, part, polarity));
  const join = (isAll: boolean, nodes: readonly number[]) =>
    isAll ? circuit.all(nodes) : circuit.any(nodes);
  switch (formula.operator) {
    case 'and':
      return join(isPositive, parts(isPositive));
    case 'or':
      return join(!isPositive, parts(isPositive));
    case 'nand':
      return join(!isPositive, parts(!isPositive));
    case 'nor':
      return join(isPositive, parts(!isPositive));
    case 'not':
      return nodeOf(work, of[0] as TreeFormula, !isPositive);
    case 'imply': {
      const [first, second] = of as readonly [TreeFormula, TreeFormula];
      return join(!isPositive, [
        nodeOf(work, first, !isPositive),
        nodeOf(work, second, isPositive),
      ]);
    }
    case 'xor':
      return parity(work, of, isPositive);
    case 'iff':
      return parity(work, of, !isPositive);
    default:
      return countNode(work, formula, isPositive);
  }
}

function parity(work: Work, of: readonly TreeFormula[], isOdd: boolean): number {
  const { circuit } = work;
  let [odd, even]: [number, number] = [NEVER, EVER];
  for (const part of of) {
    const holds = nodeOf(work, part, true);
    const fails = nodeOf(work, part, false);
    [odd, even] = [
      circuit.any([circuit.all([odd, fails]), circuit.all([even, holds])]),
      circuit.any([circuit.all([odd, holds]), circuit.all([even, fails])]),
    ];
  }
  return isOdd ? odd : even;
}

function countNode(work: Work, formula: Operation, isPositive: boolean): number {
  const { circuit } = work;
  const { of, min = 0, max = of.length } = formula;
  const parts = (polarity: boolean) => of.map((part) => nodeOf(work, part, polarity));
  // Not at least k of n is at least n − k + 1 of the negations.
  const enough = isPositive
    ? circuit.atLeast(min, parts(true))
    : circuit.atLeast(of.length - min + 1, parts(false));
  if (max >= of.length) return enough;
  return isPositive
    ? circuit.all([enough, circuit.atLeast(of.length - max, parts(false))])
    : circuit.any([enough, circuit.atLeast(max + 1, parts(true))]);
}
