import type { Context } from '../../platform/index.ts';
import type { Rail } from './rail.ts';
import { createSimulatedRail } from './simulated.ts';

/** Gives the rail of a name. */
export type RailOf = (ctx: Context, name: string) => Rail;

/** Gives a simulated rail of any name: what an installation has until it is given rails. */
export const simulatedRailOf: RailOf = (ctx, name) => createSimulatedRail({ ctx, name });
