import { compileGraph } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import { allOf, nameFormula } from '../formula.ts';
import type { Inventory, InventoryNode, Role } from '../inventory.ts';
import { fallenAlone } from './fallen-alone.ts';
import type { GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';

const DOCUMENT_ROLES = ['runbook', 'inventory', 'contact-list', 'break-glass'] as const;
/** No id of an inventory has a space, so none is taken for it. */
const DARK = 'sign-in and names';

/**
 * G6: what recovery is read from is not reachable for some single loss while sign-in and names are down.
 *
 * Sign-in and names are down: the nodes with those roles, and domains of class identity_provider and dns. A
 * document that nobody listed cannot be shown to be reachable.
 *
 * @source continuity specification, section 4
 */
export function checkDocuments(subject: GateSubject): GateFinding[] {
  const { inventory } = subject;
  const nodes = [...inventory.nodes.values()];
  const missing = DOCUMENT_ROLES.filter((role) => !nodes.some((node) => hasRole(node, role)));
  const dark = darken(inventory);
  const extra = [...inventory.domains.values()]
    .filter((domain) => domain.class === 'identity_provider' || domain.class === 'dns')
    .map((domain) => domain.id);
  const fallen = fallenUnder(
    dark,
    [...subject.singles.losses.map(({ domains }) => domains)],
    [DARK, ...extra],
  );
  return [
    ...missing.map((role) =>
      findingAt(subject, ['nodes'], {
        rule: 'G6',
        code: 'document_missing',
        about: role,
        params: { role },
      }),
    ),
    ...subject.singles.losses.flatMap((loss, index) =>
      nodes
        .filter((node) => DOCUMENT_ROLES.some((role) => hasRole(node, role)))
        .filter((node) => fallen[index]?.has(node.id))
        .map((node) =>
          findingAt(subject, ['nodes', node.id], {
            rule: 'G6',
            code: 'document_unreachable',
            about: node.id,
            loss: loss.domains.join('+'),
            params: { node: node.id },
          }),
        ),
    ),
  ];
}

/** Gives the inventory with one more domain, in which every node that signs people in or resolves names stands. */
function darken(inventory: Inventory): Inventory {
  const domain = { id: DARK, class: 'identity_provider', within: [], evidence: [] } as const;
  const nodes = [...inventory.nodes].map(([id, node]) => {
    const isDark = hasRole(node, 'sign-in') || hasRole(node, 'names');
    return [id, isDark ? { ...node, at: allOf([node.at, nameFormula(DARK)]) } : node] as const;
  });
  return {
    ...inventory,
    domains: new Map([...inventory.domains, [DARK, { ...domain, title: { ko: DARK, en: DARK } }]]),
    nodes: new Map(nodes),
  };
}

/** Lists, for each loss, the nodes that are down when some domains are lost besides. */
function fallenUnder(
  inventory: Inventory,
  losses: readonly (readonly string[])[],
  besides: readonly string[],
): ReadonlySet<string>[] {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const numberOf = (id: string): number => (graph.domainIndex.get(id) ?? 0) - graph.nodeCount;
  return losses.map((domains) => {
    loseDomains(graph, state, [...new Set([...domains, ...besides])].map(numberOf));
    return new Set(state.downNodes.map((node) => graph.nodeIds[node] as string));
  });
}

function hasRole(node: InventoryNode, role: Role): boolean {
  return node.roles?.includes(role) ?? false;
}

/**
 * G7: staff communication or a status page falls by the same single loss as the service it reports on.
 *
 * Of all domains, not sites alone; of a domain and one around it that both take both down, the smaller is named.
 * A communications node without a role is taken for neither.
 *
 * @source continuity specification, section 4 (AWS 2017 and 2021, Google 2025)
 */
export function checkReporters(subject: GateSubject): GateFinding[] {
  const { inventory } = subject;
  const nodes = [...inventory.nodes.values()];
  const tierZero = nodes.filter((node) => node.tier === 0 && node.kind === 'service');
  const reporters = nodes
    .filter((node) => hasRole(node, 'staff-communication') || hasRole(node, 'status-page'))
    .map((node) => ({
      id: node.id,
      services: (node.reportsOn ?? tierZero.map(({ id }) => id)).filter((id) => id !== node.id),
    }));
  const asked = reporters.flatMap(({ id, services }) => [id, ...services]);
  const alone = fallenAlone(inventory, asked);
  return reporters.flatMap(({ id, services }) =>
    services.flatMap((service) => {
      const own = new Set(alone.get(id));
      const common = (alone.get(service) ?? []).filter((domain) => own.has(domain));
      return keepInnermost(inventory, common).map((loss) =>
        findingAt(subject, ['nodes', id], {
          rule: 'G7',
          code: 'reporter_falls_too',
          about: id,
          loss,
          params: { node: id, service },
        }),
      );
    }),
  );
}

/** Leaves out a domain that has another of the list within it. */
function keepInnermost(inventory: Inventory, domains: readonly string[]): string[] {
  const around = new Set<string>();
  for (const domain of domains) {
    const reached = new Set(inventory.domains.get(domain)?.within);
    for (const id of reached) {
      around.add(id);
      for (const parent of inventory.domains.get(id)?.within ?? []) reached.add(parent);
    }
  }
  return domains.filter((domain) => !around.has(domain));
}
