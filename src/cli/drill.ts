import { Command } from 'commander';

type AddVerb = (parent: Command) => void;

/** Each verb's file is loaded only when it is asked for. */
const verbs: ReadonlyMap<string, () => Promise<AddVerb>> = new Map([
  ['plan', async () => (await import('./drill/plan.ts')).addPlan],
  ['record', async () => (await import('./drill/record.ts')).addRecord],
  ['run', async () => (await import('./drill/run.ts')).addRun],
  ['publish', async () => (await import('./drill/publish.ts')).addPublish],
  ['rehearse', async () => (await import('./drill/rehearse.ts')).addRehearse],
  ['inside', async () => (await import('./drill/inside.ts')).addInside],
]);

/**
 * The `amends drill` command: removing something on purpose, and keeping what was seen.
 *
 * @param verb the verb asked for; with another word, or none, every verb is added, so that help lists them
 */
export async function drillCommand(verb?: string): Promise<Command> {
  const command = new Command('drill').description(
    'Plan drills, hold them on a real deployment, rehearse recovery scripts cut off from the network, and record what was seen.',
  );
  const asked = verbs.get(verb ?? '');
  for (const load of asked === undefined ? verbs.values() : [asked]) (await load())(command);
  return command;
}
