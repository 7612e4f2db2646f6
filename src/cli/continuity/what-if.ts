import { type Command, Option } from 'commander';
import { rankFixes } from '../../continuity/index.ts';
import { openInventory, printJson } from './open-inventory.ts';
import { refusalWords, wrongInput } from './refusals.ts';
import { renderFixes } from './render-fixes.ts';

/** Adds `amends continuity what-if`. */
export function addWhatIf(parent: Command): void {
  parent
    .command('what-if')
    .description('Rank single changes by the losses of one and two domains they take from tier 0.')
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--limit <count>', 'how many to show', '10')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(rank);
}

async function rank(
  folder: string,
  options: { readonly limit: string; readonly locale: 'ko' | 'en'; readonly json?: boolean },
): Promise<void> {
  const { locale } = options;
  const limit = Number(options.limit);
  if (!(Number.isInteger(limit) && limit > 0)) {
    wrongInput(refusalWords(locale).whole_limit(options.limit));
  }
  const inventory = await openInventory(folder, locale);
  const found = rankFixes(inventory, { stepsMax: 5 });
  const shown = { ...found, ranked: found.ranked.slice(0, limit) };
  if (options.json === true) return printJson(shown);
  process.stdout.write(`${renderFixes(shown, inventory, locale)}\n`);
}
