import { assert, type JsonValue } from '../../kernel/index.ts';
import { type Formula, parseFormula } from '../formula.ts';
import {
  type Copy,
  type Domain,
  type Inventory,
  type InventoryNode,
  type Option,
  type OptionPurpose,
  PURPOSES,
  type Title,
} from '../inventory.ts';

type Written<T, Formulas extends keyof T> = Omit<T, Formulas> & Record<Formulas, string>;
type WrittenOption = Omit<Option, 'needs' | 'at'> & {
  readonly at?: string;
  readonly needs: Readonly<Partial<Record<OptionPurpose, string>>>;
};
type WrittenNode = Omit<
  Written<InventoryNode, 'at' | 'run' | 'boot' | 'observe'>,
  'options' | 'copies'
> & {
  readonly options: readonly WrittenOption[];
  readonly copies: readonly Written<Copy, 'at'>[];
};

interface WrittenInventory {
  readonly name: string;
  readonly title: Title;
  readonly domains: readonly Domain[];
  readonly nodes: readonly WrittenNode[];
}

/**
 * Gives the inventory that `renderInventory` wrote, for records of the past.
 *
 * Only what was rendered before may be given; a formula that cannot be read is a fault. Needs come
 * in the order of the purposes, whatever order the record kept.
 */
export function restoreInventory(rendered: JsonValue): Inventory {
  const written = rendered as unknown as WrittenInventory;
  return {
    name: written.name,
    title: written.title,
    domains: new Map(written.domains.map((domain) => [domain.id, domain])),
    nodes: new Map(written.nodes.map((node) => [node.id, restoreNode(node)])),
  };
}

function restoreNode(written: WrittenNode): InventoryNode {
  return {
    ...written,
    at: restoreFormula(written.at),
    run: restoreFormula(written.run),
    boot: restoreFormula(written.boot),
    observe: restoreFormula(written.observe),
    options: written.options.map(restoreOption),
    copies: written.copies.map((copy) => ({ ...copy, at: restoreFormula(copy.at) })),
  };
}

function restoreOption(written: WrittenOption): Option {
  const { at, ...option } = written;
  return {
    ...option,
    ...(at === undefined ? {} : { at: restoreFormula(at) }),
    needs: restoreNeeds(option.needs),
  };
}

function restoreNeeds(written: WrittenOption['needs']): Option['needs'] {
  const needs: Partial<Record<OptionPurpose, Formula>> = {};
  for (const purpose of PURPOSES) {
    if (purpose === 'run' || purpose === 'boot') continue;
    const text = written[purpose];
    if (text !== undefined) needs[purpose] = restoreFormula(text);
  }
  return needs;
}

function restoreFormula(text: string): Formula {
  const formula = parseFormula(text);
  assert(formula.ok, 'continuity: a recorded formula can be read', { text });
  return formula.value;
}
