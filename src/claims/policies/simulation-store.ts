import { accept, type Instant, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { loadPolicyVersion } from './policy-queries.ts';
import { type SimulationResult, simulationResultSchema } from './simulation-schema.ts';

/** A simulation on its way into the record of a policy version; the id is made by the client. */
export interface SimulationInput {
  readonly simulationId: string;
  readonly policyVersionId: string;
  readonly populationHash: string;
  readonly result: unknown;
}

export type SimulationRefusal =
  | { readonly code: 'policy_not_found'; readonly policyVersionId: string }
  | { readonly code: 'simulation_of_another_policy'; readonly hash: string };

/** A simulation as kept. */
export interface RecordedSimulation {
  readonly id: string;
  readonly populationHash: string;
  readonly partyCount: number;
  readonly result: SimulationResult;
  readonly simulatedBy: string;
  readonly simulatedAt: Instant;
}

/**
 * Keeps what a simulation found with the policy version it simulated; the same id again changes
 * nothing. Refused when the version's hash is not among those that were simulated.
 */
export async function recordSimulation(
  ctx: Context,
  input: SimulationInput,
): Promise<Outcome<{ readonly simulationId: string }, SimulationRefusal>> {
  requirePermission(ctx, 'policy:author');
  const { simulationId, policyVersionId, populationHash } = input;
  const result = simulationResultSchema.parse(input.result);
  return ctx.transact(
    async (tx): Promise<Outcome<{ readonly simulationId: string }, SimulationRefusal>> => {
      const version = await loadPolicyVersion(tx, { policyVersionId });
      if (version === undefined) return refuse({ code: 'policy_not_found', policyVersionId });
      const { hash } = version;
      if (!result.policies.some((policy) => policy.hash === hash)) {
        return refuse({ code: 'simulation_of_another_policy', hash });
      }
      const { rowCount, badRows } = result.population;
      await sql`insert into claims.policy_simulation (id, policy_version_id, population_hash,
          party_count, result, simulated_by, simulated_at)
        values (${simulationId}, ${policyVersionId}, ${populationHash}, ${rowCount - badRows.count},
          ${JSON.stringify(result)}::jsonb, ${ctx.actor.id},
          ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
      const details = { hash, populationHash };
      await recordAudit(tx, { ctx, action: 'policy_simulated', subject: policyVersionId, details });
      return accept({ simulationId });
    },
  );
}

/** Says whether exactly a version's text was simulated over some population. */
export async function isSimulated(
  tx: Tx,
  { policyVersionId, hash }: { readonly policyVersionId: string; readonly hash: string },
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists(select 1 from claims.policy_simulation
      where policy_version_id = ${policyVersionId}
        and result -> 'policies' @> jsonb_build_array(jsonb_build_object('hash', ${hash}::text)))
      as "is"`.execute(tx);
  return rows[0]?.is === true;
}

const mostListed = 5;

/** Lists the last simulations of a policy version, the newest first. */
export async function listSimulations(
  tx: Tx,
  policyVersionId: string,
): Promise<readonly RecordedSimulation[]> {
  const { rows } = await sql<RecordedSimulation & { readonly partyCount: bigint }>`
    select id, population_hash as "populationHash", party_count as "partyCount", result,
      simulated_by as "simulatedBy", simulated_at as "simulatedAt"
    from claims.policy_simulation where policy_version_id = ${policyVersionId}
    order by simulated_at desc, id limit ${mostListed}`.execute(tx);
  return rows.map((row) => ({ ...row, partyCount: Number(row.partyCount) }));
}
