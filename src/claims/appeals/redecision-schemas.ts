import { z } from '@hono/zod-openapi';
import { isUuid, renderInstant } from '../../kernel/index.ts';
import { awardLineSchema, personSchema } from '../wire/claim-schemas.ts';
import { renderAwards, renderPerson } from '../wire/render-claim.ts';
import type { AlikePreview } from './redecision-commands.ts';
import type { RedecisionRun } from './redecision-store.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const instant = z.string().openapi({ format: 'date-time' });
const count = z.number().int();
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'the digest of a preview');

export const runPathSchema = z.object({ runId: uuid });

/** POST /api/v1/appeals/{appealId}/redecisions. */
export const proposeSchema = z.strictObject({ runId: uuid, digest });

const sums = z.array(
  z.strictObject({
    remedy: z.string(),
    currency: z.string().optional(),
    amountMinor: z.string(),
    claimCount: count,
  }),
);

export const alikeSchema = z
  .strictObject({
    decisionId: z.string(),
    memberCount: count,
    sums,
    digest: z.string(),
    /** the first two hundred */
    members: z.array(
      z.strictObject({
        claimId: z.string(),
        claimNumber: z.string(),
        before: z.array(awardLineSchema),
        awards: z.array(awardLineSchema),
        difference: z.array(awardLineSchema),
      }),
    ),
    /** claims denied for the lack of the same documents; none is decided again by itself */
    lacking: z
      .strictObject({
        reasonCode: z.string(),
        documents: z.array(z.string()),
        claimCount: count,
        /** the first two hundred, each with what its policies give with the documents */
        claims: z.array(
          z.strictObject({
            claimId: z.string(),
            claimNumber: z.string(),
            awards: z.array(awardLineSchema),
          }),
        ),
      })
      .optional(),
    /** the run that carries the appeal over already */
    runId: z.string().optional(),
  })
  .openapi('AlikeClaims');

export const runSchema = z
  .strictObject({
    runId: z.string(),
    appealId: z.string(),
    /** the claim whose appeal was upheld */
    claimId: z.string(),
    claimNumber: z.string(),
    decisionId: z.string(),
    state: z.enum(['proposed', 'approved', 'done']),
    memberCount: count,
    decidedCount: count,
    /** left to a person, because the claim changed meanwhile */
    leftCount: count,
    sums,
    digest: z.string(),
    proposedBy: personSchema,
    proposedAt: instant,
    approvedBy: personSchema.optional(),
    approvedAt: instant.optional(),
  })
  .openapi('RedecisionRun');

export const runsSchema = z.strictObject({ runs: z.array(runSchema) }).openapi('RedecisionRuns');

/** Renders which claims an upheld appeal changes. */
export function renderAlike(preview: AlikePreview): z.input<typeof alikeSchema> {
  const { lacking, ...rest } = preview;
  return {
    ...rest,
    ...(lacking === undefined
      ? {}
      : {
          lacking: {
            ...lacking,
            documents: [...lacking.documents],
            claims: lacking.claims.map(({ awards, ...claim }) => ({
              ...claim,
              awards: renderAwards(awards),
            })),
          },
        }),
    sums: [...preview.sums],
    members: preview.members.map(({ claimId, claimNumber, before, awards, difference }) => ({
      claimId,
      claimNumber,
      before: renderAwards(before),
      awards: renderAwards(awards),
      difference: renderAwards(difference),
    })),
  };
}

function stateOf(run: RedecisionRun): z.input<typeof runSchema>['state'] {
  if (run.approvedBy === null) return 'proposed';
  return run.decidedCount + run.leftCount === run.memberCount ? 'done' : 'approved';
}

/** Renders a run with the names of its people. */
export function renderRun(
  run: RedecisionRun,
  names: ReadonlyMap<string, string>,
): z.input<typeof runSchema> {
  const { incidentId: _incident, proposedBy, proposedAt, approvedBy, approvedAt, ...rest } = run;
  return {
    ...rest,
    sums: [...rest.sums],
    state: stateOf(run),
    proposedBy: renderPerson(proposedBy, names),
    proposedAt: renderInstant(proposedAt),
    ...(approvedBy === null ? {} : { approvedBy: renderPerson(approvedBy, names) }),
    ...(approvedAt === null ? {} : { approvedAt: renderInstant(approvedAt) }),
  };
}
