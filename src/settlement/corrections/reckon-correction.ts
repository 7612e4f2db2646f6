import { type CurrencyCode, type JsonValue, renderRational } from '../../kernel/index.ts';
import {
  type Award,
  evaluatePolicy,
  type Facts,
  type PolicyDocument,
  parseFacts,
} from '../../policy/index.ts';
import {
  isSameValue,
  type MeasuredChange,
  type MeasureName,
  measureChange,
  type RecordChange,
  type RecordSubject,
} from './record-change.ts';

/** Parties of one class that have the same facts under one policy version. */
export interface PartyGroup {
  readonly partyClass: string;
  readonly facts: { readonly [name: string]: JsonValue };
  readonly parties: number;
}

/** A policy version with the parties it was applied to. */
export interface AppliedPolicy {
  readonly policyId: string;
  readonly version: string;
  readonly document: PolicyDocument;
  readonly groups: readonly PartyGroup[];
  /** parties whose facts are not kept: what a change means for them is not known */
  readonly unknownParties: number;
}

/** What a change means to the parties of one class under one policy, in one remedy. */
export interface CorrectionLine {
  readonly policyId: string;
  readonly version: string;
  readonly partyClass: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly unit: string | null;
  /** parties whose award is another one */
  readonly parties: number;
  /** of these, in minor units; null for a remedy in kind */
  readonly beforeMinor: string | null;
  readonly afterMinor: string | null;
  readonly differenceMinor: string | null;
}

/** A fact that followed the record, and for how many parties it does. */
export interface FollowingFact {
  readonly policyId: string;
  readonly fact: string;
  readonly subject: RecordSubject;
  readonly measure: MeasureName;
  readonly parties: number;
}

/** What a change of the record means in money. */
export interface CorrectionCost {
  readonly lines: readonly CorrectionLine[];
  readonly facts: readonly FollowingFact[];
  /** per policy: parties in all, those whose facts stay as they are, and those not known */
  readonly policies: readonly {
    readonly policyId: string;
    readonly version: string;
    readonly parties: number;
    readonly unchangedParties: number;
    readonly unknownParties: number;
  }[];
}

interface Following {
  readonly fact: string;
  readonly changes: readonly MeasuredChange[];
}

/** The facts of a policy that can follow the record, with every value that one can have of it. */
function listFollowing(document: PolicyDocument, change: RecordChange): readonly Following[] {
  const { zone } = document.header;
  return [...document.facts].flatMap(([fact, { source, type }]): Following[] => {
    if (source.name !== 'incident' || type.isList === true) return [];
    const kind = kindsByWord[type.words.join(' ')];
    if (kind === undefined) return [];
    const changes = measureChange(change, { kind, zone });
    return changes.length === 0 ? [] : [{ fact, changes }];
  });
}

const kindsByWord: Readonly<Record<string, 'duration' | 'instant' | 'date' | 'interval_set'>> = {
  duration: 'duration',
  instant: 'instant',
  date: 'date',
  'interval set': 'interval_set',
};

/** Where parties are told apart by the service they used, those of another one do not follow. */
function isOfService(document: PolicyDocument, facts: Facts, service: string): boolean {
  return [...document.facts].every(([name, { type }]) => {
    if (type.choices?.includes(service) !== true) return true;
    const value = facts[name];
    return value?.kind !== 'choice' || value.choice === service;
  });
}

interface Moved {
  readonly facts: Facts;
  readonly by: readonly { readonly fact: string; readonly change: MeasuredChange }[];
}

/** Gives the facts as they will be: each that is what the record says now follows it. */
function moveFacts(facts: Facts, following: readonly Following[]): Moved {
  const by = following.flatMap(({ fact, changes }) => {
    const value = facts[fact];
    if (value === undefined) return [];
    const change = changes.find(({ before }) => isSameValue(before, value));
    if (change === undefined || isSameValue(change.before, change.after)) return [];
    return [{ fact, change }];
  });
  const moved = Object.fromEntries(by.map(({ fact, change }) => [fact, change.after]));
  return { facts: { ...facts, ...moved }, by };
}

const keyOf = ({ remedy, name, currency, unit }: Award): string =>
  JSON.stringify([remedy, name ?? null, currency ?? null, unit ?? null]);

interface Sum {
  readonly count: number;
  readonly minor: bigint | null;
  /** of remedies in kind, in the order they were awarded */
  readonly quantities: string;
}

const none: Sum = { count: 0, minor: 0n, quantities: '' };

