import { rename, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Context, newUuid, type Role, sql, systemActor } from '../../platform/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import {
  type DeterminationRequest,
  type Determined,
  proposeDeterminationRun,
  runDetermination,
} from '../../settlement/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openProgress } from '../shell/progress.ts';
import {
  dueOption,
  type EarlierOptions,
  earlierOption,
  orderEarlier,
  renderDue,
  requireEarlier,
  requireIncident,
  sayByClass,
  sayRefusal,
  withPlatform,
} from './earlier-awards.ts';
import { renderPopulationRefusal, requireWritable, withPopulation } from './open-population.ts';

/** Whether a document is replayed as it was published. */
export interface PublishedOption {
  readonly published?: boolean;
}

/** The option that says so, with its help. */
export const publishedOption = [
  '--published',
  'a version published before the checker refused it: replay it as it was',
] as const;

interface DetermineOptions extends PublishedOption, EarlierOptions {
  readonly population: string;
  readonly awards: string;
  readonly propose?: string;
}

/** Adds `determine` to the policy command. @param requireReplayed reads a policy that may be applied */
export function addDetermine(
  command: Command,
  requireReplayed: (file: string, options: PublishedOption) => PolicyDocument,
): void {
  command
    .command('determine')
    .description('Decide what each party of a population is owed, and put it up for approval.')
    .argument('<file>', 'a policy document that is published')
    .requiredOption(
      '--population <file>',
      'Parquet, CSV or postgresql://…?table=…: party_id, party_class, a column per fact',
    )
    .requiredOption('--awards <file>', 'where to write what each party gets, as Parquet')
    .option('--propose <e-mail>', 'put the totals up for approval, as this treasurer')
    .option(...earlierOption)
    .option(...dueOption)
    .option(...publishedOption)
    .addHelpText('after', afterHelp)
    .action((file: string, options: DetermineOptions) =>
      withPopulation(options.population, ({ file: population }) => {
        requireWritable(options.awards, { option: '--awards', read: [population, file] });
        requireEarlier(options, { awards: options.awards, read: [population, file] });
        return determineFile(requireReplayed(file, options), { ...options, population });
      }),
    );
}

const afterHelp = `
The console shows what was put up under Determinations: say there which earlier run it puts right,
see who changes by how much, and have another person approve it. Only the difference is paid.

Where parties were determined before, give the awards files of all approved runs of them, in any order:
  amends policy determine FILE --population P --awards NEW.parquet \\
    --earlier FIRST.parquet --earlier SECOND.parquet --due DUE.parquet --propose E-MAIL
What is paid beyond these runs is then reckoned party by party; without them, class by class.`;

async function determineFile(document: PolicyDocument, options: DetermineOptions): Promise<void> {
  const { population, awards, propose, earlier = [], due } = options;
  const { hash: policyHash } = document;
  const beyond =
    due === undefined
      ? {}
      : { beyond: { due, earlier: await orderEarlier({ policyHash, population, earlier }) } };
  const request = { population, awards, document, ...beyond };
  await determineAndPropose(
    request,
    propose === undefined ? undefined : (determined) => proposeRun(determined, propose),
  );
}

/**
 * Determines a population and puts the run up. The file of what is due, which is handed out, comes
 * to its place only when the run is put up; where that is refused it is removed, and one that was
 * there before stays as it was. The awards are written either way.
 *
 * @param propose gives what is said of the run, or throws; undefined where it is not to be put up
 */
export async function determineAndPropose(
  request: DeterminationRequest,
  propose?: (determined: Determined) => Promise<string>,
): Promise<void> {
  const { beyond } = request;
  const held = beyond && propose ? `${beyond.due}.unproposed` : undefined;
  const progress = openProgress('Determining');
  try {
    const outcome = await runDetermination({
      ...request,
      ...(beyond && held ? { beyond: { ...beyond, due: held } } : {}),
      onProgress: ({ part, share }) => progress.report(share, part),
    });
    if (!outcome.ok) {
      throw new CommandExit(renderPopulationRefusal(outcome.refusal), exitCode.wrongInput);
    }
    progress.done(`${outcome.value.partyCount} parties`);
    if (outcome.value.due) process.stdout.write(`${renderDue(outcome.value.due)}\n`);
    if (propose === undefined) return;
    const said = await propose(outcome.value);
    if (beyond && held) await rename(held, beyond.due);
    process.stdout.write(`${said}\n`);
  } finally {
    if (held) await rm(held, { force: true });
  }
}

interface Known {
  readonly id: string;
  readonly name: string;
  readonly roles: Role[];
}

function proposeRun(determined: Determined, email: string): Promise<string> {
  return withPlatform(async (platform) => {
    const contextOf = (actor: Context['actor']) => platform.context({ actor });
    const { policyHash } = determined;
    const { rows: members } = await contextOf(systemActor).read((tx) =>
      sql<Known>`select id, name, roles from platform.staff
        where email = ${email} and disabled_at is null`.execute(tx),
    );
    const [member] = members;
    if (!member) {
      const message = `Nobody active has the address ${email}. See: amends staff list`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    const runId = newUuid();
    const incidentId = await requireIncident(platform, policyHash);
    const proposal = { runId, incidentId, determined };
    const treasurer = contextOf({ kind: 'staff', ...member });
    const proposed = await proposeDeterminationRun(treasurer, proposal);
    if (!proposed.ok) throw new CommandExit(sayRefusal(proposed.refusal), exitCode.conflict);
    const said = determined.due ? undefined : await sayByClass(platform, { runId, policyHash });
    return [`${runId} waits for approval`, ...(said === undefined ? [] : [said])].join('\n');
  });
}
