import { Command } from 'commander';
import { loadConfig } from '../platform/index.ts';
import { inspectBackup } from './doctor/inspect-backup.ts';
import { inspectDatabase } from './doctor/inspect-database.ts';
import { inspectIssuer } from './doctor/inspect-issuer.ts';
import { type Finding, inspectMachine } from './doctor/inspect-machine.ts';
import { CommandExit, exitCode } from './shell/exit.ts';

const marks = { good: 'ok  ', warning: 'note', bad: 'BAD ' } as const;

function renderFinding({ name, verdict, detail, mend }: Finding): string {
  const line = `${marks[verdict]} ${name.padEnd(12)} ${detail}`;
  return mend === undefined ? line : `${line}\n     ${''.padEnd(12)} → ${mend}`;
}

/** `amends doctor`: what is wrong with this machine or its configuration, and how to mend it. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check this machine and its configuration, and say how to mend what is wrong')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const config = loadConfig(process.env);
      const findings = [
        ...(await inspectMachine(config)),
        ...(await inspectBackup(config)),
        ...(await inspectIssuer(config)),
        ...(await inspectDatabase()),
      ];
      const text = options.json
        ? JSON.stringify({ findings }, null, 2)
        : findings.map(renderFinding).join('\n');
      process.stdout.write(`${text}\n`);
      if (findings.some(({ verdict }) => verdict === 'bad')) {
        throw new CommandExit('', exitCode.failed);
      }
    });
}
