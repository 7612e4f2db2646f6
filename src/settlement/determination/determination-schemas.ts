import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import {
  actorOrNullSchema,
  actorSchema,
  amountOrNullSchema,
  amountSchema,
  instantSchema,
  type Names,
  renderActor,
  renderActorOrNull,
  renderAmount,
  renderAmountOrNull,
  renderMoment,
} from '../schemas.ts';
import { commitToTotals } from './commands.ts';
import type { DeterminationRun } from './run-queries.ts';

/** Path of one determination run. */
export const determinationPathSchema = z.object({ runId: z.uuid() });

/** A determination run: hashes, totals per class and clause, and who did what; never the parties. */
export const determinationSchema = z
  .strictObject({
    id: z.string(),
    incidentId: z.string(),
    /** null when no version of that hash is on record for the incident */
    policy: z.strictObject({ policyId: z.string(), version: z.string() }).nullable(),
    policyHash: z.string(),
    populationHash: z.string(),
    awardsHash: z.string(),
    partyCount: z.number().int(),
    state: z.enum(['proposed', 'approved']),
    /** the run that it determines anew; it pays only what is due beyond that */
    replacesRunId: z.string().nullable(),
    preparedBy: actorSchema,
    preparedAt: instantSchema,
    approvedBy: actorOrNullSchema,
    approvedAt: instantSchema.nullable(),
    /** what the public log says of the totals, and what opens it; null before approval, and in old runs */
    totalsCommitment: z.string().nullable(),
    totalsSalt: z.string().nullable(),
    awarded: z.array(amountSchema),
    totals: z.array(
      z
        .strictObject({
          partyClass: z.string(),
          clause: z.string(),
          remedy: z.string(),
          name: z.string().nullable(),
          quantity: z.string().nullable(),
          unit: z.string().nullable(),
          partyCount: z.number().int(),
          amount: amountOrNullSchema,
        })
        .openapi('DeterminationTotal'),
    ),
    statuses: z.array(
      z.strictObject({
        partyClass: z.string(),
        status: z.string(),
        partyCount: z.number().int(),
      }),
    ),
  })
  .openapi('DeterminationRun');

export const determinationListSchema = z.array(determinationSchema);

/** Policy versions by their hash. */
export type PoliciesByHash = ReadonlyMap<
  string,
  { readonly policyId: string; readonly version: string }
>;

function awardedBy(run: DeterminationRun): z.output<typeof amountSchema>[] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of run.totals) {
    if (amountMinor === null || currency === null) continue;
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  }
  return [...sums].map(([currency, amountMinor]) => renderAmount(amountMinor, currency));
}

function renderCommitment({ totals, totalsSalt }: DeterminationRun) {
  if (totalsSalt === null) return { totalsCommitment: null, totalsSalt: null };
  return {
    totalsCommitment: commitToTotals(totals, totalsSalt),
    totalsSalt: Buffer.from(totalsSalt).toString('base64'),
  };
}

/** Renders a determination run. */
export function renderDetermination(
  run: DeterminationRun,
  known: { readonly names: Names; readonly policies: PoliciesByHash },
): z.output<typeof determinationSchema> {
  const { id, incidentId, policyHash, populationHash, awardsHash, state } = run;
  const policy = known.policies.get(policyHash);
  return {
    ...{ id, incidentId, policyHash, populationHash, awardsHash, state },
    replacesRunId: run.replacesRunId,
    policy: policy === undefined ? null : { policyId: policy.policyId, version: policy.version },
    partyCount: Number(run.partyCount),
    preparedBy: renderActor(run.preparedBy, known.names),
    preparedAt: renderInstant(run.preparedAt),
    approvedBy: renderActorOrNull(run.approvedBy, known.names),
    approvedAt: renderMoment(run.approvedAt),
    ...renderCommitment(run),
    awarded: awardedBy(run),
    totals: run.totals.map(({ amountMinor, currency, ...total }) => ({
      ...total,
      amount: renderAmountOrNull(amountMinor, currency),
    })),
    statuses: run.statuses.map((status) => ({ ...status })),
  };
}
