import type { LossAssessment } from '../assess-inventory.ts';
import { survivingCopies } from '../copies.ts';
import { holds } from '../formula.ts';
import type { InventoryNode } from '../inventory.ts';
import { optionId } from '../inventory.ts';
import type { GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';
import { listRecoveryTools } from './relied-on.ts';

/** G1: a tier-0 node is stuck for any single site-class loss. @source continuity specification, section 4 */
export function checkStuck(subject: GateSubject): GateFinding[] {
  if (subject.singles.losses.length === 0) return findNoSite(subject);
  return subject.singles.losses.flatMap((loss) =>
    loss.stuck
      .filter((id) => subject.inventory.nodes.get(id)?.tier === 0)
      .map((id) => {
        const reason = loss.stuckReasons.find(({ node }) => node === id);
        const params = {
          node: id,
          cause: reason?.cause ?? '',
          behind: reason?.behind.join(', ') ?? '',
        };
        const about = { rule: 'G1', code: 'stuck', about: id, loss: nameOf(loss), params } as const;
        return findingAt(subject, ['nodes', id], about);
      }),
  );
}

/** Where no domain is a site nothing was tried, and nothing was shown. */
function findNoSite(subject: GateSubject): GateFinding[] {
  const { name, nodes } = subject.inventory;
  const tierZero = [...nodes.values()].filter(({ tier }) => tier === 0).map(({ id }) => id);
  if (tierZero.length === 0) return [];
  const about = { rule: 'G1', code: 'no_site', about: name } as const;
  return [findingAt(subject, ['domains'], { ...about, params: { nodes: tierZero.join(', ') } })];
}

/** G2: an automatic option is circular. @source continuity specification, section 4 */
export function checkCircular(subject: GateSubject): GateFinding[] {
  return [...listCircular(subject), ...listUntried(subject)];
}

/** A warning for each loss under which there were too many loops to look at every option. */
function listUntried(subject: GateSubject): GateFinding[] {
  return subject.singles.losses
    .filter(({ isCircularTruncated }) => isCircularTruncated)
    .map((loss) => {
      const params = { found: loss.circularOptions.length };
      const about = { rule: 'G2', code: 'circular_untried', level: 'warning' } as const;
      const named = { about: nameOf(loss), loss: nameOf(loss), params };
      return findingAt(subject, ['domains', loss.domains[0] as string], { ...about, ...named });
    });
}

function listCircular(subject: GateSubject): GateFinding[] {
  return subject.singles.losses.flatMap((loss) =>
    [...subject.inventory.nodes.values()].flatMap((node) =>
      node.options.flatMap((option, index) => {
        const id = optionId(node.id, index);
        if (option.mode !== 'auto' || !loss.circularOptions.includes(id)) return [];
        const params = { option: id, name: option.name };
        const about = {
          rule: 'G2',
          code: 'circular_automatic',
          about: id,
          loss: nameOf(loss),
        } as const;
        return [
          findingAt(subject, ['nodes', node.id, 'options', index, 'name'], { ...about, params }),
        ];
      }),
    ),
  );
}

/** G3: a tool that recovery of tier 0 uses can itself be stuck by one loss. @source continuity specification, section 4 */
export function checkTools(subject: GateSubject): GateFinding[] {
  const tools = new Set(listRecoveryTools(subject.inventory));
  return subject.cutSets.stuck
    .filter(({ node }) => tools.has(node))
    .flatMap(({ node, sets }) =>
      sets
        .filter((set) => set.length === 1)
        .map((set) => {
          const about = {
            rule: 'G3',
            code: 'tool_stuck',
            about: node,
            loss: set.join('+'),
          } as const;
          return findingAt(subject, ['nodes', node], { ...about, params: { tool: node } });
        }),
    );
}

/** G4: recovery time, or the age of the best surviving copy, is above target. @source continuity specification, section 4 */
export function checkTargets(subject: GateSubject): GateFinding[] {
  return subject.singles.losses.flatMap((loss) =>
    [...subject.inventory.nodes.values()].flatMap((node) => [
      ...checkTime(subject, loss, node),
      ...checkCopyAge(subject, loss, node),
    ]),
  );
}

function checkTime(subject: GateSubject, loss: LossAssessment, node: InventoryNode): GateFinding[] {
  const target = node.targets.rtoMinutes;
  if (target === undefined || !loss.down.includes(node.id)) return [];
  const minutes = loss.recovery.find((step) => step.node === node.id)?.minutes;
  if (minutes !== undefined && minutes <= target) return [];
  const code = minutes === undefined ? 'rto_never' : 'rto_exceeded';
  const params = { node: node.id, target, minutes: minutes ?? 0 };
  const about = { rule: 'G4', code, about: node.id, loss: nameOf(loss), params } as const;
  return [findingAt(subject, ['nodes', node.id, 'targets', 'rtoMinutes'], about)];
}

function checkCopyAge(
  subject: GateSubject,
  loss: LossAssessment,
  node: InventoryNode,
): GateFinding[] {
  const target = node.targets.rpoMinutes;
  if (target === undefined || node.kind !== 'data') return [];
  const isThere = (domain: string): boolean => !loss.lostDomains.includes(domain);
  if (node.copies.length === 0 && holds(node.at, isThere)) return [];
  const left = survivingCopies(node, isThere);
  const best = Math.min(...left.map((copy) => copy.lagMinutes ?? Number.POSITIVE_INFINITY));
  if (best <= target) return [];
  const known = Number.isFinite(best);
  const code = left.length === 0 ? 'rpo_no_copy' : known ? 'rpo_exceeded' : 'rpo_unknown';
  const params = { node: node.id, target, minutes: known ? best : 0 };
  const about = { rule: 'G4', code, about: node.id, loss: nameOf(loss), params } as const;
  return [findingAt(subject, ['nodes', node.id, 'targets', 'rpoMinutes'], about)];
}

/** G5: a data store has no copy outside some single site, were it destroyed. @source continuity specification, section 4 */
export function checkCopies(subject: GateSubject): GateFinding[] {
  return subject.singles.losses.flatMap((loss) => {
    const isThere = (domain: string): boolean => !loss.lostDomains.includes(domain);
    return [...subject.inventory.nodes.values()]
      .filter((node) => node.kind === 'data')
      .filter((node) =>
        node.copies.length === 0
          ? !holds(node.at, isThere)
          : survivingCopies(node, isThere).length === 0,
      )
      .map((node) => {
        const about = { rule: 'G5', code: 'no_copy_outside', about: node.id } as const;
        const more = { loss: nameOf(loss), params: { node: node.id } };
        return findingAt(subject, ['nodes', node.id], { ...about, ...more });
      });
  });
}

function nameOf(loss: LossAssessment): string {
  return loss.domains.join('+');
}
