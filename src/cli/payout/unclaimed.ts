import { Command } from 'commander';
import { type Context, toJson } from '../../platform/index.ts';
import { countUnclaimed, followUnclaimed } from '../../settlement/unclaimed/index.ts';
import { renderCount } from '../shell/table.ts';

interface UnclaimedOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Runs work with the incident of a name. */
export type WithIncident = (
  slug: string,
  work: (ctx: Context, incidentId: string) => Promise<void>,
) => Promise<void>;

/** `amends payout unclaimed`: follow up what cannot be paid; a dry run without --yes. */
export function unclaimedCommand(withIncident: WithIncident): Command {
  return new Command('unclaimed')
    .description('remind of, and set apart, what cannot be paid; a dry run without --yes')
    .argument('<incident>')
    .option('--yes', 'do it')
    .option('--json', 'print one JSON document')
    .action((slug: string, options: UnclaimedOptions) =>
      withIncident(slug, async (ctx, incidentId) => {
        const isDryRun = options.yes !== true;
        const due = await followUnclaimed(ctx, { incidentId, isDryRun });
        const counts = await ctx.read((tx) => countUnclaimed(tx, incidentId));
        if (options.json === true) {
          process.stdout.write(`${JSON.stringify(toJson({ isDryRun, due, counts }), null, 2)}\n`);
          return;
        }
        const told = `${renderCount(due.remind)} to be reminded, ${renderCount(due.set_apart)} set apart, ${renderCount(due.give)} given away, ${renderCount(due.wait)} wait`;
        process.stdout.write(`${told}${isDryRun ? '. Nothing is recorded without --yes.' : ''}\n`);
      }),
    );
}
