import { certainNeeds, findGateways } from '../analyse/dominators/gateways.ts';
import { type LossEffect, minimalLosses } from '../analyse/minimal-losses.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { createNaming } from './naming.ts';
import { storyMessages } from './story-messages.ts';

/**
 * Tells of one node, whatever is lost: what it cannot run without, the node that everything that needs it goes
 * through, and the smallest losses that take it down or leave it stuck, for good.
 *
 * The node must be in the inventory.
 */
export function explainNode(
  inventory: Inventory,
  about: { readonly node: string; readonly locale: 'ko' | 'en' },
): string[] {
  const { node: id } = about;
  const say = storyMessages[about.locale];
  const name = createNaming(inventory, about.locale);
  const node = inventory.nodes.get(id) as InventoryNode;
  const needs = certainNeeds(node.run);
  const gateway = findGateways(inventory).get(id);
  const isNeeded = [...inventory.nodes.values()].some(({ run }) => certainNeeds(run).includes(id));
  const smallest = (effect: LossEffect): string => {
    const [found] = minimalLosses(inventory, { effect, nodes: [id] });
    const subject = name.node(id);
    const sets = (found?.sets ?? []).map((set) => set.map(name.domain).join(' + '));
    return say.smallest(subject, effect, sets.join('; '));
  };
  return [
    ...(needs.length === 0 ? [] : [say.certain(name.node(id), name.list(needs.map(name.node)))]),
    ...(gateway === undefined ? [] : [say.gateway(name.node(id), name.node(gateway))]),
    ...(gateway === undefined && isNeeded ? [say.noGateway(name.node(id))] : []),
    smallest('down'),
    smallest('stuck'),
  ];
}
