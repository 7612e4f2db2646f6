import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import { createFileRail } from './files/file-rail.ts';
import { keptForEver, type Rail } from './rail.ts';
import { formatOf } from './setup.ts';
import { loadRailSetup } from './setup-store.ts';
import { createSimulatedRail } from './simulated.ts';

/** Gives the rail of a name. */
export type RailOf = (ctx: Context, name: string) => Rail;

/** The rail that is there without being set up: it pays nobody and says so in its name. */
const simulatedName = 'simulated';

/** Finds out whether a run may go over the rail of a name: one that is set up, or the simulated one. */
export async function findRail(
  ctx: Context,
  name: string,
): Promise<Outcome<string, { readonly code: 'payout_rail_unknown'; readonly rail: string }>> {
  const setup = await ctx.read((tx) => loadRailSetup(tx, name));
  const isThere = setup !== undefined || name === simulatedName;
  return isThere ? accept(name) : refuse({ code: 'payout_rail_unknown', rail: name });
}

async function buildRail(ctx: Context, name: string): Promise<Rail> {
  const setup = await ctx.read((tx) => loadRailSetup(tx, name));
  if (setup === undefined || setup.kind === 'simulated') return createSimulatedRail({ ctx, name });
  const format = await formatOf(setup);
  return createFileRail({ ctx, name, paymentCountMax: format?.paymentCountMax ?? 1_000 });
}

/**
 * Gives the rail of a name as the installation has it set up; one that is not set up is simulated.
 * How it is set up is read when it is first used.
 */
export const installedRailOf: RailOf = (ctx, name) => {
  let built: Promise<Rail> | undefined;
  const rail = (): Promise<Rail> => {
    built ??= buildRail(ctx, name);
    return built;
  };
  return {
    name,
    promise: keptForEver,
    submit: async (payments, now) => (await rail()).submit(payments, now),
    lookUp: async (references, now) => (await rail()).lookUp(references, now),
    statement: async (window) => (await rail()).statement(window),
  };
};
