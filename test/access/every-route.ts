import { openClaimGate } from '../../src/claims/index.ts';
import { bodyLimits, composeRouters } from '../../src/main.ts';
import {
  type Actor,
  addStaff,
  createApp,
  createMetrics,
  healthRoutes,
  newUuid,
  roles,
  systemActor,
} from '../../src/platform/index.ts';
import { openReviewBench, type ReviewBench } from '../support/review-bench.ts';
import { absentId, type Description } from './sample-body.ts';

/** Somebody who shows no sign-in. */
export const nobody: Actor = { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] };

const staff: readonly Actor[] = roles.map((role) => ({
  ...{ kind: 'staff', id: newUuid(), name: role, roles: [role] },
}));

/** One of each role, and somebody without one. */
export const everybody: readonly Actor[] = [nobody, ...staff];

/** The whole server in this process, on a database of its own; `x-acts-as` names who asks. */
export interface EveryRoute {
  readonly bench: ReviewBench;
  readonly app: ReturnType<typeof createApp>;
  readonly description: Description;
}

/** Opens the server with one of each role, known by the role's name. */
export async function openEveryRoute(): Promise<EveryRoute> {
  const bench = await openReviewBench();
  const { platform } = bench;
  const site = { help: {}, publicUrl: 'http://status.test' };
  const app = createApp({
    log: platform.log,
    bodyLimits,
    contextOf: async (c) => {
      const actor = everybody.find(({ name }) => name === c.req.header('x-acts-as')) ?? nobody;
      return platform.context({ actor });
    },
    routers: await composeRouters(platform.config.projectDir, openClaimGate(), site),
  });
  app.route('/', healthRoutes(platform, createMetrics(platform)));
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Amends', version: '1' } });
  const description = (await (await app.request('/openapi.json')).json()) as Description;
  const system = platform.context({ actor: systemActor });
  for (const { id, name, roles: held } of staff) {
    await addStaff(system, { id, name, email: `${name}@example.org`, roles: held });
  }
  return { bench, app, description };
}

/** Fills the parameters of a path: those that are known, else with what nothing is named by. */
export function fillPath(path: string, known: Readonly<Record<string, string>>): string {
  return path
    .replaceAll(
      /:([A-Za-z]+)(?:\{[^}]*\})?/g,
      (_all, name: string) => known[name] ?? (name.endsWith('Id') ? absentId : 'x'),
    )
    .replace('*', 'x');
}
