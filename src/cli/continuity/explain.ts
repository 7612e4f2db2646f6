import { type Command, Option } from 'commander';
import { explainLoss } from '../../continuity/index.ts';
import { CommandExit, exitCode } from '../exit.ts';
import { openInventory, printJson, requireKnown } from './open-inventory.ts';

/** Adds `amends continuity explain`. */
export function addExplain(parent: Command): void {
  parent
    .command('explain')
    .description('Tell in sentences what a loss does to one node.')
    .argument('<node>', 'the id of a node')
    .requiredOption('--lose <domains>', "the domains lost, joined by '+'")
    .option('--for <minutes>', 'what is lost returns after this many minutes')
    .option('--dir <folder>', 'a folder of inventory files', 'deploy/inventory/three-sites')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(explainNode);
}

async function explainNode(
  node: string,
  options: { lose: string; for?: string; dir: string; locale: 'ko' | 'en'; json?: boolean },
): Promise<void> {
  const inventory = await openInventory(options.dir);
  const domains = options.lose.split('+').map((domain) => domain.trim());
  requireKnown({ kind: 'node', name: node, known: inventory.nodes });
  for (const name of domains) requireKnown({ kind: 'domain', name, known: inventory.domains });
  const minutes = options.for === undefined ? undefined : Number(options.for);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 0)) {
    const message = `--for takes whole minutes, 0 or more; found "${options.for}".`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const returns = minutes === undefined ? {} : { returnsAfterMinutes: minutes };
  const lines = explainLoss(inventory, { node, domains, locale: options.locale, ...returns });
  if (options.json === true) printJson({ node, domains, ...returns, story: lines });
  else process.stdout.write(`${lines.join('\n')}\n`);
}
