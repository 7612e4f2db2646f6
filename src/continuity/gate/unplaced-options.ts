import { needsCopy } from '../copies.ts';
import { optionId } from '../inventory.ts';
import type { GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';
import { listReliedOptions } from './relied-on.ts';

/**
 * A warning of G1 for each option that tier 0 comes back by, of a node with a place, that says of no place where it
 * starts: it is counted even where every place it could start in is lost.
 *
 * An option that restores a copy has the copy's place. Each option is told once, whatever the losses.
 *
 * @source decision record 0089
 */
export function listUnplacedOptions(subject: GateSubject): GateFinding[] {
  const { inventory, singles } = subject;
  const told = new Set<string>();
  return listReliedOptions(inventory, singles.losses).flatMap((relied) => {
    const node = inventory.nodes.get(relied.node);
    const index = node?.options.indexOf(relied.option) ?? -1;
    if (node === undefined || told.has(relied.id)) return [];
    told.add(relied.id);
    const isPlaced = relied.option.at !== undefined || needsCopy(node, relied.option);
    if (isPlaced || node.at.kind === 'always') return [];
    const params = {
      option: optionId(node.id, index),
      name: relied.option.name,
      for: relied.for.join(', '),
    };
    const about = { rule: 'G1', code: 'option_unplaced', level: 'warning', loss: '' } as const;
    const path = ['nodes', node.id, 'options', index, 'name'];
    return [findingAt(subject, path, { ...about, about: relied.id, params })];
  });
}
