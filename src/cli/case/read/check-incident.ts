import { addRational, compareRational, rational, renderRational } from '../../../kernel/index.ts';
import type { CaseFiles } from './case.ts';
import type { CaseFinding, FieldPath, ReadFile } from './read-yaml.ts';

/** Checks what single files cannot: that every name and number they use is declared somewhere. */
export function checkIncident(files: CaseFiles): CaseFinding[] {
  return [
    ...checkSources(files),
    ...checkParties(files),
    ...checkRestoration(files),
    ...checkImpacts(files),
    ...checkCauses(files),
    ...checkClocks(files),
  ];
}

type Cited = { readonly path: FieldPath; readonly sources: readonly number[] | undefined };

function checkSources(files: CaseFiles): CaseFinding[] {
  const known = new Set(files.sources.value.sources.map(({ number }) => number));
  const unknown = <T>(file: ReadFile<T>, cited: readonly Cited[]): CaseFinding[] =>
    cited.flatMap(({ path, sources = [] }) =>
      sources.flatMap((number, position) =>
        known.has(number)
          ? []
          : [
              file.findingAt(
                [...path, 'sources', position],
                `a number listed in ${files.sources.file}`,
              ),
            ],
      ),
    );
  const { incident, causes, clocks, population, claims, published } = files;
  const { total, arrival, evidence } = claims.value;
  return [
    ...unknown(incident, cite('impacts', incident.value.impacts)),
    ...unknown(incident, cite('timeline', incident.value.timeline)),
    ...unknown(causes, cite('findings', causes.value.findings)),
    ...unknown(causes, cite('responsibility', causes.value.responsibility)),
    ...unknown(clocks, cite('rules', clocks.value.rules)),
    ...unknown(clocks, cite('clocks', clocks.value.clocks)),
    ...unknown(population, [
      { path: ['partyCount'], sources: population.value.partyCount.sources },
    ]),
    ...unknown(population, cite('classes', population.value.classes)),
    ...unknown(population, cite('flags', population.value.flags)),
    ...unknown(population, cite('amounts', population.value.amounts)),
    ...unknown(claims, [{ path: ['total'], sources: total.sources }]),
    ...unknown(claims, [{ path: ['arrival'], sources: arrival.sources }]),
    ...unknown(claims, cite('services', claims.value.services)),
    ...unknown(claims, cite('losses', claims.value.losses)),
    ...unknown(claims, [{ path: ['evidence'], sources: evidence.sources }]),
    ...unknown(published, cite('figures', published.value.figures)),
  ];
}

function cite(
  list: string,
  rows: readonly { readonly sources?: readonly number[] | undefined }[],
): Cited[] {
  return rows.map(({ sources }, position) => ({ path: [list, position], sources }));
}

function checkParties(files: CaseFiles): CaseFinding[] {
  const { incident, causes } = files;
  const known = new Set(incident.value.parties.map(({ code }) => code));
  const expected = `a party listed in ${incident.file}`;
  const stated = [
    ...incident.value.impacts.map((row, n) => ({ file: incident, list: 'impacts', row, n })),
    ...incident.value.timeline.map((row, n) => ({ file: incident, list: 'timeline', row, n })),
    ...causes.value.findings.map((row, n) => ({ file: causes, list: 'findings', row, n })),
    ...causes.value.responsibility.map((row, n) => ({
      file: causes,
      list: 'responsibility',
      row,
      n,
    })),
  ];
  return stated
    .filter(({ row }) => !known.has(row.statedBy))
    .map(({ file, list, n }) => file.findingAt([list, n, 'statedBy'], expected));
}

function checkRestoration({ incident }: CaseFiles): CaseFinding[] {
  const { openedAt, restoredAt } = incident.value;
  return restoredAt === undefined || restoredAt > openedAt
    ? []
    : [incident.findingAt(['restoredAt'], 'an instant after openedAt')];
}

function checkImpacts({ incident }: CaseFiles): CaseFinding[] {
  const functions = new Set(
    incident.value.functions.map(({ of }) => `${of.service}/${of.function}`),
  );
  const seen = { keys: new Set<string>(), adopted: new Set<string>() };
  return incident.value.impacts.flatMap((impact, n) =>
    faultsOfImpact(impact, { functions, seen }).map(([field, expected]) =>
      incident.findingAt(['impacts', n, field], expected),
    ),
  );
}

type ImpactRow = CaseFiles['incident']['value']['impacts'][number];

function faultsOfImpact(
  impact: ImpactRow,
  at: {
    functions: ReadonlySet<string>;
    seen: { keys: Set<string>; adopted: Set<string> };
  },
): [field: string, expected: string][] {
  const faults: [string, string][] = [];
  const name = `${impact.of.service}/${impact.of.function}`;
  if (!at.functions.has(name)) faults.push(['of', "one of this file's functions"]);
  if (at.seen.keys.has(impact.key)) faults.push(['key', 'a key used once']);
  at.seen.keys.add(impact.key);
  if (impact.until !== undefined && impact.until.at <= impact.from.at) {
    faults.push(['until', 'an instant after from']);
  }
  if (impact.adopted === undefined) return faults;
  const subject = JSON.stringify([name, impact.severity, impact.scope ?? {}]);
  if (impact.until === undefined) faults.push(['adopted', 'an impact that has an until']);
  if (at.seen.adopted.has(subject)) {
    faults.push(['adopted', 'one adopted statement per function and severity']);
  }
  at.seen.adopted.add(subject);
  return faults;
}

function checkCauses({ causes }: CaseFiles): CaseFinding[] {
  const seen = new Set<string>();
  const contested = causes.value.findings.flatMap((finding, n) => {
    const unknown = finding.contests.flatMap((key, position) =>
      seen.has(key)
        ? []
        : [causes.findingAt(['findings', n, 'contests', position], 'the key of a finding above')],
    );
    seen.add(finding.key);
    return unknown;
  });
  const uneven = causes.value.responsibility.flatMap(({ shares }, n) => {
    const sum = shares.reduce((total, { share }) => addRational(total, share), rational(0n));
    return compareRational(sum, rational(1n)) === 0
      ? []
      : [
          causes.findingAt(
            ['responsibility', n, 'shares'],
            `shares that sum to 1, not ${renderRational(sum)}`,
          ),
        ];
  });
  return [...contested, ...uneven];
}

function checkClocks({ clocks }: CaseFiles): CaseFinding[] {
  const known = new Set(clocks.value.rules.map(({ code }) => code));
  return clocks.value.clocks.flatMap(({ rule }, n) =>
    known.has(rule) ? [] : [clocks.findingAt(['clocks', n, 'rule'], "a code of this file's rules")],
  );
}
