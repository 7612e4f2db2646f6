import { Command, CommanderError } from 'commander';
import { exitCode, reportEnd } from './cli/exit.ts';
import type { Composition } from './cli/start.ts';
import type { Platform } from './platform/index.ts';

async function composeServer(platform: Platform): Promise<Composition> {
  const { authRoutes, contextOfRequest, createApp, createMetrics, healthRoutes } = await import(
    './platform/index.ts'
  );
  const { incidentRoutes } = await import('./incident/index.ts');
  const app = createApp({
    log: platform.log,
    contextOf: (c) => contextOfRequest(platform, c),
    routers: [
      { path: '/api/v1', router: authRoutes() },
      { path: '/', router: incidentRoutes() },
    ],
  });
  app.route('/', healthRoutes(platform, createMetrics(platform)));
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Amends', version: '1', license: { name: 'Apache-2.0' } },
  });
  return {
    app,
    consumers: [],
    workers: [],
    pages: [{ label: 'API description', path: '/openapi.json' }],
  };
}

/** Each noun's file is loaded only when it is asked for, so that a command starts quickly. */
const commands: readonly { readonly noun: string; readonly load: () => Promise<Command> }[] = [
  {
    noun: 'start',
    load: async () => (await import('./cli/start.ts')).startCommand(composeServer),
  },
  { noun: 'case', load: async () => (await import('./cli/case.ts')).caseCommand() },
  { noun: 'doctor', load: async () => (await import('./cli/doctor.ts')).doctorCommand() },
  { noun: 'staff', load: async () => (await import('./cli/staff.ts')).staffCommand() },
];

async function buildProgram(noun: string | undefined): Promise<Command> {
  const program = new Command('amends')
    .description('turns an outage into a settled account')
    .showHelpAfterError('(amends <noun> --help lists what it can do)');
  const asked = commands.filter((command) => command.noun === noun);
  for (const { load } of asked.length > 0 ? asked : commands) program.addCommand(await load());
  return program;
}

function exitByThrowing(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) exitByThrowing(child);
}

/**
 * Runs one command line.
 *
 * @param args the words after `amends`
 * @returns the exit code: 0 done, 1 failed, 2 wrong input, 3 needs approval, 4 conflict
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const program = await buildProgram(args[0]);
    exitByThrowing(program);
    await program.parseAsync([...args], { from: 'user' });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.done : exitCode.wrongInput;
    }
    return reportEnd(error);
  }
}
