import type { Formula } from '../formula.ts';
import { namesIn } from '../formula.ts';
import type { EvidenceClass, Inventory, InventoryNode } from '../inventory.ts';
import { EVIDENCE_CLASSES } from '../inventory.ts';

/** How many edges are known by each class of evidence; `unstated` where nothing was written. */
export type EvidenceShare = Readonly<Record<EvidenceClass | 'unstated', number>> & {
  readonly edges: number;
};

/**
 * Counts the edges of an inventory by the strongest evidence for each.
 *
 * An edge is a node, a purpose or option, and one name it needs; evidence about that purpose or option, or
 * about the whole node, speaks for it.
 *
 * @source continuity specification, section 4 (share of edges by evidence class)
 */
export function countEvidence(inventory: Inventory): EvidenceShare {
  const counts = Object.fromEntries([...EVIDENCE_CLASSES, 'unstated'].map((name) => [name, 0]));
  let edges = 0;
  for (const node of inventory.nodes.values()) {
    for (const [about, formulas] of needsByAbout(node)) {
      const count = new Set(formulas.flatMap(namesIn)).size;
      const strongest = strongestAbout(node, about);
      counts[strongest] = (counts[strongest] ?? 0) + count;
      edges += count;
    }
  }
  return { ...(counts as Record<EvidenceClass | 'unstated', number>), edges };
}

function needsByAbout(node: InventoryNode): [string, Formula[]][] {
  return [
    ['run', [node.run]],
    ['boot', [node.boot]],
    ['observe', [node.observe]],
    ...node.options.map((option): [string, Formula[]] => [
      option.name,
      Object.values(option.needs),
    ]),
  ];
}

function strongestAbout(node: InventoryNode, about: string): EvidenceClass | 'unstated' {
  const ranks = node.evidence
    .filter((evidence) => (evidence.about ?? about) === about)
    .map((evidence) => EVIDENCE_CLASSES.indexOf(evidence.class));
  return ranks.length === 0 ? 'unstated' : (EVIDENCE_CLASSES[Math.max(...ranks)] as EvidenceClass);
}
