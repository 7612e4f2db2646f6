import { z } from 'zod';
import { EVIDENCE_CLASSES, NODE_KINDS, PURPOSES } from '../inventory.ts';
import { ID_PATTERN } from '../schemas.ts';

/** The sources an importer reads. */
export const IMPORTERS = [
  'docker-compose',
  'kubernetes',
  'backstage',
  'terraform-state',
  'otel-service-graph',
] as const;
/** One importer. */
export type Importer = (typeof IMPORTERS)[number];

/** What an imported edge is for; `unknown` until a person says. */
export const EDGE_PURPOSES = [...PURPOSES, 'unknown'] as const;
/** One purpose of an imported edge. */
export type EdgePurpose = (typeof EDGE_PURPOSES)[number];

const id = z.string().regex(ID_PATTERN);
const text = z.string().min(1).max(2_000);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** An edge's key: `from -> to`; a suspicion beside an edge that is stated ends in ` ?`. */
export const EDGE_KEY = /^([a-z0-9][a-z0-9._-]{0,63}) -> ([a-z0-9][a-z0-9._-]{0,63})( \?)?$/;

const edge = z.strictObject({
  purpose: z.enum(EDGE_PURPOSES).describe('change it where you know better; imports keep yours'),
  proposed: z.enum(EDGE_PURPOSES).describe('what the importer took it for'),
  class: z.enum(EVIDENCE_CLASSES),
  from: text.describe('file and line, or the field, it was read from'),
  date: date.optional().describe('the day it was read; that of the source where it is not said'),
  suspected: z.boolean().optional().describe('a guess: counted in the pessimistic answer only'),
  says: text.optional(),
});

const importedNode = z.strictObject({
  kind: z.enum(NODE_KINDS),
  at: z.string().min(1).max(20_000),
  from: text,
  says: text.optional(),
});

/** One imported file: what an importer read from one source, on one day. */
export const importFileSchema = z.strictObject({
  format: z.literal('amends-import/1'),
  source: z.strictObject({ importer: z.enum(IMPORTERS), file: text, date }),
  domains: z
    .record(id, z.strictObject({ class: z.enum(['site', 'provider_region', 'provider_account']) }))
    .optional(),
  nodes: z.record(id, importedNode).optional(),
  edges: z.record(z.string().regex(EDGE_KEY), edge).optional(),
  notes: z.array(text).max(2_000).optional(),
});

/** One imported file, as written. */
export type ImportFile = z.infer<typeof importFileSchema>;
/** One imported edge, as written. */
export type ImportedEdge = z.infer<typeof edge>;
