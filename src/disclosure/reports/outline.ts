import { z } from 'zod';
import type {
  AdoptedImpact,
  Finding,
  Incident,
  Responsibility,
  TimelineEntry,
  Titles,
} from '../../incident/index.ts';
import { accept, type Instant, type Outcome, refuse, renderLocal } from '../../kernel/index.ts';
import {
  type ReportText,
  type TextByPart,
  type TextPart,
  textParts,
} from '../report-text/index.ts';

/** What of the record a section is filled with. */
export const filledFrom = ['timeline', 'impacts', 'causes', 'responsibility'] as const;
export type FilledFrom = (typeof filledFrom)[number];

/** One section of a post-mortem: its heading, what it is filled with, what the editor answers. */
export interface OutlineSection {
  readonly part: TextPart;
  readonly heading: Titles;
  readonly fill: readonly FilledFrom[];
  readonly questions: readonly Titles[];
}

/** The operator's template of a post-mortem. */
export interface Outline {
  readonly id: string;
  readonly titles: Titles;
  readonly sections: readonly OutlineSection[];
}

export type OutlineRefusal = {
  readonly code: 'playbook_unreadable';
  readonly findings: readonly string[];
};

const line = z.string().regex(/^[^\p{Cc}]{1,300}$/u, 'one line of at most 300 characters');
const titles = z.strictObject({ ko: line, en: line });
const outline = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'small letters, digits and _'),
  titles,
  sections: z
    .array(
      z.strictObject({
        part: z.enum(textParts),
        heading: titles,
        fill: z.array(z.enum(filledFrom)).default([]),
        questions: z.array(titles).default([]),
      }),
    )
    .min(1),
});
const file = z.looseObject({ postMortems: z.array(outline).default([]) });

/** Reads the templates of post-mortems in a playbook, as data; ids are each used once. */
export function parseOutlines(data: unknown): Outcome<readonly Outline[], OutlineRefusal> {
  const parsed = file.safeParse(data);
  if (!parsed.success) {
    const findings = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    );
    return refuse({ code: 'playbook_unreadable', findings });
  }
  const ids = parsed.data.postMortems.map(({ id }) => id);
  const findings = ids
    .filter((id, at) => ids.indexOf(id) !== at)
    .map((id) => `postMortems ${id}: it is used twice; each is used once`);
  return findings.length > 0
    ? refuse({ code: 'playbook_unreadable', findings })
    : accept(parsed.data.postMortems);
}

/** What of an incident's record a post-mortem is filled with; only what the public may read. */
export interface OutlineRecord {
  readonly incident: Pick<Incident, 'zone' | 'parties' | 'functions'>;
  readonly timeline: readonly Pick<TimelineEntry, 'occurredAt' | 'text' | 'sources'>[];
  readonly impacts: readonly Pick<
    AdoptedImpact,
    'service' | 'function' | 'intervals' | 'sources'
  >[];
  readonly findings: readonly Pick<Finding, 'text' | 'statedBy' | 'sources'>[];
  readonly responsibilities: readonly Pick<Responsibility, 'reason' | 'statedBy' | 'sources'>[];
}

type Locale = keyof Titles;

function cite(text: string, sources: readonly number[]): string {
  return [text, ...sources.map((number) => `[${number}]`)].join(' ');
}

function listFacts(record: OutlineRecord, from: FilledFrom, locale: Locale): readonly string[] {
  const { incident } = record;
  const show = (at: Instant) => renderLocal(at, { zone: incident.zone, locale });
  const party = (code: string) =>
    incident.parties.find((one) => one.code === code)?.titles[locale] ?? code;
  switch (from) {
    case 'timeline':
      return record.timeline.map(({ occurredAt, text, sources }) =>
        cite(`${show(occurredAt)} · ${text[locale]}`, sources),
      );
    case 'impacts':
      return record.impacts.map((impact) => {
        const known = incident.functions.find(
          (one) => one.service === impact.service && one.function === impact.function,
        );
        const name = known?.titles[locale] ?? `${impact.service}/${impact.function}`;
        const times = impact.intervals.map(
          ({ from: start, until }) => `${show(start)} – ${until === undefined ? '' : show(until)}`,
        );
        return cite(`${name}: ${times.join(', ')}`, impact.sources);
      });
    case 'causes':
      return record.findings.map(({ text, statedBy, sources }) =>
        cite(`${party(statedBy)}: ${text[locale]}`, sources),
      );
    default:
      return record.responsibilities.map(({ reason, statedBy, sources }) =>
        cite(`${party(statedBy)}: ${reason[locale]}`, sources),
      );
  }
}

function fillIn(outline: Outline, record: OutlineRecord, locale: Locale): TextByPart {
  const parts = new Map<TextPart, string[]>();
  for (const { part, heading, fill, questions } of outline.sections) {
    const paragraphs = parts.get(part) ?? [];
    paragraphs.push(
      `## ${heading[locale]}`,
      ...fill.flatMap((from) => listFacts(record, from, locale)),
      ...questions.map((question) => `? ${question[locale]}`),
    );
    parts.set(part, paragraphs);
  }
  return Object.fromEntries([...parts].map(([part, all]) => [part, all.join('\n\n')]));
}

/**
 * Fills a template of a post-mortem from the record, in both languages: a heading for each section
 * (`## …`), the facts with their sources, and the questions (`? …`), which the editor replaces by
 * answers.
 */
export function fillOutline(outline: Outline, record: OutlineRecord): ReportText {
  return { ko: fillIn(outline, record, 'ko'), en: fillIn(outline, record, 'en') };
}
