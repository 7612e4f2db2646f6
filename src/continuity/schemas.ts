import { z } from 'zod';
import { DOMAIN_CLASSES, EVIDENCE_CLASSES, NODE_KINDS } from './inventory.ts';

/** How an id is written: lower-case Latin letters, digits, dot, dash, underscore; at most 64. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const id = z.string().regex(ID_PATTERN);
const text = z.string().min(1).max(2_000);
const formula = z.string().min(1).max(20_000).describe('a & b, a | b, 2of(a, b, c), parentheses');
const minutes = z.number().int().min(0).max(10_000_000);
const title = z.strictObject({ ko: text, en: text });

const evidence = z.strictObject({
  class: z.enum(EVIDENCE_CLASSES),
  about: z.string().max(100).optional(),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  source: text.optional(),
  url: text.optional(),
  says: text.optional(),
  domain: id.optional(),
  scope: z.enum(['full', 'partial']).optional(),
  measuredMinutes: minutes.optional(),
});
const evidenceList = z.array(evidence).max(200).optional();

const domain = z.strictObject({
  class: z.enum(DOMAIN_CLASSES),
  title: title.optional(),
  within: z.array(id).max(50).optional(),
  restoreMinutes: minutes.optional(),
  evidence: evidenceList,
});

const optionNeeds = z.strictObject({
  recover: formula.optional(),
  deploy: formula.optional(),
  observe: formula.optional(),
  authenticate: formula.optional(),
  communicate: formula.optional(),
  people: formula.optional(),
  decide: formula.optional(),
});

const assume = z
  .strictObject({
    authenticate: text.optional(),
    communicate: text.optional(),
    people: text.optional(),
  })
  .describe('why a manual option, or all of them, does without; shown in every report');

const option = z.strictObject({
  name: id,
  mode: z.enum(['auto', 'manual']),
  minutes,
  crew: text.optional(),
  needs: optionNeeds.optional(),
  assume: assume.optional(),
});

const copy = z.strictObject({
  name: id,
  at: formula,
  lagMinutes: minutes.optional(),
  isConsistent: z.boolean().optional(),
  standsAlone: z.boolean().optional(),
});

const node = z.strictObject({
  kind: z.enum(NODE_KINDS),
  title: title.optional(),
  tier: z.number().int().min(0).max(9).optional(),
  owner: text.optional(),
  targets: z
    .strictObject({ rtoMinutes: minutes.optional(), rpoMinutes: minutes.optional() })
    .optional(),
  at: formula.describe("over domains; '-' when it is tied to no place"),
  needs: z
    .strictObject({
      run: formula.optional(),
      boot: formula.optional(),
      observe: formula.optional(),
    })
    .optional(),
  bootMinutes: minutes.optional(),
  options: z.array(option).max(50).optional(),
  copies: z.array(copy).max(50).optional(),
  evidence: evidenceList,
});

/** One file of an inventory; a folder of such files makes the whole. */
export const inventoryFileSchema = z.strictObject({
  format: z.literal('amends-inventory/1'),
  name: id.optional(),
  title: title.optional(),
  manualDefaults: z
    .strictObject({
      authenticate: formula.optional(),
      communicate: formula.optional(),
      people: formula.optional(),
      assume: assume.optional(),
    })
    .optional()
    .describe('added to every manual option that does not write the purpose itself'),
  domains: z.record(id, domain).optional(),
  nodes: z.record(id, node).optional(),
});

/** One file of an inventory, as written. */
export type InventoryFile = z.infer<typeof inventoryFileSchema>;

/** Gives the published JSON Schema (draft 2020-12) of one inventory file. */
export function inventoryJsonSchema(): Record<string, unknown> {
  return {
    title: 'Amends inventory, one file',
    ...z.toJSONSchema(inventoryFileSchema, { target: 'draft-2020-12' }),
  };
}
