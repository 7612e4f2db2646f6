import type { NodeLevel } from '../analyse/levels.ts';
import { findStuckByPair, scoreLevels } from '../analyse/levels.ts';
import type { MinimalLosses } from '../analyse/minimal-losses.ts';
import { minimalLosses } from '../analyse/minimal-losses.ts';
import type { Assessment } from '../assess-inventory.ts';
import { assessInventory, siteLosses } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryDocument } from '../read/document.ts';
import { nearestName } from '../read/nearest-name.ts';
import { GATE_RULES } from '../schemas.ts';
import type { Baseline } from './baseline.ts';
import type { EvidenceShare } from './evidence-share.ts';
import { countEvidence } from './evidence-share.ts';
import { lastDayKnown } from './exercise.ts';
import type { GateFinding, GateRule, GateSubject } from './gate-finding.ts';
import { fingerprintOf } from './gate-finding.ts';
import { listImportedTwins } from './imported-twins.ts';
import { checkExercises, checkImports, checkScopes, daysBefore } from './rules-evidence.ts';
import { checkRatchet, checkWaivers } from './rules-ratchet.ts';
import { checkDocuments, checkReporters } from './rules-reach.ts';
import {
  checkCircular,
  checkCopies,
  checkStuck,
  checkTargets,
  checkTools,
} from './rules-recovery.ts';
import { listSingleLosses, type SingleLoss } from './single-losses.ts';
import { listUnplacedOptions } from './unplaced-options.ts';

/** The state of one rule: `waived` when every error it found is accepted for now. */
export interface RuleResult {
  readonly rule: GateRule;
  readonly status: 'passed' | 'failed' | 'waived';
  readonly findings: readonly GateFinding[];
}

/**
 * How many cut sets of order 1 and 2 the tier-0 nodes have, node by node, and how many losses they stand.
 *
 * `tolerance` is the least order less one; null when no set up to order 2 was found, so at least 2.
 */
export interface CutSetCount {
  readonly orderOne: number;
  readonly orderTwo: number;
  readonly tolerance: number | null;
}

/** What the gate says of an inventory. */
export interface GateReport {
  readonly inventory: Inventory;
  readonly inventoryHash: string;
  readonly checkedOn: string;
  readonly isPassed: boolean;
  readonly rules: readonly RuleResult[];
  readonly levels: readonly NodeLevel[];
  /** The least of the tier-0 nodes; null when no node has tier 0, or no domain is a site. */
  readonly level: number | null;
  readonly cutSets: { readonly down: CutSetCount; readonly stuck: CutSetCount };
  /** The domains whose loss alone takes tier 0 down, each with the rule that looks at it. */
  readonly singleLosses: readonly SingleLoss[];
  readonly evidence: EvidenceShare;
  readonly singles: Assessment;
  /** What fails besides when suspected and observed edges are believed; undefined without imports. */
  readonly pessimistic:
    | { readonly level: number | null; readonly findings: readonly GateFinding[] }
    | undefined;
  /** What `--accept-baseline` would accept. */
  readonly subject: GateSubject;
}

const CHECKS: Readonly<Record<GateRule, (subject: GateSubject) => GateFinding[]>> = {
  G1: (subject) => [...checkStuck(subject), ...listUnplacedOptions(subject)],
  G2: checkCircular,
  G3: checkTools,
  G4: checkTargets,
  G5: checkCopies,
  G6: checkDocuments,
  G7: checkReporters,
  G8: checkRatchet,
  G9: checkWaivers,
  G10: checkExercises,
  G11: (subject) => [...checkImports(subject), ...listImportedTwins(subject)],
  G12: checkScopes,
};

/**
 * Runs rules G1 to G12 over an inventory and its surroundings.
 *
 * Deterministic for a day. The optimistic reading decides; the pessimistic one is told beside it.
 *
 * @param about.today local date
 * @source continuity specification, section 4
 */
export function runGate(
  document: InventoryDocument,
  about: { readonly today: string; readonly baseline?: Baseline | undefined },
): GateReport {
  const subject = gatherSubject(document, document.inventory, about);
  const findings = GATE_RULES.flatMap((rule) => CHECKS[rule](subject));
  const waived = applyWaivers(subject, findings);
  const rules = GATE_RULES.map((rule) => judgeRule(rule, waived));
  const levels = levelsOf(subject);
  const { inventory, inventoryHash, singles, cutSets, today } = subject;
  return {
    inventory,
    inventoryHash,
    checkedOn: today,
    isPassed: rules.every(({ status }) => status !== 'failed'),
    rules,
    levels,
    level: leastOf(levels),
    cutSets: {
      down: countSets(inventory, cutSets.down),
      stuck: countSets(inventory, cutSets.stuck),
    },
    singleLosses: listSingleLosses(subject),
    evidence: countEvidence(inventory),
    singles,
    pessimistic: readPessimistically(document, about, findings),
    subject,
  };
}

