import type { StatedImpact } from './incident-data.ts';

/** What several parties state about one thing: a function, for the same scope, as bad as each other. */
export interface ImpactGroup {
  readonly key: string;
  readonly service: string;
  readonly function: string;
  readonly severity: StatedImpact['severity'];
  readonly scope: StatedImpact['scope'];
  /** the latest version of each statement, the adopted one first */
  readonly statements: readonly StatedImpact[];
  /** versions that were corrected since */
  readonly corrected: readonly StatedImpact[];
  readonly isAdopted: boolean;
  /** more than one statement stands, and they do not give the same times */
  readonly isContested: boolean;
}

function keyOf({ service, function: name, severity, scope }: StatedImpact): string {
  return [service, name, severity, scope.region, scope.platform, scope.plan].join('/');
}

function timesOf({ intervals }: StatedImpact): string {
  return intervals.map(({ from, until }) => `${from} ${until}`).join();
}

/** Gathers statements by what they are about, in the order given. */
export function groupImpacts(stated: readonly StatedImpact[]): readonly ImpactGroup[] {
  const groups = new Map<string, StatedImpact[]>();
  for (const impact of stated) {
    const key = keyOf(impact);
    groups.set(key, [...(groups.get(key) ?? []), impact]);
  }
  return [...groups].flatMap(([key, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const { service, severity, scope } = first;
    // An adopted statement stays in sight even when it was corrected afterwards.
    const shown = members.filter(({ isLatest, adoption }) => isLatest || adoption !== null);
    const statements = shown.toSorted(
      (left, right) => Number(right.adoption !== null) - Number(left.adoption !== null),
    );
    return [
      {
        key,
        service,
        function: first.function,
        severity,
        scope,
        statements,
        corrected: members.filter((member) => !shown.includes(member)),
        isAdopted: members.some(({ adoption }) => adoption !== null),
        isContested: new Set(statements.map(timesOf)).size > 1,
      },
    ];
  });
}
