import type { Formula } from './formula.ts';

/** The kinds of things an inventory lists. @source continuity specification, section 2.1 */
export const NODE_KINDS = [
  'service',
  'data',
  'tool',
  'people',
  'communications',
  'supply',
  'document',
] as const;
/** One kind of node. */
export type NodeKind = (typeof NODE_KINDS)[number];

/** The kinds of things that can be lost. @source continuity specification, section 2.1 */
export const DOMAIN_CLASSES = [
  'site',
  'hall',
  'rack',
  'power',
  'cooling',
  'carrier',
  'network',
  'provider_account',
  'provider_region',
  'dns',
  'certificate_authority',
  'identity_provider',
  'payment_provider',
  'configuration_scope',
  'software_fleet',
  'office',
  'team',
  'city',
] as const;
/** One class of domain. */
export type DomainClass = (typeof DOMAIN_CLASSES)[number];

/** The classes whose single loss the verdict is about: a whole place of work for machines. */
export const SITE_CLASSES: ReadonlySet<DomainClass> = new Set(['site', 'provider_region']);

/** What a dependency is for. @source continuity specification, section 2.2 */
export const PURPOSES = [
  'run',
  'boot',
  'recover',
  'deploy',
  'observe',
  'authenticate',
  'communicate',
  'people',
  'decide',
] as const;
/** One purpose of a dependency. */
export type Purpose = (typeof PURPOSES)[number];

/** The purposes an option's needs are written under. */
export type OptionPurpose = Exclude<Purpose, 'run' | 'boot'>;

/** How a statement is known; `assumed` is the author's own guess and shown as such. */
export const EVIDENCE_CLASSES = [
  'assumed',
  'declared',
  'observed',
  'rehearsed',
  'drilled',
  'happened',
] as const;
/** One class of evidence. */
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

/** What a node is to those who recover: the parts a gate asks for by name. */
export const ROLES = [
  'sign-in',
  'names',
  'runbook',
  'inventory',
  'contact-list',
  'break-glass',
  'staff-communication',
  'status-page',
] as const;
/** One role. */
export type Role = (typeof ROLES)[number];

/** Why a statement of the inventory is believed: by whom, when, and where it can be read. */
export interface Evidence {
  readonly class: EvidenceClass;
  /** What it is about: `at`, `run`, `boot`, `copies`, an option's name, or the whole node. */
  readonly about?: string;
  /** The local date, 'YYYY-MM-DD', the statement was made or the drill was held. */
  readonly date?: string;
  readonly source?: string;
  readonly url?: string;
  readonly says?: string;
  /** The domain a drill removed, and whether it removed all of it. */
  readonly domain?: string;
  readonly scope?: 'full' | 'partial';
  readonly measuredMinutes?: number;
  /** How an exercise ended; one that failed is kept and does not count. */
  readonly result?: 'passed' | 'failed';
}

/** Something that can be lost as a whole; losing it loses every domain within it. */
export interface Domain {
  readonly id: string;
  readonly class: DomainClass;
  readonly title: Title;
  /** The domains this one lies in; losing any of them loses it. */
  readonly within: readonly string[];
  readonly restoreMinutes?: number;
  /** Whether what it distributes arrives in stages; asked of configuration scopes and software fleets. */
  readonly isStaged?: boolean;
  readonly evidence: readonly Evidence[];
}

/** A name for people, in both languages. */
export interface Title {
  readonly ko: string;
  readonly en: string;
}

/** A copy of a data store: where it is, and how far behind. */
export interface Copy {
  readonly name: string;
  readonly at: Formula;
  /** How much may be missing, in minutes behind the source; undefined when nobody measured. */
  readonly lagMinutes?: number;
  readonly isConsistent: boolean;
  /** Whether it can be restored without the source. */
  readonly standsAlone: boolean;
}

/** A way of bringing a node back. */
export interface Option {
  readonly name: string;
  readonly mode: 'auto' | 'manual';
  readonly minutes: number;
  readonly crew?: string;
  /** How old its last exercise may be, in days; the inventory's limit where it is not said. */
  readonly exerciseEveryDays?: number;
  /** Over domain ids: where it starts what it brings back; undefined where nobody said. */
  readonly at?: Formula;
  /** Needs by purpose, manual defaults included; all of them must be met. */
  readonly needs: Readonly<Partial<Record<OptionPurpose, Formula>>>;
  /** Purposes, or the copies, it does without, each with the reason the author wrote. */
  readonly assume: Readonly<Partial<Record<OptionPurpose | 'copies', string>>>;
}

/** Times promised for a node, in minutes. @source ISO 22301 (RTO, RPO) */
export interface Targets {
  readonly rtoMinutes?: number;
  readonly rpoMinutes?: number;
}

/** One thing the company runs on. */
export interface InventoryNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: Title;
  /** 0 is what must never be lost; undefined when nobody has said. */
  readonly tier?: number;
  readonly owner?: string;
  readonly roles?: readonly Role[];
  /** The nodes a status page or staff communication reports on; every tier-0 service where it is not said. */
  readonly reportsOn?: readonly string[];
  /** Where it answers, as `host:port`: what a rehearsal lets a script reach when it needs this node. */
  readonly endpoints?: readonly string[];
  /** Its ids in imported files. */
  readonly importedAs?: readonly string[];
  readonly targets: Targets;
  /** Over domain ids; `always` when it is tied to no place. */
  readonly at: Formula;
  /** Over node ids: it stops when this fails. */
  readonly run: Formula;
  /** Over node ids: needed only to start. */
  readonly boot: Formula;
  readonly bootMinutes: number;
  /** Over node ids: needed to notice and diagnose. */
  readonly observe: Formula;
  readonly options: readonly Option[];
  readonly copies: readonly Copy[];
  readonly evidence: readonly Evidence[];
}

/**
 * What a company runs on, where it is, and how each part can be brought back.
 *
 * Maps keep the order of the files; every name that a formula mentions exists; containment is acyclic.
 *
 * @source continuity specification, section 2.1
 */
export interface Inventory {
  readonly name: string;
  readonly title: Title;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly nodes: ReadonlyMap<string, InventoryNode>;
}

/** Gives an option's stable id, `node/1`, counted from 1 in the order it is written. */
export function optionId(nodeId: string, index: number): string {
  return `${nodeId}/${index + 1}`;
}
