import fc from 'fast-check';
import {
  eventOf,
  type FaultTree,
  gateOf,
  type TreeFormula,
} from '../../src/continuity/cut-sets/index.ts';

const coherent = ['and', 'or', 'atleast'] as const;
const any = [...coherent, 'not', 'xor', 'nand', 'nor', 'imply', 'iff', 'cardinality'] as const;

interface Drawn {
  readonly operator: (typeof any)[number];
  readonly picks: readonly number[];
  readonly first: number;
  readonly second: number;
}

/** Random trees of shared gates over 4 to 9 events with probabilities; a gate names gates before it. */
export function randomTree(operators: 'coherent' | 'any'): fc.Arbitrary<FaultTree> {
  const gate = fc.record({
    operator: fc.constantFrom(...(operators === 'any' ? any : coherent)),
    picks: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 4 }),
    first: fc.nat({ max: 4 }),
    second: fc.nat({ max: 4 }),
  });
  return fc
    .tuple(fc.integer({ min: 4, max: 9 }), fc.array(gate, { minLength: 1, maxLength: 9 }))
    .map(([eventCount, drawn]) => build(eventCount, drawn));
}

function build(eventCount: number, drawn: readonly Drawn[]): FaultTree {
  const events = new Map(
    Array.from({ length: eventCount }, (_, at) => [`e${at}`, (at + 1) / 20] as const),
  );
  const gates = new Map<string, TreeFormula>();
  for (const [index, gate] of drawn.entries()) {
    const choices = [
      ...[...events.keys()].map(eventOf),
      ...Array.from({ length: index }, (_, before) => gateOf(`g${before}`)),
    ];
    const of = gate.picks.map((pick) => choices[pick % choices.length] as TreeFormula);
    gates.set(`g${index}`, operation(gate, of));
  }
  return { name: 'random', top: `g${drawn.length - 1}`, gates, events };
}

function operation(drawn: Drawn, of: readonly TreeFormula[]): TreeFormula {
  const { operator } = drawn;
  const first = of[0] as TreeFormula;
  const pair = [first, of[1] ?? first];
  const [min, max] = [drawn.first % (of.length + 1), drawn.second % (of.length + 1)];
  if (operator === 'not') return { kind: 'operation', operator, of: [first] };
  if (operator === 'imply' || operator === 'iff' || operator === 'xor') {
    return { kind: 'operation', operator, of: operator === 'xor' && of.length > 2 ? of : pair };
  }
  if (operator === 'atleast') return { kind: 'operation', operator, of, min };
  if (operator !== 'cardinality') return { kind: 'operation', operator, of };
  return { kind: 'operation', operator, of, min: Math.min(min, max), max: Math.max(min, max) };
}
