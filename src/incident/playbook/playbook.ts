import { z } from 'zod';
import { accept, isZone, type Outcome, refuse } from '../../kernel/index.ts';
import type { AffectedFunction, Grade, StatingParty, Titles } from '../incident.ts';
import { textsSchema, titlesSchema } from '../wire/shown-text.ts';

/** What the operator grades an incident by: how bad it is, and how far its handling is. */
export const gradeKinds = ['severity', 'phase'] as const;
export type GradeKind = (typeof gradeKinds)[number];

/** What the opening page is filled with; whoever opens may change all of it. */
export interface OpeningTemplate {
  readonly id: string;
  readonly titles: Titles;
  readonly severity?: string;
  readonly phase?: string;
  readonly incidentTitles?: Titles;
  readonly zone?: string;
  readonly parties: readonly StatingParty[];
  readonly functions: readonly AffectedFunction[];
  /** addresses, numbered from 1 as they stand */
  readonly sources: readonly string[];
  /** the first public entry of the timeline, which is what is told by mail, text and webhook */
  readonly firstWords?: Titles;
}

/** The operator's own words for incidents: severities from the worst, phases in order, templates. */
export interface Playbook {
  readonly severities: readonly Grade[];
  readonly phases: readonly Grade[];
  /** roles of people within an incident, beside those that every installation has */
  readonly roles: readonly Grade[];
  readonly openings: readonly OpeningTemplate[];
}

/** The playbook of an installation that has none. */
export const emptyPlaybook: Playbook = { severities: [], phases: [], roles: [], openings: [] };

/** Gives the grades of a kind. */
export function gradesOf(playbook: Playbook, kind: GradeKind): readonly Grade[] {
  return kind === 'severity' ? playbook.severities : playbook.phases;
}

export type PlaybookRefusal = {
  readonly code: 'playbook_unreadable';
  readonly findings: readonly string[];
};

const code = z.string().regex(/^[a-z][a-z0-9_]*$/, 'small letters, digits and _');
const named = z.strictObject({ code, titles: titlesSchema });
const opening = z.strictObject({
  id: code,
  titles: titlesSchema,
  severity: code.optional(),
  phase: code.optional(),
  incidentTitles: titlesSchema.optional(),
  zone: z.string().refine(isZone, 'an IANA zone such as Asia/Seoul').optional(),
  parties: z.array(named).default([]),
  functions: z
    .array(z.strictObject({ service: code, function: code, titles: titlesSchema }))
    .default([]),
  sources: z.array(z.string().min(1)).default([]),
  firstWords: textsSchema.optional(),
});
const file = z.strictObject({
  severities: z.array(named).default([]),
  phases: z.array(named).default([]),
  roles: z.array(named).default([]),
  openings: z.array(opening).default([]),
  // Read where reports are written; see reports/outline.ts.
  postMortems: z.unknown().optional(),
});

function listRepeated(names: readonly string[]): string[] {
  return names
    .filter((name, at) => names.indexOf(name) !== at)
    .map((name) => `${name}: it is used twice; each is used once`);
}

function listUnknown(playbook: Playbook): string[] {
  return playbook.openings.flatMap((template) =>
    gradeKinds.flatMap((kind) => {
      const asked = template[kind];
      const known = gradesOf(playbook, kind).map((grade) => grade.code);
      if (asked === undefined || known.includes(asked)) return [];
      const right = known.join(', ') || 'none';
      return [`openings ${template.id}: ${kind} ${asked} is not in the file; it has ${right}`];
    }),
  );
}

/**
 * Reads a playbook, as data. Codes and ids are each used once, and a template names only severities
 * and phases of the same file; every place that is off is found.
 */
export function parsePlaybook(data: unknown): Outcome<Playbook, PlaybookRefusal> {
  const parsed = file.safeParse(data);
  if (!parsed.success) {
    const findings = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    );
    return refuse({ code: 'playbook_unreadable', findings });
  }
  const { severities, phases, roles, openings } = parsed.data;
  const playbook = { severities, phases, roles, openings } as Playbook;
  const findings = [
    ...gradeKinds.flatMap((kind) =>
      listRepeated(gradesOf(playbook, kind).map((grade) => `${kind} ${grade.code}`)),
    ),
    ...listRepeated(playbook.roles.map(({ code: used }) => `role ${used}`)),
    ...listRepeated(playbook.openings.map(({ id }) => `openings ${id}`)),
    ...playbook.openings.flatMap(({ id, parties, functions }) => [
      ...listRepeated(parties.map((party) => `openings ${id}: party ${party.code}`)),
      ...listRepeated(
        functions.map((one) => `openings ${id}: function ${one.service}/${one.function}`),
      ),
    ]),
    ...listUnknown(playbook),
  ];
  return findings.length > 0 ? refuse({ code: 'playbook_unreadable', findings }) : accept(playbook);
}
