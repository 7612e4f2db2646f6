import { z } from 'zod';
import { type Instant, parseInstant } from '../../kernel/index.ts';
import { ID_PATTERN } from '../schemas.ts';

const id = z.string().regex(ID_PATTERN);
const text = z.string().min(1).max(2_000);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const minutes = z.number().int().min(0).max(10_000_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** How a drill was held, cheapest first. @source continuity specification, section 4 (drill kinds) */
export const DRILL_KINDS = [
  'read-through',
  'contact',
  'rehearsal',
  'restore',
  'failover',
  'whole-domain',
  'zero-notice',
] as const;
/** One kind of drill. */
export type DrillKind = (typeof DRILL_KINDS)[number];

/**
 * The record of one drill: one file.
 *
 * It counts for the exact domain it removed, only when all of it was removed, and only when it passed.
 *
 * @source continuity specification, section 4 (evidence record)
 */
export const drillFileSchema = z.strictObject({
  format: z.literal('amends-drill/1'),
  node: id.describe('the node brought back, or kept running'),
  option: id.optional().describe('the option used; left out when the node never stopped'),
  domain: id.describe('the exact domain removed'),
  with: id.optional().describe('a second domain removed at the same time'),
  scope: z.enum(['full', 'partial']).describe('whether all of it was removed'),
  kind: z.enum(DRILL_KINDS),
  mode: z.enum(['announced', 'unannounced']).optional(),
  inventoryHash: hash.describe('of the inventory it was held against'),
  reliesOnHash: hash.describe('of the part of the inventory that the node needs: shows drift'),
  startedAt: instant,
  detectedAt: instant.optional(),
  decidedAt: instant.optional(),
  firstStepAt: instant.optional(),
  doneAt: instant.optional(),
  measuredRpoMinutes: minutes.optional(),
  contacted: z.array(text).max(1_000).optional().describe('endpoints contacted, from a rehearsal'),
  roles: z.array(text).max(100).optional().describe('roles of the people, not names'),
  result: z.enum(['passed', 'failed']),
  deviations: z.array(text).max(200).optional(),
  attachments: z
    .array(z.strictObject({ name: text, sha256: hash }))
    .max(200)
    .optional(),
  signer: text.optional(),
});

/** The record of one drill. */
export type DrillFile = z.infer<typeof drillFileSchema>;

/** Gives what a drill removed as one text: `a`, or `a+b` in the order of the alphabet. */
export function removedBy(drill: Pick<DrillFile, 'domain' | 'with'>): string {
  return drill.with === undefined ? drill.domain : [drill.domain, drill.with].sort().join('+');
}

/** The instants of a drill in the order in which they follow one another. */
export const DRILL_INSTANTS = [
  'startedAt',
  'detectedAt',
  'decidedAt',
  'firstStepAt',
  'doneAt',
] as const;

/** Gives the first instant that is before the one told before it; undefined when all follow one another. */
export function findMisorder(
  drill: Pick<DrillFile, (typeof DRILL_INSTANTS)[number]>,
): (typeof DRILL_INSTANTS)[number] | undefined {
  const told = DRILL_INSTANTS.filter((name) => drill[name] !== undefined);
  return told.find(
    (name, index) =>
      index > 0 && (drill[name] ?? '') < (drill[told[index - 1] ?? 'startedAt'] ?? ''),
  );
}

/** How far the clock of whoever writes a drill may run ahead, in milliseconds: five minutes. */
export const DRILL_SKEW_MAX_MS = 5 * 60_000;

/**
 * Gives the first instant that has not come yet; undefined when all have.
 *
 * @param now what is at most `DRILL_SKEW_MAX_MS` later counts as come
 */
export function findAhead(
  drill: Pick<DrillFile, (typeof DRILL_INSTANTS)[number]>,
  now: Instant,
): { readonly instant: (typeof DRILL_INSTANTS)[number]; readonly found: string } | undefined {
  for (const instant of DRILL_INSTANTS) {
    const found = drill[instant];
    const at = found === undefined ? undefined : parseInstant(found);
    if (found !== undefined && at !== undefined && at > now + DRILL_SKEW_MAX_MS) {
      return { instant, found };
    }
  }
  return undefined;
}
