import { Command } from 'commander';

type AddVerb = (parent: Command) => void;

/** The same as `amends drill`, for those who look for it here; help lists it in one place. */
async function addDrills(): Promise<AddVerb> {
  const { drillCommand } = await import('./drill.ts');
  const drill = await drillCommand();
  return (parent) => void parent.addCommand(drill, { hidden: true });
}

/** Each verb's file is loaded only when it is asked for, so that a verb starts quickly. */
const verbs: ReadonlyMap<string, () => Promise<AddVerb>> = new Map([
  ['check', async () => (await import('./continuity/check.ts')).addCheck],
  ['cut-sets', async () => (await import('./continuity/cut-sets.ts')).addCutSets],
  ['drill', addDrills],
  ['explain', async () => (await import('./continuity/explain.ts')).addExplain],
  ['export', async () => (await import('./continuity/export.ts')).addExport],
  ['import', async () => (await import('./continuity/import.ts')).addImport],
  ['liability', async () => (await import('./continuity/liability.ts')).addLiability],
  ['losses', async () => (await import('./continuity/losses.ts')).addLosses],
  ['what-if', async () => (await import('./continuity/what-if.ts')).addWhatIf],
]);

/**
 * The `amends continuity` command: one verb to a file of the folder beside it.
 *
 * @param verb the verb asked for; with another word, or none, every verb is added, so that help lists them
 */
export async function continuityCommand(verb?: string): Promise<Command> {
  const command = new Command('continuity').description(
    'Tell what the loss of a site takes down, and whether it can be brought back.',
  );
  const asked = verbs.get(verb ?? '');
  for (const load of asked === undefined ? verbs.values() : [asked]) (await load())(command);
  return command;
}
