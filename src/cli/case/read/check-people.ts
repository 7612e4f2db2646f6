import {
  addDays,
  addMs,
  addRational,
  compareRational,
  type Instant,
  localDateOf,
  rational,
  renderInstant,
  renderRational,
  startOfLocalDay,
} from '../../../kernel/index.ts';
import type { CaseFiles } from './case.ts';
import type { CaseFinding } from './read-yaml.ts';

/** Checks that counts add up and that population, claims and questionnaire name the same things. */
export function checkPeople(files: CaseFiles): CaseFinding[] {
  return [
    ...checkClasses(files),
    ...checkFlags(files),
    ...checkAffected(files),
    ...checkClaimCounts(files),
    ...checkArrivals(files),
    ...checkClaimServices(files),
    ...checkLosses(files),
  ];
}

function checkClasses({ population }: CaseFiles): CaseFinding[] {
  const { classes, partyCount } = population.value;
  const rests = classes.filter(({ rest }) => rest === true).length;
  const fixed = classes.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const findings = classes.flatMap(({ rest, count }, n) =>
    (rest === true) === (count === undefined)
      ? []
      : [population.findingAt(['classes', n, 'count'], 'either a count or rest: true')],
  );
  if (rests !== 1) findings.push(population.findingAt(['classes'], 'one class with rest: true'));
  if (fixed > partyCount.count) {
    findings.push(
      population.findingAt(['classes'], `counts of at most ${partyCount.count} in all`),
    );
  }
  return findings;
}

function checkFlags(files: CaseFiles): CaseFinding[] {
  const { population } = files;
  const { classes, flags, partyCount } = population.value;
  const fixed = classes.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const sizes = new Map<string, number>([['everyone', partyCount.count]]);
  for (const { code, count } of classes) sizes.set(code, count ?? partyCount.count - fixed);
  const above = new Map<string, number>();
  const findings = flags.flatMap((flag, n) => {
    const fault = faultOfFlag(flag, { sizes, above });
    above.set(flag.code, flag.count);
    return fault === undefined
      ? []
      : [population.findingAt(['flags', n, ...fault.field], fault.expected)];
  });
  return [...findings, ...checkAmounts(files, new Set(above.keys()))];
}

function faultOfFlag(
  flag: CaseFiles['population']['value']['flags'][number],
  at: { sizes: ReadonlyMap<string, number>; above: ReadonlyMap<string, number> },
): { field: string[]; expected: string } | undefined {
  const { of, within, count } = flag;
  if ((of === undefined) === (within === undefined)) {
    return { field: [], expected: 'either of or within' };
  }
  const isOf = of !== undefined;
  const size = isOf ? at.sizes.get(of) : at.above.get(within ?? '');
  if (size === undefined) {
    const expected = isOf ? 'a class or everyone' : 'the code of a flag above';
    return { field: [isOf ? 'of' : 'within'], expected };
  }
  // Fewer than none are left when the counts of the classes exceed the parties: told there.
  return count <= size || size < 0
    ? undefined
    : { field: ['count'], expected: `at most ${size}, as many as there are` };
}

function checkAmounts({ population }: CaseFiles, flags: ReadonlySet<string>): CaseFinding[] {
  return population.value.amounts.flatMap(({ of, least, greatest, step }, n) => {
    if (!flags.has(of)) return [population.findingAt(['amounts', n, 'of'], 'the code of a flag')];
    return greatest >= least && (greatest - least) % step === 0
      ? []
      : [population.findingAt(['amounts', n, 'greatest'], 'least plus a whole number of steps')];
  });
}

function checkAffected({ population, incident }: CaseFiles): CaseFinding[] {
  const adopted = new Set(
    incident.value.impacts
      .filter((impact) => impact.adopted !== undefined)
      .map(({ of }) => `${of.service}/${of.function}`),
  );
  return (['classes', 'flags'] as const).flatMap((list) =>
    population.value[list].flatMap(({ affectedBy }, n) =>
      affectedBy === undefined || adopted.has(`${affectedBy.service}/${affectedBy.function}`)
        ? []
        : [
            population.findingAt(
              [list, n, 'affectedBy'],
              `a function with an adopted impact in ${incident.file}`,
            ),
          ],
    ),
  );
}

