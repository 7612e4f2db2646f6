import { compileGraph } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import { allOf, nameFormula } from '../formula.ts';
import type { Inventory, InventoryNode, Role } from '../inventory.ts';
import type { GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';

const DOCUMENT_ROLES = ['runbook', 'inventory', 'contact-list', 'break-glass'] as const;
const DARK = 'sign-in-and-names';

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
 * Of all domains, not sites alone. A communications node without a role is taken for neither.
 *
 * @source continuity specification, section 4 (AWS 2017 and 2021, Google 2025)
 */
export function checkReporters(subject: GateSubject): GateFinding[] {
  const { inventory, cutSets } = subject;
  const single = new Map(
    cutSets.down.map(({ node, sets }) => [
      node,
      sets.filter((set) => set.length === 1).map((set) => set[0] as string),
    ]),
  );
  const tierZero = [...inventory.nodes.values()].filter(
    (node) => node.tier === 0 && node.kind === 'service',
  );
  return [...inventory.nodes.values()]
    .filter((node) => hasRole(node, 'staff-communication') || hasRole(node, 'status-page'))
    .flatMap((reporter) =>
      (reporter.reportsOn ?? tierZero.map(({ id }) => id))
        .filter((service) => service !== reporter.id)
        .flatMap((service) => {
          const own = single.get(reporter.id) ?? [];
          const common = own.filter((domain) => covers(subject, single.get(service) ?? [], domain));
          return common.map((domain) =>
            findingAt(subject, ['nodes', reporter.id], {
              rule: 'G7',
              code: 'reporter_falls_too',
              about: reporter.id,
              loss: domain,
              params: { node: reporter.id, service },
            }),
          );
        }),
    );
}

/** Tells whether losing a domain loses one of the service's: itself or one inside it, or the other way round. */
function covers(subject: GateSubject, domains: readonly string[], domain: string): boolean {
  const isInside = (inner: string, outer: string): boolean => {
    const reached = new Set([inner]);
    for (const id of reached) {
      for (const parent of subject.inventory.domains.get(id)?.within ?? []) reached.add(parent);
    }
    return reached.has(outer);
  };
  return domains.some((other) => isInside(other, domain) || isInside(domain, other));
}
