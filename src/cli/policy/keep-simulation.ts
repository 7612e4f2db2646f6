import { basename } from 'node:path';
import { recordSimulation } from '../../claims/policies/index.ts';
import {
  type Context,
  newUuid,
  type Role,
  sql,
  systemActor,
  toJson,
} from '../../platform/index.ts';
import { hashFile } from '../../settlement/index.ts';
import type { Simulation } from '../../settlement/population/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';

interface Member {
  readonly id: string;
  readonly name: string;
  readonly roles: Role[];
}

async function findMember(ctx: Context, email: string): Promise<Member> {
  const { rows } = await ctx.read((tx) =>
    sql<Member>`select id, name, roles from platform.staff
      where email = ${email} and disabled_at is null`.execute(tx),
  );
  if (rows[0] !== undefined) return rows[0];
  const message = `Nobody active has the address ${email}. See: amends staff list`;
  throw new CommandExit(message, exitCode.wrongInput);
}

/** Keeps a simulation with each stored version that it simulated, for who approves it to see. */
export async function keepSimulation(simulation: Simulation, email: string): Promise<void> {
  const { file } = simulation.population;
  const populationHash = await hashFile(file);
  const installation = await openInstallation();
  const contextOf = (actor: Context['actor']) => installation.platform.context({ actor });
  try {
    const member = await findMember(contextOf(systemActor), email);
    const ctx = contextOf({ kind: 'staff', ...member });
    const population = { ...simulation.population, file: basename(file) };
    for (const { policy, version, hash } of simulation.policies) {
      const { rows } = await ctx.read((tx) =>
        sql<{ id: string }>`select id from claims.policy_version where hash = ${hash}`.execute(tx),
      );
      const [stored] = rows;
      if (stored === undefined) {
        process.stderr.write(`${policy} ${version} is not stored as a draft: not kept\n`);
        continue;
      }
      const outcome = await recordSimulation(ctx, {
        ...{ simulationId: newUuid(), policyVersionId: stored.id, populationHash },
        result: toJson({ ...simulation, population }),
      });
      if (!outcome.ok) {
        const message = `Refused: ${outcome.refusal.code}`;
        throw new CommandExit(message, exitCode.conflict);
      }
      process.stderr.write(`kept with ${policy} ${version}\n`);
    }
  } finally {
    await installation.close();
  }
}