function isSame(left: Sum, right: Sum): boolean {
  return (
    left.minor === right.minor && left.count === right.count && left.quantities === right.quantities
  );
}

function sumAwards(document: PolicyDocument, facts: Facts): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const award of evaluatePolicy(document, facts, { alternatives: false }).awards) {
    const { count, minor, quantities } = sums.get(keyOf(award)) ?? none;
    const more = award.amountMinor;
    const quantity = award.quantity === undefined ? '' : renderRational(award.quantity);
    sums.set(keyOf(award), {
      count: count + 1,
      minor: more === undefined || minor === null ? null : minor + more,
      quantities: `${quantities} ${quantity}`,
    });
  }
  return sums;
}

/** Adds to the lines what the awards of one group were and will be, where they differ. */
function addGroup(
  lines: Map<string, CorrectionLine>,
  of: { readonly policy: AppliedPolicy; readonly group: PartyGroup },
  awards: { readonly was: ReadonlyMap<string, Sum>; readonly now: ReadonlyMap<string, Sum> },
): void {
  const { policyId, version } = of.policy;
  const { partyClass, parties } = of.group;
  for (const key of new Set([...awards.was.keys(), ...awards.now.keys()])) {
    const [was, now] = [awards.was.get(key) ?? none, awards.now.get(key) ?? none];
    if (isSame(was, now)) continue;
    const [remedy, name, currency, unit] = JSON.parse(key) as [
      string,
      string,
      CurrencyCode,
      string,
    ];
    const isMoney = was.minor !== null && now.minor !== null;
    const add = (sum: string | null | undefined, minor: bigint): string | null =>
      isMoney ? String(BigInt(sum ?? '0') + minor * BigInt(parties)) : null;
    const place = JSON.stringify([policyId, partyClass, key]);
    const line = lines.get(place);
    lines.set(place, {
      ...{ policyId, version, partyClass, remedy, name, currency, unit },
      parties: (line?.parties ?? 0) + parties,
      beforeMinor: add(line?.beforeMinor, was.minor ?? 0n),
      afterMinor: add(line?.afterMinor, now.minor ?? 0n),
      differenceMinor: add(line?.differenceMinor, (now.minor ?? 0n) - (was.minor ?? 0n)),
    });
  }
}

function addFacts(
  facts: Map<string, FollowingFact>,
  of: { readonly policyId: string; readonly parties: number },
  moved: Moved,
): void {
  for (const { fact, change } of moved.by) {
    const { subject, measure } = change;
    const place = JSON.stringify([of.policyId, fact, subject, measure]);
    const before = facts.get(place)?.parties ?? 0;
    const parties = before + of.parties;
    facts.set(place, { policyId: of.policyId, fact, subject, measure, parties });
  }
}

/**
 * Reckons what a change of the times on record means in money: every party whose fact is what the
 * record says now gets what the record will say, and both are decided by the policy. Facts that are
 * the party's own, other than the record's, stay. What was paid already is not looked at: nothing is
 * taken back, and a determination run pays what is due beyond the one before.
 *
 * @returns a line for each policy, class and remedy in which any award changes
 */
export function reckonCorrection(
  change: RecordChange,
  applied: readonly AppliedPolicy[],
): CorrectionCost {
  const lines = new Map<string, CorrectionLine>();
  const facts = new Map<string, FollowingFact>();
  const policies = applied.map((policy) => {
    const { policyId, version, document, groups, unknownParties } = policy;
    const following = listFollowing(document, change);
    let [parties, unchangedParties] = [0, 0];
    for (const group of groups) {
      parties += group.parties;
      const moved =
        following.length === 0 ? undefined : follow(policy, { group, following, change });
      if (moved === undefined) {
        unchangedParties += group.parties;
        continue;
      }
      addFacts(facts, { policyId, parties: group.parties }, moved);
      const was = sumAwards(document, moved.was);
      addGroup(lines, { policy, group }, { was, now: sumAwards(document, moved.facts) });
    }
    return { policyId, version, parties, unchangedParties, unknownParties };
  });
  return { lines: [...lines.values()], facts: [...facts.values()], policies };
}

function follow(
  { document }: AppliedPolicy,
  of: {
    readonly group: PartyGroup;
    readonly following: readonly Following[];
    readonly change: RecordChange;
  },
): (Moved & { readonly was: Facts }) | undefined {
  const read = parseFacts(document, of.group.facts);
  if (!read.ok || !isOfService(document, read.value, of.change.service)) return undefined;
  const moved = moveFacts(read.value, of.following);
  return moved.by.length === 0 ? undefined : { ...moved, was: read.value };
}
