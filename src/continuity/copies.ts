import type { Formula } from './formula.ts';
import { ALWAYS, allOf, atLeast, holds } from './formula.ts';
import type { Copy, InventoryNode, Option } from './inventory.ts';

/** Gives, over domains, what one copy needs to be restored from; one that does not stand alone needs its source. */
export function copyPlace(node: InventoryNode, copy: Copy): Formula {
  return copy.standsAlone ? copy.at : allOf([copy.at, node.at]);
}

/** Lists the copies a node can be restored from while some domains are there. */
export function survivingCopies(
  node: InventoryNode,
  isThere: (domain: string) => boolean,
): readonly Copy[] {
  return node.copies.filter((copy) => holds(copyPlace(node, copy), isThere));
}

/**
 * Gives, over domains, what an option needs beside its needs over nodes: where it starts, and of a node with
 * copies one of these.
 *
 * An option that states under `assume.copies` from what else the data is made needs no copy. A formula without
 * negation, so that losing more never helps.
 *
 * @source decision record 0089
 */
export function optionPlace(node: InventoryNode, option: Option): Formula {
  return allOf([option.at ?? ALWAYS, needsCopy(node, option) ? anyCopy(node) : ALWAYS]);
}

/** Tells whether an option brings a node back from one of its copies. */
export function needsCopy(node: InventoryNode, option: Option): boolean {
  return node.copies.length > 0 && option.assume.copies === undefined;
}

function anyCopy(node: InventoryNode): Formula {
  const places = node.copies.map((copy) => copyPlace(node, copy));
  return places.some(({ kind }) => kind === 'always') ? ALWAYS : atLeast(1, places);
}
