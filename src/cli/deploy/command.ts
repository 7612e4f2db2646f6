import { Command } from 'commander';
import { addCertificates } from './certificates.ts';
import { addRender } from './render.ts';

/** The `amends deploy` command: three sites from one small file. */
export function deployCommand(): Command {
  const command = new Command('deploy').description(
    'Render everything that lies at three sites from one file, and make and rotate their certificates.',
  );
  addRender(command);
  addCertificates(command);
  return command;
}
