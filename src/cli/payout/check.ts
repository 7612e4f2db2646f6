import { Command } from 'commander';
import { isUuid } from '../../kernel/index.ts';
import { type Context, toJson } from '../../platform/index.ts';
import { checkPayees, type PayeeCheck, type PayeeFault } from '../../settlement/payees/index.ts';
import { installedPayees } from '../../settlement/rails/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { renderCount } from '../shell/table.ts';

const words: Readonly<Record<PayeeFault, string>> = {
  payee_missing: 'have no payee any more; ask the claimant where to pay',
  payee_malformed: 'have a payee that cannot be an account; ask the claimant',
  payee_shared: 'go to an account that another claim is paid to; look at both claims',
  holder_differs: 'go to an account whose holder is somebody else, the bank says',
  account_unknown: 'go to an account that the bank does not know',
};

function renderCheck({ payoutCount, counts, holders, findings }: PayeeCheck): string {
  const lines = [
    `${renderCount(payoutCount)} payments looked at; holders the bank confirmed: ${renderCount(holders.same)}, not asked about: ${renderCount(holders.unchecked)}`,
    ...Object.entries(counts).map(
      ([code, count]) => `${renderCount(count)} ${words[code as PayeeFault]}`,
    ),
    ...findings.map(
      ({ code, payoutId, claimId }) => `  ${code}: payment ${payoutId}, claim ${claimId}`,
    ),
  ];
  if (findings.length === 0) lines.push('nothing found');
  return `${lines.join('\n')}\n`;
}

/** `amends payout check`: look at every payee of a run before it is approved or handed over. */
export function checkCommand(
  withContext: (work: (ctx: Context) => Promise<void>) => Promise<void>,
): Command {
  return new Command('check')
    .description(
      'look at the payees of a run before anything is paid; ends with 1 when one is wrong',
    )
    .argument('<run>')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, options: { readonly json?: boolean }) => {
      if (!isUuid(runId)) {
        const message = `"${runId}" is not the id of a run. See: amends payout list <incident>`;
        throw new CommandExit(message, exitCode.wrongInput);
      }
      await withContext(async (ctx) => {
        const checked = await checkPayees(ctx, { runId, payeesOf: installedPayees });
        if (!checked.ok) throw new CommandExit(`There is no run ${runId}.`, exitCode.wrongInput);
        const text =
          options.json === true
            ? `${JSON.stringify(toJson(checked.value), null, 2)}\n`
            : renderCheck(checked.value);
        process.stdout.write(text);
        if (checked.value.findings.length > 0) throw new CommandExit('', exitCode.failed);
      });
    });
}
