import { compileGraph, indexOf } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import { createStuckPass } from '../analyse/stuck-pass.ts';
import { SITE_CLASSES } from '../inventory.ts';
import type { GateSubject } from './gate-finding.ts';

/** Which rule looks at the loss of one domain, and what it says. */
export type SingleVerdict =
  | 'site_stuck'
  | 'site_recovers'
  | 'scope_at_once'
  | 'scope_staged'
  | 'other_stuck'
  | 'other_recovers';

/** One domain whose loss alone takes tier 0 down. */
export interface SingleLoss {
  readonly domain: string;
  /** Tier-0 nodes that go down, in the inventory's order. */
  readonly down: readonly string[];
  /** Those of them that cannot be brought back while it is lost. */
  readonly stuck: readonly string[];
  readonly verdict: SingleVerdict;
}

/**
 * Lists the domains whose loss alone takes a tier-0 node down, in the inventory's order, with the rule that
 * judges each: G1 looks at sites, G12 at scopes, and whatever else there is stands in the baseline of G8.
 *
 * Of a domain and one around it only the smaller is listed, as in the count of cut sets, unless the larger does it
 * to a node of its own; `down` and `stuck` are then all that it does, what lies within it included.
 */
export function listSingleLosses(subject: GateSubject): SingleLoss[] {
  const { inventory, cutSets } = subject;
  const tierZero = new Set(
    [...inventory.nodes.values()].filter(({ tier }) => tier === 0).map(({ id }) => id),
  );
  const isAlone = (set: readonly string[], domain: string) => set.length === 1 && set[0] === domain;
  const isSmallest = (domain: string): boolean =>
    [...cutSets.down, ...cutSets.stuck].some(
      ({ node, sets }) => tierZero.has(node) && sets.some((set) => isAlone(set, domain)),
    );
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const stuckPass = createStuckPass(graph);
  return [...inventory.domains.values()]
    .filter(({ id }) => isSmallest(id))
    .map((domain) => {
      loseDomains(graph, state, [indexOf(graph.domainIndex, domain.id) - graph.nodeCount]);
      const named = (nodes: readonly number[]): string[] =>
        nodes
          .toSorted((left, right) => left - right)
          .map((node) => graph.nodeIds[node] as string)
          .filter((id) => tierZero.has(id));
      const stuck = named(stuckPass(state));
      const verdict = verdictOf(domain, stuck.length > 0);
      return { domain: domain.id, down: named(state.downNodes), stuck, verdict };
    });
}

function verdictOf(
  domain: { readonly class: string; readonly isStaged?: boolean | undefined },
  isStuck: boolean,
): SingleVerdict {
  if ((SITE_CLASSES as ReadonlySet<string>).has(domain.class)) {
    return isStuck ? 'site_stuck' : 'site_recovers';
  }
  if (domain.class === 'configuration_scope' || domain.class === 'software_fleet') {
    return domain.isStaged === true ? 'scope_staged' : 'scope_at_once';
  }
  return isStuck ? 'other_stuck' : 'other_recovers';
}
