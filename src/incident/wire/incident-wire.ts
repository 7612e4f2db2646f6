import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { Recorded } from '../commands.ts';
import type { Incident } from '../incident.ts';
import type { Closing } from '../queries.ts';

/** A named schema or null; `nullable` would make null part of the name itself. */
export function orNull<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.null()]);
}

/** An instant as it is answered: RFC 3339, UTC. */
export const instantWire = z.string().openapi({ format: 'date-time' });

export const titlesWire = z.strictObject({ ko: z.string(), en: z.string() }).openapi('Titles');

/** A severity or phase, as the operator called it when it was given. */
export const gradeWire = z
  .strictObject({ code: z.string(), titles: titlesWire })
  .openapi('IncidentGrade');

/** A member of staff; the name is null when nobody of that id is on the staff. */
export const personWire = z
  .strictObject({ id: z.string(), name: z.string().nullable() })
  .openapi('IncidentPerson');

export const incidentWire = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    titles: titlesWire,
    zone: z.string(),
    state: z.enum(['open', 'restored', 'closed']),
    openedAt: instantWire,
    restoredAt: instantWire.nullable(),
    severity: orNull(gradeWire),
    phase: orNull(gradeWire),
    parties: z.array(z.strictObject({ code: z.string(), titles: titlesWire })),
    functions: z.array(
      z.strictObject({ service: z.string(), function: z.string(), titles: titlesWire }),
    ),
    sources: z.array(
      z.strictObject({ number: z.number(), address: z.string(), remark: z.string().nullable() }),
    ),
  })
  .openapi('Incident');

/** An incident with how it was closed, when it was; who closed it is told to staff only. */
export const incidentShownWire = z
  .strictObject({
    ...incidentWire.shape,
    closing: z
      .strictObject({ reason: z.string(), closedBy: orNull(personWire), closedAt: instantWire })
      .nullable(),
  })
  .openapi('IncidentShown');

/** What every recording answers. */
export const recordedWire = z
  .strictObject({ id: z.string(), isNew: z.boolean() })
  .openapi('RecordedInIncident');

/** Renders an incident for the API. */
export function renderIncident(incident: Incident): z.infer<typeof incidentWire> {
  return {
    id: incident.id,
    slug: incident.slug,
    titles: { ...incident.titles },
    zone: incident.zone,
    state: incident.state,
    openedAt: renderInstant(incident.openedAt),
    restoredAt: incident.restoredAt === undefined ? null : renderInstant(incident.restoredAt),
    severity: incident.severity ?? null,
    phase: incident.phase ?? null,
    parties: incident.parties.map(({ code, titles }) => ({ code, titles: { ...titles } })),
    functions: incident.functions.map((row) => ({ ...row, titles: { ...row.titles } })),
    sources: incident.sources.map(({ number, address, remark }) => ({
      number,
      address,
      remark: remark ?? null,
    })),
  };
}

/** Renders an incident with its closing for the API. */
export function renderIncidentShown(shown: {
  incident: Incident;
  closing: Closing | undefined;
  names: ReadonlyMap<string, string> | undefined;
}): z.infer<typeof incidentShownWire> {
  const { closing, names } = shown;
  return {
    ...renderIncident(shown.incident),
    closing:
      closing === undefined
        ? null
        : {
            reason: closing.reason,
            closedBy: names === undefined ? null : renderPerson(closing.closedBy, names),
            closedAt: renderInstant(closing.closedAt),
          },
  };
}

/** Renders a member of staff with the name. */
export function renderPerson(
  id: string,
  names: ReadonlyMap<string, string>,
): z.infer<typeof personWire> {
  return { id, name: names.get(id) ?? null };
}

/** Renders what a recording answered. */
export function renderRecorded(recorded: Recorded): z.infer<typeof recordedWire> {
  return { ...recorded };
}
