import { addDays, parseLocalDate } from '../../kernel/index.ts';
import { hashInventory } from '../assess-inventory.ts';
import { removedBy } from '../drill/drill-file.ts';
import type { InventoryNode } from '../inventory.ts';
import { evidenceAbout, isExerciseOf, lastDayKnown, latestDate } from './exercise.ts';
import { fallenAlone } from './fallen-alone.ts';
import type { GateCode, GateFinding, GateSubject } from './gate-finding.ts';
import { findingAt } from './gate-finding.ts';
import type { ReliedOption } from './relied-on.ts';
import { listReliedOptions, partReliedOn } from './relied-on.ts';

/** Gives the local date a number of days before another. */
export function daysBefore(today: string, days: number): string {
  const date = parseLocalDate(today);
  return date === undefined ? today : addDays(date, -days);
}

/**
 * G10: an option that recovery relies on was not exercised on the whole of what was lost within its limit.
 *
 * Warnings: a drill that failed after the last that passed, and a change since the drill to what the option
 * needs (drift). What is dated ahead has not happened yet.
 *
 * @source continuity specification, section 4
 */
export function checkExercises(subject: GateSubject): GateFinding[] {
  return listReliedOptions(subject.inventory, subject.singles.losses).flatMap((relied) => {
    const node = subject.inventory.nodes.get(relied.node) as InventoryNode;
    const found = judgeExercise(subject, relied, node);
    const isOpen = found.some(({ level }) => level === undefined);
    return [
      ...found.map((judged) => findingOf(subject, relied, judged)),
      ...(isOpen ? [] : checkDrift(subject, relied)),
    ];
  });
}

/** What is said of the exercises of one option; an error unless it says that it is a warning. */
interface Judged {
  readonly code: GateCode;
  readonly date: string;
  readonly limit: number;
  readonly level?: 'warning';
}

function findingOf(subject: GateSubject, relied: ReliedOption, judged: Judged): GateFinding {
  const { node, option, id } = relied;
  const { code, level = 'error', date, limit } = judged;
  const index = subject.inventory.nodes.get(node)?.options.indexOf(option) ?? 0;
  const { today } = subject;
  return findingAt(subject, ['nodes', node, 'options', index, 'name'], {
    rule: 'G10',
    code,
    level,
    about: id,
    loss: relied.loss.domains.join('+'),
    params: {
      option: id,
      name: option.name,
      date,
      limit,
      for: relied.for.join(', '),
      ...(code === 'dated_ahead' ? { about: id, today } : {}),
    },
  });
}

function judgeExercise(subject: GateSubject, relied: ReliedOption, node: InventoryNode): Judged[] {
  const limit = relied.option.exerciseEveryDays ?? subject.document.limits.evidenceDays;
  const written = evidenceAbout(node, relied.option.name).filter(
    (evidence) => evidence.class === 'drilled' || evidence.class === 'happened',
  );
  const { domains } = relied.loss;
  const held = written.filter(({ date }) => (date ?? '') <= lastDayKnown(subject.today));
  const whole = latestDate(held.filter((evidence) => isExerciseOf(evidence, domains)));
  const here = held.filter((evidence) => evidence.domain === domains[0]);
  const failed = latestDate(here.filter((evidence) => evidence.result === 'failed'));
  if (whole >= daysBefore(subject.today, limit)) {
    return failed > whole
      ? [{ code: 'exercise_failed', date: failed, limit, level: 'warning' }]
      : [];
  }
  const ahead = latestDate(written.filter((evidence) => !held.includes(evidence)));
  if (ahead !== '') return [{ code: 'dated_ahead', date: ahead, limit }];
  if (whole !== '') return [{ code: 'exercise_old', date: whole, limit }];
  const partial = latestDate(here.filter((evidence) => evidence.scope === 'partial'));
  if (partial !== '') return [{ code: 'exercise_partial', date: partial, limit }];
  if (failed !== '') return [{ code: 'exercise_failed', date: failed, limit }];
  return [{ code: 'never_exercised', date: '', limit }];
}

function checkDrift(subject: GateSubject, relied: ReliedOption): GateFinding[] {
  const drills = subject.document.drills.filter(
    ({ drill }) =>
      drill.node === relied.node &&
      drill.option === relied.option.name &&
      relied.loss.domains.join('+') === removedBy(drill),
  );
  const last = drills.toSorted((left, right) =>
    left.drill.startedAt < right.drill.startedAt ? 1 : -1,
  )[0];
  if (last === undefined) return [];
  const today = hashInventory(partReliedOn(subject.inventory, relied.node));
  if (today === last.drill.reliesOnHash) return [];
  return [
    {
      rule: 'G10',
      code: 'exercise_drifted',
      level: 'warning',
      about: relied.id,
      loss: relied.loss.domains.join('+'),
      params: {
        option: relied.id,
        name: relied.option.name,
        date: last.drill.startedAt.slice(0, 10),
      },
      place: last.place,
    },
  ];
}

/** G11: something observed is not declared, or an import is too old or dated ahead. @source continuity specification, section 4 */
export function checkImports(subject: GateSubject): GateFinding[] {
  const { edges, imports, limits } = subject.document;
  const undeclared = edges.filter(({ edge, isStated }) => edge.class === 'observed' && !isStated);
  const old = imports.filter(
    ({ source }) => source.date < daysBefore(subject.today, limits.importDays),
  );
  const until = lastDayKnown(subject.today);
  const ahead = imports.filter(({ source }) => source.date > until);
  return [
    ...undeclared.map(({ from, to, edge, source, place }) => ({
      rule: 'G11' as const,
      code: 'observed_undeclared' as const,
      level: 'error' as const,
      about: `${from} -> ${to}`,
      loss: '',
      params: { from, to, source: edge.from, date: edge.date ?? source.date },
      place,
    })),
    ...ahead.map(({ source, place }) => ({
      rule: 'G11' as const,
      code: 'dated_ahead' as const,
      level: 'error' as const,
      about: place.file,
      loss: '',
      params: { about: source.file, date: source.date, today: subject.today },
      place,
    })),
    ...old.map(({ source, place }) => ({
      rule: 'G11' as const,
      code: 'import_old' as const,
      level: 'error' as const,
      about: place.file,
      loss: '',
      params: { source: source.file, date: source.date, limit: limits.importDays },
      place,
    })),
  ];
}

/**
 * G12: a configuration scope or software fleet reaches everything at once, and losing it takes tier 0 down.
 *
 * @source continuity specification, section 4 (common cause of order 1; Google 2025)
 */
export function checkScopes(subject: GateSubject): GateFinding[] {
  const { inventory } = subject;
  const tierZero = [...inventory.nodes.values()].filter(({ tier }) => tier === 0);
  const alone = fallenAlone(
    inventory,
    tierZero.map(({ id }) => id),
  );
  return [...inventory.domains.values()]
    .filter((domain) => domain.class === 'configuration_scope' || domain.class === 'software_fleet')
    .filter((domain) => domain.isStaged !== true)
    .flatMap((domain) => {
      const falls = [...alone].filter(([, by]) => by.includes(domain.id)).map(([node]) => node);
      if (falls.length === 0) return [];
      const params = { domain: domain.id, nodes: falls.join(', ') };
      const about = {
        rule: 'G12',
        code: 'scope_unstaged',
        about: domain.id,
        loss: domain.id,
      } as const;
      return [findingAt(subject, ['domains', domain.id], { ...about, params })];
    });
}