function checkClaimCounts({ claims, population }: CaseFiles): CaseFinding[] {
  const { total, cells, arrival } = claims.value;
  const classes = new Set(population.value.classes.map(({ code }) => code));
  const findings = cells.flatMap(({ partyClass }, n) =>
    classes.has(partyClass)
      ? []
      : [claims.findingAt(['cells', n, 'partyClass'], `a class of ${population.file}`)],
  );
  const inCells = cells.reduce((sum, { count }) => sum + count, 0);
  if (inCells !== total.count) {
    findings.push(claims.findingAt(['cells'], `counts that sum to ${total.count}, not ${inCells}`));
  }
  const inDays = arrival.days.reduce((sum, count) => sum + count, 0);
  if (inDays !== total.count) {
    findings.push(
      claims.findingAt(['arrival', 'days'], `counts that sum to ${total.count}, not ${inDays}`),
    );
  }
  return findings;
}

const hourMs = 3_600_000;

/** The end of the last hour in which a report arrives; undefined when none does. */
function lastArrivalEnd({ claims, zone }: CaseFiles): Instant | undefined {
  const { firstAt, days, hourWeights } = claims.value.arrival;
  const day = days.findLastIndex((count) => count > 0);
  const hour = hourWeights.findLastIndex((weight) => weight > 0);
  if (day < 0 || hour < 0) return undefined;
  return addMs(
    startOfLocalDay(addDays(localDateOf(firstAt, zone), day), zone),
    (hour + 1) * hourMs,
  );
}

/** A report outside the window of the form would be refused when half of the case is loaded. */
function checkArrivals(files: CaseFiles): CaseFinding[] {
  const { claims, questionnaire } = files;
  const { firstAt } = claims.value.arrival;
  const { opensAt, closesAt } = questionnaire.value;
  const findings: CaseFinding[] = [];
  if (firstAt < opensAt) {
    const expected = `an instant no earlier than opensAt of ${questionnaire.file}, ${renderInstant(opensAt)}`;
    findings.push(claims.findingAt(['arrival', 'firstAt'], expected));
  }
  const end = lastArrivalEnd(files);
  if (end !== undefined && closesAt < end) {
    const expected = `an instant no earlier than ${renderInstant(end)}, when the last report of ${claims.file} has arrived (arrival)`;
    findings.push(questionnaire.findingAt(['closesAt'], expected));
  }
  return findings;
}

function checkClaimServices({ claims, population, questionnaire }: CaseFiles): CaseFinding[] {
  const flags = new Set(population.value.flags.map(({ code }) => code));
  const functions = new Set(
    questionnaire.value.services.flatMap(({ code, functions: own }) =>
      own.map((row) => `${code}/${row.code}`),
    ),
  );
  return claims.value.services.flatMap(({ weights }, n) =>
    weights.flatMap(({ of, flag }, position) => {
      const path = ['services', n, 'weights', position];
      const findings: CaseFinding[] = [];
      if (!functions.has(`${of.service}/${of.function}`)) {
        findings.push(
          claims.findingAt([...path, 'of'], `a service and function of ${questionnaire.file}`),
        );
      }
      if (flag !== undefined && !flags.has(flag)) {
        findings.push(claims.findingAt([...path, 'flag'], `a flag of ${population.file}`));
      }
      return findings;
    }),
  );
}

function checkLosses({ claims }: CaseFiles): CaseFinding[] {
  return claims.value.losses.flatMap(({ bands }, n) => {
    const sum = bands.reduce((total, { share }) => addRational(total, share), rational(0n));
    const findings = bands.flatMap(({ above, upTo, step }, position) =>
      upTo > above && (upTo - above) % step === 0
        ? []
        : [
            claims.findingAt(
              ['losses', n, 'bands', position, 'upTo'],
              'above plus a whole number of steps',
            ),
          ],
    );
    if (compareRational(sum, rational(1n)) !== 0) {
      const expected = `shares that sum to 1, not ${renderRational(sum)}`;
      findings.push(claims.findingAt(['losses', n, 'bands'], expected));
    }
    return findings;
  });
}
