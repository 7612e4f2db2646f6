import { Command } from 'commander';
import { addCheck } from './continuity/check.ts';
import { addExplain } from './continuity/explain.ts';
import { addImport } from './continuity/import.ts';
import { addLosses } from './continuity/losses.ts';

/** The `amends continuity` command: one verb to a file of the folder beside it. */
export function continuityCommand(): Command {
  const command = new Command('continuity').description(
    'Tell what the loss of a site takes down, and whether it can be brought back.',
  );
  addCheck(command);
  addExplain(command);
  addLosses(command);
  addImport(command);
  return command;
}
