import type { Foreign } from '../foreign.ts';
import { at, fields, items, textOf } from '../foreign.ts';

const ZONE_KEYS = new Set([
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
]);

/** Where a workload stands, and what its manifests promise about that. */
export interface Placement {
  readonly at: string;
  readonly says: string;
}

/**
 * Gives where the pods of a workload stand among zones.
 *
 * Only a guarantee counts: a topology spread with `DoNotSchedule` or a required anti-affinity over zones. Without
 * one, all pods may stand in any one zone, so the loss of each zone may take the workload: `a & b & c`.
 *
 * @param about.zones the cluster's zones; without them everything stands in `about.site`
 * @source continuity specification, section 5
 */
export function placeWorkload(
  spec: Foreign,
  about: { readonly replicas: number; readonly zones: readonly string[]; readonly site: string },
): Placement {
  const { zones, replicas, site } = about;
  if (zones.length === 0) return { at: site, says: `${replicas} replicas in one cluster` };
  const pinned = pinnedZone(spec, zones);
  if (pinned !== undefined) return { at: pinned, says: 'pinned to a zone' };
  if (replicas >= 2 && isSpreadByRule(spec)) {
    const spread = Math.min(replicas, zones.length);
    const needed = zones.length - spread + 1;
    const list = [...zones].sort();
    const formula = needed === 1 ? list.join(' | ') : `${needed}of(${list.join(', ')})`;
    return { at: formula, says: `${replicas} replicas, kept in different zones` };
  }
  const wish = hasWish(spec) ? '; the spread it asks for is a wish, no guarantee' : '';
  return {
    at: [...zones].sort().join(' & '),
    says: `${replicas} replicas, all of which may stand in one zone${wish}`,
  };
}

function pinnedZone(spec: Foreign, zones: readonly string[]): string | undefined {
  const selected = fields(at(spec, 'nodeSelector')).find(([key]) => ZONE_KEYS.has(key))?.[1];
  const zone = textOf(selected);
  if (zone !== undefined && zones.includes(zone)) return zone;
  const terms = items(
    at(
      spec,
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
    ),
  );
  const values = terms
    .flatMap((term) => items(at(term, 'matchExpressions')))
    .filter((rule) => ZONE_KEYS.has(textOf(at(rule, 'key')) ?? '') && at(rule, 'operator') === 'In')
    .flatMap((rule) => items(at(rule, 'values')));
  const [only] = values;
  return values.length === 1 && zones.includes(String(only)) ? String(only) : undefined;
}

function isSpreadByRule(spec: Foreign): boolean {
  const spreads = items(at(spec, 'topologySpreadConstraints')).some(
    (rule) =>
      ZONE_KEYS.has(textOf(at(rule, 'topologyKey')) ?? '') &&
      (textOf(at(rule, 'whenUnsatisfiable')) ?? 'DoNotSchedule') === 'DoNotSchedule',
  );
  const required = items(
    at(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'),
  ).some((rule) => ZONE_KEYS.has(textOf(at(rule, 'topologyKey')) ?? ''));
  return spreads || required;
}

function hasWish(spec: Foreign): boolean {
  const spread = items(at(spec, 'topologySpreadConstraints')).length > 0;
  const preferred = at(
    spec,
    'affinity',
    'podAntiAffinity',
    'preferredDuringSchedulingIgnoredDuringExecution',
  );
  return spread || items(preferred).length > 0;
}
