import { accept, type Outcome } from '../../kernel/index.ts';
import type { FactIssues, PolicyDocument } from '../../policy/index.ts';
import type { Inventory } from '../inventory.ts';
import { expectRedress, type Redress, type Segment } from './expected-redress.ts';
import { boundOutages, type OutageBounds } from './outage-bounds.ts';
import { type OutageFacts, outageFacts } from './outage-facts.ts';

/** What one loss would cost in redress, from the shortest outage the inventory allows to the longest. */
export interface LossPrice {
  readonly domains: readonly string[];
  /** The nodes that facts are told of, and are down. */
  readonly outages: readonly OutageBounds[];
  readonly downCount: number;
  readonly least: Redress;
  readonly most: Redress;
}

/** The policies as they would apply, whom they would apply to, and how an outage is told to them. */
export interface PricedUnder {
  readonly policies: readonly PolicyDocument[];
  readonly segments: readonly Segment[];
  readonly mapping: OutageFacts;
}

/**
 * Prices losses: the services each takes down and for how long, told to the policies as facts of every party.
 *
 * Where nothing that facts are told of goes down there is no incident, and nothing is owed.
 *
 * @source landscape F11: expected liability is policy × blast radius
 */
export function priceLosses(
  inventory: Inventory,
  losses: readonly (readonly string[])[],
  under: PricedUnder,
): Outcome<LossPrice[], FactIssues> {
  const { mapping } = under;
  const told = new Set([...mapping.facts.values()].map(({ node }) => node));
  const prices: LossPrice[] = [];
  for (const domains of losses) {
    const bounds = boundOutages(inventory, domains, mapping.horizonMinutes);
    const outages = bounds.filter(({ node }) => told.has(node));
    const least = priceOutages(outages, under, 'least');
    if (!least.ok) return least;
    const most = priceOutages(outages, under, 'most');
    if (!most.ok) return most;
    const price = { domains, outages, downCount: bounds.length };
    prices.push({ ...price, least: least.value, most: most.value });
  }
  return accept(prices);
}

function priceOutages(
  outages: readonly OutageBounds[],
  under: PricedUnder,
  which: 'least' | 'most',
): Outcome<Redress, FactIssues> {
  const minutes = outages.map((bound) =>
    which === 'least' ? bound.leastMinutes : bound.mostMinutes,
  );
  if (minutes.every((count) => count === 0)) {
    return accept({ money: new Map(), quantities: new Map(), paidParties: 0n, openParties: 0n });
  }
  const facts = outageFacts(under.mapping, outages, which);
  return expectRedress(under.policies, under.segments, facts);
}
