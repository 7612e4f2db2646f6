import { Command, InvalidArgumentError } from 'commander';
import {
  addStaff,
  issueOneTimePassword,
  listStaff,
  newUuid,
  type Platform,
  type Role,
  roles,
  systemActor,
} from '../platform/index.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

async function withPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const installation = await openInstallation();
  try {
    return await work(installation.platform);
  } finally {
    await installation.close();
  }
}

function parseRole(text: string): Role {
  const role = roles.find((name) => name === text);
  if (role === undefined)
    throw new InvalidArgumentError(`It should be one of ${roles.join(', ')}.`);
  return role;
}

function addCommand(): Command {
  return new Command('add')
    .description('add a member of staff and print a one-time password')
    .argument('<email>')
    .requiredOption('--name <name>', 'the name colleagues see')
    .requiredOption('--role <role>', `one of ${roles.join(', ')}`, parseRole)
    .action(async (email: string, options: { name: string; role: Role }) =>
      withPlatform(async (platform) => {
        const ctx = platform.context({ actor: systemActor });
        const member = { id: newUuid(), name: options.name, email, roles: [options.role] };
        await addStaff(ctx, member);
        process.stdout.write(`${email}  ${await issueOneTimePassword(ctx, email)}\n`);
      }),
    );
}

function oneTimePasswordCommand(): Command {
  return new Command('one-time-password')
    .description('print a new one-time password; the one before stops working')
    .argument('<email>')
    .action(async (email: string) =>
      withPlatform(async (platform) => {
        const ctx = platform.context({ actor: systemActor });
        const password = await issueOneTimePassword(ctx, email);
        if (password === undefined) {
          const mend = 'See: amends staff list';
          throw new CommandExit(
            `Nobody active has the address ${email}. ${mend}`,
            exitCode.wrongInput,
          );
        }
        process.stdout.write(`${password}\n`);
      }),
    );
}

function listCommand(): Command {
  return new Command('list')
    .description('list the members of staff')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) =>
      withPlatform(async (platform) => {
        const staff = await listStaff(platform.context({ actor: systemActor }));
        const lines = staff.map(
          ({ email, name, roles: held, isDisabled }) =>
            `${email.padEnd(36)} ${held.join(', ').padEnd(16)} ${name}${isDisabled ? ' (disabled)' : ''}`,
        );
        process.stdout.write(
          `${options.json ? JSON.stringify(staff, null, 2) : lines.join('\n')}\n`,
        );
      }),
    );
}

/** `amends staff`: who may sign in to the console. */
export function staffCommand(): Command {
  return new Command('staff')
    .description('who may sign in to the console')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(oneTimePasswordCommand());
}
