import type { Formula, Inventory } from '../src/continuity/index.ts';

type Domain = Inventory['domains'] extends ReadonlyMap<string, infer D> ? D : never;
type Node = Inventory['nodes'] extends ReadonlyMap<string, infer N> ? N : never;

/** A small generator of numbers below a bound, the same for the same seed (xorshift32). */
function numbers(seed: number): (bound: number) => number {
  let state = seed | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

const always: Formula = { kind: 'always' };
const named = (name: string): Formula => ({ kind: 'name', name });
const join = (count: number, of: readonly Formula[]): Formula =>
  of.length === 1 ? (of[0] as Formula) : { kind: 'at_least', count, of };

/**
 * Gives a random inventory of so many nodes and domains, four dependencies to a node.
 *
 * A node runs on two others, both or either, at one to three domains; every second node has an option that
 * needs two more, anywhere, so that loops of recovery form; the others need two to start.
 */
export function randomInventory(size: {
  readonly nodes: number;
  readonly domains: number;
  readonly seed: number;
}): Inventory {
  const next = numbers(size.seed);
  const title = { ko: '측정용', en: 'A random inventory' };
  const domains = new Map<string, Domain>();
  for (let at = 0; at < size.domains; at += 1) {
    const id = `d${at}`;
    domains.set(id, { id, class: 'site', title, within: [], evidence: [] });
  }
  const nodes = new Map<string, Node>();
  const anyNode = () => named(`n${next(size.nodes)}`);
  for (let at = 0; at < size.nodes; at += 1) {
    const id = `n${at}`;
    const before = () => named(`n${Math.max(0, at - 1 - next(200))}`);
    const places = Array.from({ length: 1 + next(3) }, () => named(`d${next(size.domains)}`));
    const hasOption = at % 2 === 0;
    const recover = join(2, [anyNode(), anyNode()]);
    nodes.set(id, {
      id,
      kind: 'service',
      title,
      targets: {},
      at: join(1, places),
      run: at < 10 ? always : join(1 + next(2), [before(), before()]),
      boot: hasOption ? always : join(2, [anyNode(), anyNode()]),
      bootMinutes: 5,
      observe: always,
      options: hasOption
        ? [{ name: 'o', mode: 'auto', minutes: 10, needs: { recover }, assume: {} }]
        : [],
      copies: [],
      evidence: [],
    });
  }
  return { name: 'random', title, domains, nodes };
}