function gatherSubject(
  document: InventoryDocument,
  inventory: Inventory,
  about: { readonly today: string; readonly baseline?: Baseline | undefined },
): GateSubject {
  const singles = assessInventory(inventory, siteLosses(inventory));
  const pairsOf = [...inventory.nodes.values()]
    .filter(({ tier }) => tier === 0)
    .map(({ id }) => id);
  return {
    document,
    inventory,
    inventoryHash: singles.inventoryHash,
    singles,
    cutSets: {
      down: minimalLosses(inventory, { effect: 'down', pairsOf }),
      stuck: minimalLosses(inventory, { effect: 'stuck', pairsOf }),
    },
    baseline: about.baseline,
    today: about.today,
  };
}

function levelsOf(subject: GateSubject): NodeLevel[] {
  return scoreLevels(subject.inventory, {
    singles: subject.singles,
    exercisedSince: daysBefore(subject.today, 365),
    exercisedUntil: lastDayKnown(subject.today),
    stuckByPair: findStuckByPair(subject.inventory),
  });
}

function leastOf(levels: readonly NodeLevel[]): number | null {
  return levels.length === 0 ? null : Math.min(...levels.map(({ level }) => level));
}

function readPessimistically(
  document: InventoryDocument,
  about: { readonly today: string; readonly baseline?: Baseline | undefined },
  known: readonly GateFinding[],
): GateReport['pessimistic'] {
  if (document.edges.length === 0) return undefined;
  const subject = gatherSubject(document, document.pessimistic, about);
  const before = new Set(known.map(fingerprintOf));
  const findings = GATE_RULES.flatMap((rule) => CHECKS[rule](subject));
  return {
    level: leastOf(levelsOf(subject)),
    findings: findings.filter(
      (finding) => finding.level === 'error' && !before.has(fingerprintOf(finding)),
    ),
  };
}

function applyWaivers(subject: GateSubject, findings: readonly GateFinding[]): GateFinding[] {
  const { waivers } = subject.document;
  const standing = waivers.filter(
    (waiver) => waiver.until >= subject.today && waiver.owner !== undefined,
  );
  const used = new Set<(typeof waivers)[number]>();
  const waived = findings.map((finding) => {
    // A waiver waives no complaint about a waiver.
    if (finding.rule === 'G9') return finding;
    const waiver = standing.find(
      ({ rule, about }) => rule === finding.rule && (about === '*' || about === finding.about),
    );
    if (waiver === undefined) return finding;
    used.add(waiver);
    return { ...finding, waiver };
  });
  const unused = standing.filter((waiver) => !used.has(waiver));
  return [
    ...waived,
    ...unused.map((waiver) => ({
      rule: 'G9' as const,
      code: 'waiver_unused' as const,
      level: 'warning' as const,
      about: waiver.about,
      loss: '',
      params: {
        waived: `${waiver.rule} ${waiver.about}`,
        until: waiver.until,
        nearest: nearestAbout(waiver.about, findings),
      },
      place: waiver.place,
    })),
  ];
}

/** What findings are about that comes nearest to a name that none is about; empty where nothing is near. */
function nearestAbout(about: string, findings: readonly GateFinding[]): string {
  return about === '*' ? '' : (nearestName(about, new Set(findings.map((one) => one.about))) ?? '');
}

function judgeRule(rule: GateRule, findings: readonly GateFinding[]): RuleResult {
  const own = findings.filter((finding) => finding.rule === rule);
  const errors = own.filter(({ level }) => level === 'error');
  const isOpen = errors.some(({ waiver }) => waiver === undefined);
  const status = isOpen ? 'failed' : errors.length > 0 ? 'waived' : 'passed';
  return { rule, status, findings: own };
}

function countSets(inventory: Inventory, found: readonly MinimalLosses[]): CutSetCount {
  const sets = found
    .filter(({ node }) => inventory.nodes.get(node)?.tier === 0)
    .flatMap((entry) => entry.sets);
  const orders = sets.map((set) => set.length);
  return {
    orderOne: orders.filter((order) => order === 1).length,
    orderTwo: orders.filter((order) => order === 2).length,
    tolerance: orders.length === 0 ? null : Math.min(...orders) - 1,
  };
}
