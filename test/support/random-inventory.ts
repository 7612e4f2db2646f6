import fc from 'fast-check';
import type { Formula } from '../../src/continuity/formula.ts';
import { ALWAYS, allOf, atLeast, nameFormula } from '../../src/continuity/formula.ts';
import type {
  Copy,
  Domain,
  Inventory,
  InventoryNode,
  Option,
} from '../../src/continuity/inventory.ts';

function formulas(names: readonly string[]): fc.Arbitrary<Formula> {
  const name = fc.constantFrom(...names).map(nameFormula);
  const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 2 },
      { weight: 3, arbitrary: name },
      fc.array(tie('formula'), { minLength: 2, maxLength: 3 }).map(allOf),
      fc
        .tuple(fc.nat({ max: 2 }), fc.array(tie('formula'), { minLength: 1, maxLength: 3 }))
        .map(([count, parts]) => atLeast((count % parts.length) + 1, parts)),
    ),
  }));
  return formula;
}

function options(
  names: readonly string[],
  domains: readonly string[],
): fc.Arbitrary<readonly Option[]> {
  const option = fc.record({
    minutes: fc.nat({ max: 9 }),
    recover: formulas(names),
    at: fc.option(formulas(domains), { nil: undefined }),
    isAnew: fc.boolean(),
  });
  return fc.array(option, { maxLength: 2 }).map((list) =>
    list.map(({ minutes, recover, at, isAnew }, index) => ({
      name: `option-${index}`,
      mode: 'auto',
      minutes,
      ...(at === undefined ? {} : { at }),
      needs: { recover },
      assume: isAnew ? { copies: 'made anew' } : {},
    })),
  );
}

function copies(domains: readonly string[]): fc.Arbitrary<readonly Copy[]> {
  const copy = fc.record({ at: formulas(domains), standsAlone: fc.boolean() });
  const some = fc
    .array(copy, { minLength: 1, maxLength: 2 })
    .map((list) =>
      list.map((drawn, index) => ({ name: `copy-${index}`, isConsistent: true, ...drawn })),
    );
  return fc.oneof(fc.constant([]), some);
}

/**
 * Random inventories of up to 8 nodes and 5 domains, with cycles, k-of-n, copies, and options that
 * start somewhere, on hosts that survive too: the case that once broke monotonicity.
 */
export function randomInventory(): fc.Arbitrary<Inventory> {
  return fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 })).chain((size) => {
    const ids = Array.from({ length: size[0] }, (_, at) => `n${at}`);
    const domainIds = Array.from({ length: size[1] }, (_, at) => `d${at}`);
    const maybe = (formula: fc.Arbitrary<Formula>) => fc.oneof(fc.constant(ALWAYS), formula);
    const node = fc.record({
      at: maybe(formulas(domainIds)),
      run: maybe(formulas(ids)),
      boot: maybe(formulas(ids)),
      bootMinutes: fc.nat({ max: 5 }),
      options: options(ids, domainIds),
      copies: copies(domainIds),
    });
    const parents = fc.array(fc.nat({ max: 4 }), { maxLength: 1 });
    return fc
      .tuple(fc.tuple(...ids.map(() => node)), fc.tuple(...domainIds.map(() => parents)))
      .map(([nodes, within]) => build(nodes, within));
  });
}

type Drawn = Pick<InventoryNode, 'at' | 'run' | 'boot' | 'bootMinutes' | 'options' | 'copies'>;

function build(drawn: readonly Drawn[], within: readonly (readonly number[])[]): Inventory {
  const nodes = new Map<string, InventoryNode>();
  for (const [index, part] of drawn.entries()) {
    const id = `n${index}`;
    const plain = { targets: {}, observe: ALWAYS, evidence: [] };
    nodes.set(id, { id, kind: 'service', title: { ko: id, en: id }, ...plain, ...part });
  }
  const domains = new Map<string, Domain>();
  for (const [index, parents] of within.entries()) {
    const id = `d${index}`;
    // A domain lies only in domains before it, so that containment has no cycle.
    const inside = parents.filter((parent) => parent < index).map((parent) => `d${parent}`);
    const title = { ko: id, en: id };
    domains.set(id, { id, class: 'site', title, within: inside, evidence: [] });
  }
  return { name: 'random', title: { ko: 'random', en: 'random' }, domains, nodes };
}
