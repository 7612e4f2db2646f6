import { listSets } from './baseline.ts';
import type { GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';

/**
 * G8: a cut set of order 1 or 2 of a tier-0 node is not in the accepted baseline.
 *
 * A set that loses all that an accepted one loses is not new: whoever accepted the smaller loss accepted it.
 * A set that is gone is a warning: accepting the baseline again keeps it gone. Without a baseline there is
 * one finding that counts what is open.
 *
 * @source continuity specification, section 4 (ratchet)
 */
export function checkRatchet(subject: GateSubject): GateFinding[] {
  const { baseline, inventory, cutSets } = subject;
  const now = {
    down: listSets(inventory, cutSets.down),
    stuck: listSets(inventory, cutSets.stuck),
  };
  if (baseline === undefined) {
    const count = [now.down, now.stuck].flatMap((sets) => Object.values(sets).flat()).length;
    if (count === 0) return [];
    const about = {
      rule: 'G8',
      code: 'no_baseline',
      about: inventory.name,
      params: { count },
    } as const;
    return [findingAt(subject, ['nodes'], about)];
  }
  return (['down', 'stuck'] as const).flatMap((effect) => {
    const before = baseline[effect];
    return [
      ...compareSets(subject, { effect, from: before, to: now[effect], code: 'new_cut_set' }),
      ...compareSets(subject, { effect, from: now[effect], to: before, code: 'cut_set_gone' }),
    ];
  });
}

function compareSets(
  subject: GateSubject,
  about: {
    readonly effect: 'down' | 'stuck';
    readonly from: Readonly<Record<string, readonly (readonly string[])[]>>;
    readonly to: Readonly<Record<string, readonly (readonly string[])[]>>;
    readonly code: 'new_cut_set' | 'cut_set_gone';
  },
): GateFinding[] {
  return Object.entries(about.to).flatMap(([node, sets]) => {
    const from = about.from[node] ?? [];
    const known = new Set(from.map((set) => [...set].sort().join('+')));
    const isCovered = (set: readonly string[]): boolean =>
      about.code === 'new_cut_set' && from.some((accepted) => loses(subject, set, accepted));
    return sets
      .filter((set) => !isCovered(set))
      .map((set) => [...set].sort().join('+'))
      .filter((set) => !known.has(set))
      .map((loss) =>
        findingAt(subject, ['nodes', node], {
          rule: 'G8',
          code: about.code,
          level: about.code === 'new_cut_set' ? 'error' : 'warning',
          about: node,
          loss,
          params: { node, effect: about.effect },
        }),
      );
  });
}

/** Whether losing one set loses all of another: each of its domains, or one around it. */
function loses(
  { inventory }: GateSubject,
  set: readonly string[],
  smaller: readonly string[],
): boolean {
  return smaller.every((domain) => {
    const around = new Set([domain]);
    for (const id of around)
      for (const parent of inventory.domains.get(id)?.within ?? []) around.add(parent);
    return set.some((lost) => around.has(lost));
  });
}

/** G9: a waiver is past its day, or has no owner. @source continuity specification, section 4 */
export function checkWaivers(subject: GateSubject): GateFinding[] {
  return subject.document.waivers.flatMap((waiver) => {
    const params = { waived: `${waiver.rule} ${waiver.about}`, until: waiver.until };
    const base = { rule: 'G9', level: 'error', about: waiver.about, loss: '', params } as const;
    const findings: GateFinding[] = [];
    if (waiver.until < subject.today) {
      findings.push({ ...base, code: 'waiver_expired', place: waiver.place });
    }
    if (waiver.owner === undefined) {
      findings.push({ ...base, code: 'waiver_without_owner', place: waiver.place });
    }
    return findings;
  });
}
