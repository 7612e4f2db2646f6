import { Command, InvalidArgumentError } from 'commander';
import { addMs, type Instant, instantFromEpochMs, parseInstant } from '../kernel/index.ts';
import { type Context, systemActor, toJson } from '../platform/index.ts';
import { createSimulatedRail, reconcileStatement } from '../settlement/index.ts';
import { railFileCommands } from './rail/rail-files.ts';
import { rehearseCommand } from './rail/rehearse.ts';
import { openInstallation } from './shell/installation.ts';
import { renderCount, renderMinor } from './shell/table.ts';

interface SimulateOptions {
  readonly database?: string;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly rail: string;
  readonly json?: boolean;
  readonly reconcile?: boolean;
}

function parseMoment(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InvalidArgumentError('An instant such as 2022-11-01T00:00:00+09:00 is expected.');
  }
  return instant;
}

async function simulate(options: SimulateOptions): Promise<void> {
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const rail = createSimulatedRail({ ctx, name: options.rail });
    const window = {
      from: options.from ?? instantFromEpochMs(0),
      until: options.until ?? addMs(ctx.now, 1),
    };
    const lines = await rail.statement(window);
    const reconciliation =
      options.reconcile === true ? await reconcileStatement(ctx, { rail, ...window }) : undefined;
    if (options.json) {
      process.stdout.write(`${JSON.stringify(toJson({ lines, reconciliation }), null, 2)}\n`);
      return;
    }
    for (const line of lines) {
      const amount = `${line.currency} ${renderMinor(line.amountMinor, line.currency)}`;
      process.stdout.write(`${line.lineId}  ${line.direction.padEnd(8)}  ${amount}\n`);
    }
    process.stdout.write(`${renderCount(lines.length)} lines\n`);
    if (reconciliation !== undefined) {
      const { confirmedCount, returnedCount, repeatedCount, exceptionCount } = reconciliation;
      process.stdout.write(
        `${renderCount(confirmedCount)} confirmed, ${renderCount(returnedCount)} returned, ` +
          `${renderCount(repeatedCount)} read before, ${renderCount(exceptionCount)} exceptions\n`,
      );
    }
  } finally {
    await installation.close();
  }
}

async function withContext(work: (ctx: Context) => Promise<void>): Promise<void> {
  const installation = await openInstallation();
  try {
    await work(installation.platform.context({ actor: systemActor }));
  } finally {
    await installation.close();
  }
}

/** `amends rail`: set up ways to pay, write and read their files, simulate and rehearse. */
export function railCommand(): Command {
  const command = new Command('rail').description('ways to pay: their files, and a simulated one');
  for (const one of railFileCommands(withContext)) command.addCommand(one);
  return command
    .addCommand(rehearseCommand())
    .addCommand(
      new Command('simulate')
        .description('print the statement of the simulated rail; --reconcile also reads it in')
        .option('--rail <name>', 'which simulated rail', 'simulated')
        .option('--from <instant>', 'from this instant, inclusive', parseMoment)
        .option('--until <instant>', 'until this instant, exclusive; now unless given', parseMoment)
        .option('--reconcile', 'match every line to its payout and record the outcome')
        .option('--database <name>', 'a database beside the platform’s own, as `case run` uses')
        .option('--json', 'print one JSON document')
        .action(simulate),
    );
}
