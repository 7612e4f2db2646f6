import { z } from 'zod';
import {
  codeField,
  countField,
  currencyField,
  dateField,
  functionField,
  instantField,
  rationalField,
  sourcesField,
  statedInstantField,
  titlesField,
  zoneField,
} from './case-fields.ts';

/** case.yaml: what the case is called and which files it consists of. */
export const caseFileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  titles: titlesField,
  zone: zoneField,
  currency: currencyField,
  seed: z.string().min(1),
  /** Policy documents from the project's folder, in the order they are published. */
  policies: z.array(z.string().regex(/^policies\/.+\.md$/)).min(1),
  /** The folder of the inventory of that day, from the case's folder. */
  inventory: z.string().min(1),
  files: z.strictObject({
    incident: z.string().min(1),
    causes: z.string().min(1),
    clocks: z.string().min(1),
    questionnaire: z.string().min(1),
    population: z.string().min(1),
    claims: z.string().min(1),
    published: z.string().min(1),
    sources: z.string().min(1),
    /** What the editor of the public report writes; without it no report is published. */
    report: z.string().min(1).exactOptional(),
  }),
});

/** sources.yaml: the address of every source by its number. */
export const sourcesFileSchema = z.strictObject({
  sources: z.array(
    z.strictObject({
      number: z.int().positive(),
      address: z.string().min(1),
      remark: z.string().min(1).exactOptional(),
    }),
  ),
});

const impact = z.strictObject({
  key: codeField,
  of: functionField,
  severity: z.enum(['down', 'degraded']),
  scope: z
    .strictObject({
      region: z.string().min(1).exactOptional(),
      platform: z.string().min(1).exactOptional(),
      plan: z.string().min(1).exactOptional(),
    })
    .exactOptional(),
  from: statedInstantField,
  until: statedInstantField.exactOptional(),
  statedBy: codeField,
  sources: sourcesField.min(1),
  note: titlesField.exactOptional(),
  adopted: z.string().min(1).exactOptional(),
});

const timelineEntry = z.strictObject({
  key: codeField,
  at: statedInstantField,
  statedBy: codeField,
  sources: sourcesField,
  contestGroup: codeField.exactOptional(),
  visibility: z.enum(['public', 'private']).default('public'),
  text: titlesField,
});

/** incident.yaml: parties, affected functions, stated impacts, timeline. */
export const incidentFileSchema = z.strictObject({
  openedAt: instantField,
  restoredAt: instantField.exactOptional(),
  parties: z.array(z.strictObject({ code: codeField, titles: titlesField })).min(1),
  functions: z.array(z.strictObject({ of: functionField, titles: titlesField })).min(1),
  impacts: z.array(impact),
  timeline: z.array(timelineEntry),
});

const share = z.strictObject({
  kind: z.enum(['own', 'supplier', 'shared', 'force_majeure']),
  party: codeField.exactOptional(),
  share: rationalField,
});

/** causes.yaml: findings, and who bears which share by whose statement. */
export const causesFileSchema = z.strictObject({
  findings: z.array(
    z.strictObject({
      key: codeField,
      layer: z.enum([
        'facility',
        'data',
        'tools',
        'platform',
        'application',
        'people',
        'communication',
      ]),
      statedBy: codeField,
      sources: sourcesField.min(1),
      contests: z.array(codeField).default([]),
      text: titlesField,
    }),
  ),
  responsibility: z.array(
    z.strictObject({
      key: codeField,
      statedBy: codeField,
      assumed: z.boolean(),
      sources: sourcesField,
      reason: titlesField,
      shares: z.array(share).min(1),
      recourse: z.array(
        z.strictObject({
          party: codeField,
          state: z.enum(['not_sought', 'reserved', 'claimed', 'agreed', 'refused', 'unknown']),
          sources: sourcesField,
          note: titlesField.exactOptional(),
        }),
      ),
    }),
  ),
});

const charge = z.enum(['paid', 'free']);

/** clocks.yaml: legal duties as data, and which of them are read for this incident. */
export const clocksFileSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      code: codeField,
      titles: titlesField,
      effectiveFrom: dateField,
      effectiveUntil: dateField.exactOptional(),
      thresholdHours: countField.exactOptional(),
      charges: z.array(charge).min(1),
      startsFrom: z.enum(['outage', 'threshold', 'recovery', 'awareness', 'classification']),
      period: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('without_delay') }),
        z.strictObject({ kind: z.literal('elapsed'), hours: countField }),
        z.strictObject({ kind: z.literal('calendar_days'), count: countField }),
        z.strictObject({ kind: z.literal('calendar_months'), count: countField }),
      ]),
      sources: sourcesField,
    }),
  ),
  clocks: z.array(
    z.strictObject({
      key: codeField,
      rule: codeField,
      charge,
      metAt: instantField.exactOptional(),
      metBy: titlesField.exactOptional(),
      sources: sourcesField,
    }),
  ),
});
