import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import { createAppRail } from './app/app-rail.ts';
import { createFileRail } from './files/file-rail.ts';
import { keptForEver, type Rail } from './rail.ts';
import { formatOf, isRailFor } from './setup.ts';
import { loadRailSetup } from './setup-store.ts';
import { createSimulatedRail } from './simulated.ts';

/** Gives the rail of a name. */
export type RailOf = (ctx: Context, name: string) => Rail;

/** The rail that is there without being set up: it pays nobody and says so in its name. */
const simulatedName = 'simulated';

/** Why a run may not go over a rail. */
export type RailChoiceRefusal =
  | { readonly code: 'payout_rail_unknown'; readonly rail: string }
  | { readonly code: 'payout_rail_unfit'; readonly rail: string; readonly remedy: string };

/**
 * Finds out whether a run may go over the rail of a name: one that is set up, or the simulated one,
 * and one that gives what the run gives.
 */
export async function findRail(
  ctx: Context,
  name: string,
  remedy = 'cash',
): Promise<Outcome<string, RailChoiceRefusal>> {
  const setup = await ctx.read((tx) => loadRailSetup(tx, name));
  const isThere = setup !== undefined || name === simulatedName;
  if (setup !== undefined && !isRailFor(setup.kind, remedy)) {
    return refuse({ code: 'payout_rail_unfit', rail: name, remedy });
  }
  return isThere ? accept(name) : refuse({ code: 'payout_rail_unknown', rail: name });
}

async function buildRail(ctx: Context, name: string): Promise<Rail> {
  const setup = await ctx.read((tx) => loadRailSetup(tx, name));
  if (setup === undefined || setup.kind === 'simulated') return createSimulatedRail({ ctx, name });
  if (setup.kind === 'app') return createAppRail({ ctx, name, setup });
  const format = await formatOf(setup);
  return createFileRail({ ctx, name, paymentCountMax: format?.paymentCountMax ?? 1_000 });
}

/**
 * Gives the rail of a name as the installation has it set up; one that is not set up is simulated.
 * How it is set up is read when it is first used.
 */
export const installedRailOf: RailOf = (ctx, name) => {
  let building: Promise<Rail> | undefined;
  let built: Rail | undefined;
  const rail = async (): Promise<Rail> => {
    building ??= buildRail(ctx, name);
    built = await building;
    return built;
  };
  return {
    name,
    // What it promises is only asked for after it was looked up.
    get promise() {
      return built?.promise ?? keptForEver;
    },
    submit: async (payments, now) => (await rail()).submit(payments, now),
    lookUp: async (references, now) => (await rail()).lookUp(references, now),
    statement: async (window) => (await rail()).statement(window),
  };
};
