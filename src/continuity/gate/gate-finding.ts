import type { MinimalLosses } from '../analyse/minimal-losses.ts';
import type { Assessment } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';
import type { FilePlace, InventoryDocument, Waiver } from '../read/document.ts';
import type { FieldPath } from '../read/read-yaml.ts';
import type { GATE_RULES } from '../schemas.ts';
import type { Baseline } from './baseline.ts';

/** One rule of the gate. */
export type GateRule = (typeof GATE_RULES)[number];

/** What a finding says; each has its sentence in both languages. */
export type GateCode =
  | 'stuck'
  | 'option_unplaced'
  | 'no_site'
  | 'circular_automatic'
  | 'circular_untried'
  | 'tool_stuck'
  | 'rto_exceeded'
  | 'rto_never'
  | 'rpo_exceeded'
  | 'rpo_unknown'
  | 'rpo_no_copy'
  | 'no_copy_outside'
  | 'document_missing'
  | 'document_unreachable'
  | 'reporter_falls_too'
  | 'no_baseline'
  | 'new_cut_set'
  | 'cut_set_gone'
  | 'waiver_expired'
  | 'waiver_without_owner'
  | 'waiver_unused'
  | 'never_exercised'
  | 'exercise_old'
  | 'exercise_partial'
  | 'exercise_failed'
  | 'exercise_drifted'
  | 'dated_ahead'
  | 'observed_undeclared'
  | 'import_old'
  | 'import_same_id'
  | 'scope_unstaged';

/**
 * One thing the gate found.
 *
 * `about` is the node, domain, option (`node/1`) or edge (`a -> b`) it is about: what a waiver names.
 */
export interface GateFinding {
  readonly rule: GateRule;
  readonly code: GateCode;
  /** A warning is shown and fails nothing. */
  readonly level: 'error' | 'warning';
  readonly about: string;
  /** The domains lost, joined by `+`; empty where no loss is meant. */
  readonly loss: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place: FilePlace | undefined;
  /** The waiver that accepts it for now. */
  readonly waiver?: Waiver;
}

/** What the rules look at: one reading of an inventory, with its losses computed once. */
export interface GateSubject {
  readonly document: InventoryDocument;
  readonly inventory: Inventory;
  readonly inventoryHash: string;
  /** Every single loss of a site-class domain. */
  readonly singles: Assessment;
  /** Minimal losses up to pairs over all domains, for every node, in the inventory's order. */
  readonly cutSets: {
    readonly down: readonly MinimalLosses[];
    readonly stuck: readonly MinimalLosses[];
  };
  readonly baseline: Baseline | undefined;
  /** Local date. */
  readonly today: string;
}

/** Gives a finding with its place; `path` starts at `nodes` or `domains`. */
export function findingAt(
  subject: GateSubject,
  path: FieldPath,
  about: Omit<GateFinding, 'place' | 'level' | 'loss' | 'params'> &
    Partial<Pick<GateFinding, 'level' | 'loss' | 'params'>>,
): GateFinding {
  const defaults = { level: 'error', loss: '', params: {} } as const;
  return { ...defaults, ...about, place: subject.document.placeOf(path) };
}

/** Gives what makes a finding the same one from run to run. */
export function fingerprintOf(finding: GateFinding): string {
  return [finding.rule, finding.code, finding.about, finding.loss].join('|');
}
