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

const totalsSchema = z.array(
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
);

const dueSchema = z
  .strictObject({
    /** of the file that says what each party is due, and of the earlier awards it was reckoned from */
    dueHash: z.string(),
    earlierHashes: z.array(z.string()),
    /** what the public log says of its totals, opened by the salt of the run; null before approval */
    commitment: z.string().nullable(),
    awarded: z.array(amountSchema),
    totals: totalsSchema,
  })
  .openapi('DeterminationDue');

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
    /** how what is due beyond earlier runs is reckoned, where there are any */
    reckonedBy: z.enum(['party', 'class']),
    /** what each party gets beyond earlier runs, summed; null where that is reckoned by class */
    due: dueSchema.nullable(),
    preparedBy: actorSchema,
    preparedAt: instantSchema,
    approvedBy: actorOrNullSchema,
    approvedAt: instantSchema.nullable(),
    /** what the public log says of the totals, and what opens it; null before approval, and in old runs */
    totalsCommitment: z.string().nullable(),
    totalsSalt: z.string().nullable(),
    awarded: z.array(amountSchema),
    totals: totalsSchema,
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

function awardedBy({ totals }: Pick<DeterminationRun, 'totals'>): z.output<typeof amountSchema>[] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of totals) {
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

function renderTotals(totals: DeterminationRun['totals']): z.output<typeof totalsSchema> {
  return totals.map(({ amountMinor, currency, ...total }) => ({
    ...total,
    amount: renderAmountOrNull(amountMinor, currency),
  }));
}

function renderDue({ due, totalsSalt }: DeterminationRun): z.output<typeof dueSchema> | null {
  if (due === null) return null;
  return {
    dueHash: due.dueHash,
    earlierHashes: [...due.earlier],
    commitment: totalsSalt === null ? null : commitToTotals(due.totals, totalsSalt),
    awarded: awardedBy(due),
    totals: renderTotals(due.totals),
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
    reckonedBy: run.due === null ? 'class' : 'party',
    due: renderDue(run),
    policy: policy === undefined ? null : { policyId: policy.policyId, version: policy.version },
    partyCount: Number(run.partyCount),
    preparedBy: renderActor(run.preparedBy, known.names),
    preparedAt: renderInstant(run.preparedAt),
    approvedBy: renderActorOrNull(run.approvedBy, known.names),
    approvedAt: renderMoment(run.approvedAt),
    ...renderCommitment(run),
    awarded: awardedBy(run),
    totals: renderTotals(run.totals),
    statuses: run.statuses.map((status) => ({ ...status })),
  };
}
