import { z } from 'zod';
import { DOMAIN_CLASSES, EVIDENCE_CLASSES, NODE_KINDS, ROLES } from './inventory.ts';

/** The rules of the gate. @source continuity specification, section 4 (CI gate) */
export const GATE_RULES = [
  'G1',
  'G2',
  'G3',
  'G4',
  'G5',
  'G6',
  'G7',
  'G8',
  'G9',
  'G10',
  'G11',
  'G12',
] as const;

/** How an id is written: lower-case Latin letters, digits, dot, dash, underscore; at most 64. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const id = z.string().regex(ID_PATTERN);
const text = z.string().min(1).max(2_000);
const formula = z.string().min(1).max(20_000).describe('a & b, a | b, 2of(a, b, c), parentheses');
const minutes = z.number().int().min(0).max(10_000_000);
const title = z.strictObject({ ko: text, en: text });

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe('a local date, as 2022-10-15');
const endpoint = z
  .string()
  .regex(/^[A-Za-z0-9.-]+:\d{1,5}$/)
  .describe('host:port, as db.example.org:5432');
const days = z.number().int().min(1).max(10_000);

const evidence = z
  .strictObject({
    class: z.enum(EVIDENCE_CLASSES).describe('how it is known, weakest first'),
    about: z
      .string()
      .max(100)
      .optional()
      .describe(
        "'at', 'run', 'boot', 'observe', 'copies', 'kind', 'targets', or an option or copy",
      ),
    date: date.optional(),
    source: text.optional(),
    url: text.optional(),
    says: text.optional(),
    domain: id.optional().describe('the domain a drill removed'),
    scope: z.enum(['full', 'partial']).optional().describe('whether it removed all of it'),
    measuredMinutes: minutes.optional(),
    result: z.enum(['passed', 'failed']).optional().describe('an exercise that failed is kept'),
  })
  .describe('why a statement is believed: by whom, when, and where it can be read');
const evidenceList = z.array(evidence).max(200).optional();

const domain = z.strictObject({
  class: z.enum(DOMAIN_CLASSES).describe('what kind of thing is lost as a whole'),
  title: title.optional(),
  within: z
    .array(id)
    .max(50)
    .optional()
    .describe('the domains it lies in; losing any of them loses it'),
  restoreMinutes: minutes.optional().describe('minutes until it returns after an ordinary loss'),
  isStaged: z
    .boolean()
    .optional()
    .describe('a configuration scope or software fleet that reaches sites one after another'),
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

const optionAssume = z
  .strictObject({
    ...assume.shape,
    copies: text
      .optional()
      .describe('of a node with copies: from what else its data is made anew, without any of them'),
  })
  .describe('why it does without; shown in every report');

const option = z.strictObject({
  name: id,
  mode: z.enum(['auto', 'manual']),
  minutes: minutes.describe('minutes it takes once its needs are met'),
  crew: text.optional(),
  exerciseEveryDays: days
    .optional()
    .describe('how old its last exercise may be; limits.evidenceDays where it is not said'),
  at: formula
    .optional()
    .describe("over domains: where it starts what it brings back; '-' when in no place"),
  needs: optionNeeds.optional(),
  assume: optionAssume.optional(),
});

const copy = z.strictObject({
  name: id,
  at: formula.describe('over domains'),
  lagMinutes: minutes.optional().describe('how far behind it may be; left out when not measured'),
  isConsistent: z.boolean().optional().describe('true where it is not said'),
  standsAlone: z
    .boolean()
    .optional()
    .describe('whether it can be restored without the source; true where it is not said'),
});

const node = z.strictObject({
  kind: z.enum(NODE_KINDS),
  title: title.optional(),
  tier: z.number().int().min(0).max(9).optional().describe('0 is what must never be lost'),
  owner: text.optional(),
  roles: z
    .array(z.enum(ROLES))
    .max(ROLES.length)
    .optional()
    .describe('what recovery asks for by name'),
  reportsOn: z.array(id).max(200).optional().describe('nodes a status page reports on'),
  endpoints: z.array(endpoint).max(50).optional().describe('where it answers, for rehearsals'),
  importedAs: z.array(id).max(50).optional().describe('its ids in imported files'),
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

const waiver = z
  .strictObject({
    rule: z.enum(GATE_RULES),
    about: z.string().min(1).max(300).describe('the node, domain, option or edge; * for all'),
    owner: text.optional(),
    until: date.describe('the last day it holds'),
    why: text,
  })
  .describe('a finding of the gate that is accepted for a time, by somebody');

const edgeRuledOut = z
  .strictObject({ from: id, to: id, why: text })
  .describe('an imported edge that a person knows to be none');

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
  limits: z
    .strictObject({ evidenceDays: days.optional(), importDays: days.optional() })
    .optional()
    .describe('how old exercises (365) and imports (30) may be, in days'),
  waivers: z.array(waiver).max(500).optional(),
  ruledOut: z.array(edgeRuledOut).max(5_000).optional(),
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
