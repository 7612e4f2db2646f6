import type { Command } from 'commander';
import { replayFindings } from '../../claims/policies/index.ts';
import { systemActor } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';

interface ReplayOptions {
  readonly claim?: string;
  readonly database?: string;
  readonly json?: boolean;
}

/** Adds `replay` to the policy command. */
export function addReplay(command: Command): void {
  command
    .command('replay')
    .description('Determine recorded findings again, and compare them byte by byte.')
    .option('--claim <number>', 'of one claim only')
    .option('--database <name>', 'another database of the installation, such as one of a case')
    .option('--json', 'one JSON document on stdout')
    .action(replay);
}

async function replay({ claim, database, json }: ReplayOptions): Promise<void> {
  const installation = await openInstallation(database === undefined ? {} : { database });
  const ctx = installation.platform.context({ actor: systemActor });
  try {
    const found = await ctx.read((tx) =>
      replayFindings(tx, claim === undefined ? {} : { claimNumber: claim }),
    );
    if (claim !== undefined && found.claims === 0) {
      const message = `No assessed claim has the number ${claim}.`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    const { claims, findings, differences } = found;
    const lines = differences.map(({ claimNumber, policyId, version, replayed }) => {
      const how = replayed === undefined ? 'its text is not stored' : 'comes out differently';
      return `${claimNumber}: ${policyId} ${version}: ${how}`;
    });
    const text = `claims: ${claims}, findings replayed: ${findings}, differing: ${differences.length}`;
    process.stdout.write(
      `${json ? JSON.stringify(found, null, 2) : [text, ...lines].join('\n')}\n`,
    );
    if (differences.length > 0) throw new CommandExit('', exitCode.failed);
  } finally {
    await installation.close();
  }
}
