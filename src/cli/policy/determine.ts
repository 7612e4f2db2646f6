import type { Command } from 'commander';
import { type Context, newUuid, type Role, sql, systemActor } from '../../platform/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import {
  type DeterminationRefusal,
  type Determined,
  proposeDeterminationRun,
  runDetermination,
} from '../../settlement/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { openProgress } from '../shell/progress.ts';
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

interface DetermineOptions extends PublishedOption {
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
    .option(...publishedOption)
    .addHelpText('after', afterHelp)
    .action((file: string, options: DetermineOptions) =>
      withPopulation(options.population, ({ file: population }) => {
        requireWritable(options.awards, { option: '--awards', read: [population, file] });
        return determineFile(requireReplayed(file, options), { ...options, population });
      }),
    );
}

const afterHelp = `
The console shows what was put up under Determinations: say there which earlier run it puts right,
see who changes by how much, and have another person approve it. Only the difference is paid.`;

async function determineFile(document: PolicyDocument, options: DetermineOptions): Promise<void> {
  const { population, awards, propose } = options;
  const progress = openProgress('Determining');
  const outcome = await runDetermination({
    ...{ population, awards, document },
    onProgress: ({ part, share }) => progress.report(share, part),
  });
  if (!outcome.ok) {
    throw new CommandExit(renderPopulationRefusal(outcome.refusal), exitCode.wrongInput);
  }
  progress.done(`${outcome.value.partyCount} parties`);
  if (propose === undefined) return;
  const runId = await proposeRun(outcome.value, propose);
  process.stdout.write(`${runId} waits for approval\n`);
}

function sayRefusal(refusal: DeterminationRefusal): string {
  if (refusal.code !== 'policy_not_begun') return `Refused: ${refusal.code}`;
  const { policyId, version, from } = refusal;
  return `${policyId} ${version} begins on ${from}: until then an earlier version decides. Propose it from that day on.`;
}

interface Known {
  readonly id: string;
  readonly name: string;
  readonly roles: Role[];
}

async function proposeRun(determined: Determined, email: string): Promise<string> {
  const installation = await openInstallation();
  const contextOf = (actor: Context['actor']) => installation.platform.context({ actor });
  try {
    const ctx = contextOf(systemActor);
    const { rows: members } = await ctx.read((tx) =>
      sql<Known>`select id, name, roles from platform.staff
        where email = ${email} and disabled_at is null`.execute(tx),
    );
    const { rows: versions } = await ctx.read((tx) =>
      sql<{ incidentId: string }>`select incident_id as "incidentId" from claims.policy_version
        where hash = ${determined.policyHash} and published_at is not null`.execute(tx),
    );
    const [[member], [version]] = [members, versions];
    if (!member) {
      const message = `Nobody active has the address ${email}. See: amends staff list`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    if (!version) {
      const message = 'Exactly this document is not published. Publish it first, in the console.';
      throw new CommandExit(message, exitCode.wrongInput);
    }
    const runId = newUuid();
    const proposal = { runId, incidentId: version.incidentId, determined };
    const treasurer = contextOf({ kind: 'staff', ...member });
    const proposed = await proposeDeterminationRun(treasurer, proposal);
    if (proposed.ok) return runId;
    throw new CommandExit(sayRefusal(proposed.refusal), exitCode.conflict);
  } finally {
    await installation.close();
  }
}
