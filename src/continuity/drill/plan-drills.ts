import { daysBetween, parseLocalDate } from '../../kernel/index.ts';
import { minimalLosses } from '../analyse/minimal-losses.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory, siteLosses } from '../assess-inventory.ts';
import { evidenceAbout, isExerciseOf, lastDayKnown, latestDate } from '../gate/exercise.ts';
import { listReliedOptions } from '../gate/relied-on.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { SITE_CLASSES } from '../inventory.ts';
import type { InventoryDocument } from '../read/document.ts';
import type { DrillKind } from './drill-file.ts';

/** One thing only a drill can show: that after a loss an option works, or that a node keeps running. */
export interface DrillTarget {
  readonly domains: readonly string[];
  readonly node: string;
  /** The option's id; undefined where the node is to keep running. */
  readonly option: string | undefined;
  readonly name: string;
  /** The last exercise of the whole of these domains that passed; empty when there was none. */
  readonly lastOn: string;
  readonly isFresh: boolean;
  /** Tier × age of the evidence ÷ order; 0 while it is fresh. */
  readonly weight: number;
}

/** One drill to hold: whole domains removed, and what that shows at once. */
export interface PlannedDrill {
  readonly domains: readonly string[];
  readonly kind: DrillKind;
  readonly weight: number;
  readonly covers: readonly DrillTarget[];
  /** Cheaper steps before it, cheapest first, for what was never even rehearsed; empty where no crew is named. */
  readonly before: readonly { readonly kind: DrillKind; readonly about: string }[];
}

/** What is planned for. */
type Planned = Pick<InventoryDocument, 'inventory' | 'limits'>;

/** The drills to hold, the most telling first, and how much is shown today. */
export interface DrillPlan {
  readonly targetCount: number;
  readonly freshCount: number;
  readonly drills: readonly PlannedDrill[];
}

/**
 * Plans drills by greedy weighted cover of what nobody has shown lately.
 *
 * What there is to show: each option relied on after the loss of a site, which is what the gate asks (G10), or
 * after another loss of order 1 or 2 that takes tier 0 down, and each tier-0 node that is to keep running through
 * the loss of a site. A drill removes domains whole: a hall says nothing of its building, so the building is
 * planned and not the hall.
 *
 * @param about.today local date
 * @source continuity specification, section 4 (drill planner)
 */
export function planDrills(document: Planned, about: { readonly today: string }): DrillPlan {
  const targets = listTargets(document, about.today);
  const open = new Map<string, DrillTarget[]>();
  for (const target of targets.filter(({ isFresh }) => !isFresh)) {
    const key = target.domains.join('+');
    open.set(key, [...(open.get(key) ?? []), target]);
  }
  // Each drill covers the targets of its own domains only, so the greedy choice is the order by weight.
  const drills = [...open.values()].map((covers) => planOne(document.inventory, covers));
  drills.sort(
    (left, right) => right.weight - left.weight || left.domains.length - right.domains.length,
  );
  return {
    targetCount: targets.length,
    freshCount: targets.filter(({ isFresh }) => isFresh).length,
    drills,
  };
}

function planOne(inventory: Inventory, covers: readonly DrillTarget[]): PlannedDrill {
  const [first] = covers as [DrillTarget, ...DrillTarget[]];
  const before: { kind: DrillKind; about: string }[] = [];
  const unread = covers.filter(({ lastOn }) => lastOn === '');
  if (unread.length > 0) before.push({ kind: 'read-through', about: first.domains.join('+') });
  const manual = covers.filter((target) => optionOf(inventory, target)?.mode === 'manual');
  if (manual.length > 0) before.push({ kind: 'contact', about: crewsOf(inventory, manual) });
  for (const target of manual) {
    if (!isRehearsed(inventory, target))
      before.push({ kind: 'rehearsal', about: `${target.option}` });
  }
  const weight = covers.reduce((sum, target) => sum + target.weight, 0);
  return {
    domains: first.domains,
    kind: 'whole-domain',
    weight: Math.round(weight * 100) / 100,
    covers,
    before,
  };
}

function optionOf(inventory: Inventory, target: DrillTarget) {
  const options = inventory.nodes.get(target.node)?.options ?? [];
  return options.find(({ name }) => target.option !== undefined && name === target.name);
}

function crewsOf(inventory: Inventory, targets: readonly DrillTarget[]): string {
  const crews = targets.flatMap((target) => optionOf(inventory, target)?.crew ?? []);
  return [...new Set(crews)].join(', ');
}

function isRehearsed(inventory: Inventory, target: DrillTarget): boolean {
  const node = inventory.nodes.get(target.node);
  return (
    node?.evidence.some(
      (evidence) => evidence.class === 'rehearsed' && evidence.about === target.name,
    ) ?? false
  );
}

/** Lists everything only a drill can show, shown lately or not. */
export function listTargets(document: Planned, today: string): DrillTarget[] {
  const { inventory } = document;
  const tierZero = [...inventory.nodes.values()].filter(({ tier }) => tier === 0);
  const cuts = minimalLosses(inventory, { effect: 'down', nodes: tierZero.map(({ id }) => id) });
  const sets = new Map(
    cuts.flatMap((cut) => cut.sets).map((set) => [[...set].sort().join('+'), set]),
  );
  const losses = assessInventory(
    inventory,
    [...sets.values()].map((set) => ({ domains: [...set].sort() })),
  ).losses;
  const sites = assessInventory(inventory, siteLosses(inventory)).losses;
  const asked = losses.filter(({ domains }) => !isWithinSite(inventory, domains));
  const relied = listReliedOptions(inventory, [...sites, ...asked]).map(
    ({ node, id, option, loss }) => {
      const limit = option.exerciseEveryDays ?? document.limits.evidenceDays;
      return targetOf(inventory, { node, option: id, name: option.name, loss, limit, today });
    },
  );
  const kept = sites.flatMap((loss) =>
    tierZero
      .filter(({ id }) => !loss.down.includes(id))
      .map(({ id }) =>
        targetOf(inventory, {
          node: id,
          option: undefined,
          name: id,
          loss,
          limit: document.limits.evidenceDays,
          today,
        }),
      ),
  );
  return [...relied, ...kept];
}

/** Whether one domain is a site or lies in one, so that the drill of that site shows it too, and the gate asks for it. */
function isWithinSite(inventory: Inventory, domains: readonly string[]): boolean {
  const [first = '', ...more] = domains;
  if (more.length > 0) return false;
  const around = new Set([first]);
  for (const id of around) {
    const domain = inventory.domains.get(id);
    if (domain !== undefined && SITE_CLASSES.has(domain.class)) return true;
    for (const parent of domain?.within ?? []) around.add(parent);
  }
  return false;
}

function targetOf(
  inventory: Inventory,
  about: {
    readonly node: string;
    readonly option: string | undefined;
    readonly name: string;
    readonly loss: LossAssessment;
    readonly limit: number;
    readonly today: string;
  },
): DrillTarget {
  const node = inventory.nodes.get(about.node) as InventoryNode;
  const { domains } = about.loss;
  const own = evidenceAbout(node, about.option === undefined ? undefined : about.name);
  const until = lastDayKnown(about.today);
  const held = own.filter(({ date }) => (date ?? '') <= until);
  const lastOn = latestDate(held.filter((evidence) => isExerciseOf(evidence, domains)));
  const age = ageOf(lastOn, about.today) / about.limit;
  const isFresh = age <= 1;
  const weight = isFresh ? 0 : Math.min(age, 3) / (1 + (node.tier ?? 1)) / domains.length;
  const { option, name } = about;
  return { domains, node: node.id, option, name, lastOn, isFresh, weight };
}

function ageOf(lastOn: string, today: string): number {
  const from = parseLocalDate(lastOn);
  const until = parseLocalDate(today);
  return from === undefined || until === undefined
    ? Number.POSITIVE_INFINITY
    : daysBetween({ from, until });
}
