import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { parse } from 'yaml';
import { createNaming, type Inventory, pairLosses, siteLosses } from '../../continuity/index.ts';
import {
  type LossPrice,
  type OutageFacts,
  outageFactsSchema,
  priceLosses,
  renderPricePicture,
} from '../../continuity/liability/index.ts';
import { type PolicyDocument, parsePolicy, renderFinding } from '../../policy/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';
import { openInventory, requireKnown } from './open-inventory.ts';
import { readSegments } from './read-segments.ts';
import { priceBars, priceWords, renderPrices, wirePrices } from './render-prices.ts';

interface LiabilityFlags {
  readonly policy: readonly string[];
  readonly population: string;
  readonly facts: string;
  readonly pairs?: boolean;
  readonly picture?: string;
  readonly locale: 'ko' | 'en';
  readonly json?: boolean;
}

/** Adds `amends continuity liability`. */
export function addLiability(parent: Command): void {
  parent
    .command('liability')
    .description('Tell what the loss of each site would cost in redress, before it happens.')
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .requiredOption('--policy <file...>', 'policy documents, as they would apply')
    .requiredOption('--population <file>', 'parties and their facts: Parquet, CSV or JSON')
    .requiredOption('--facts <file>', "which node's outage is which fact of the policies (YAML)")
    .option('--pairs', 'price every pair of sites too')
    .option('--picture <file>', 'write money against site as SVG')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(priceFolder);
}

async function priceFolder(folder: string, flags: LiabilityFlags): Promise<void> {
  const inventory = await openInventory(folder, flags.locale);
  const policies = await Promise.all(flags.policy.map(openPolicy));
  requireOneCurrency(policies);
  const mapping = await openMapping(flags.facts);
  for (const { node } of mapping.facts.values()) {
    requireKnown({ kind: 'node', name: node, known: inventory.nodes });
  }
  const declared = new Set(policies.flatMap((policy) => [...policy.facts.keys()]));
  requireDeclared(flags.facts, mapping, declared);
  const asked = new Set([...declared].filter((name) => !mapping.facts.has(name)));
  const segments = await readSegments(flags.population, asked);
  const singles = siteLosses(inventory);
  const losses = flags.pairs === true ? [...singles, ...pairLosses(singles)] : singles;
  const domains = losses.map((loss) => loss.domains);
  const priced = priceLosses(inventory, domains, { policies, segments, mapping });
  if (!priced.ok) {
    const lines = priced.refusal.issues.map(
      ({ path, found, expected }) =>
        `${flags.population}: ${path}: found ${found}; expected ${expected}`,
    );
    throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  }
  await print(priced.value, { inventory, flags });
}

async function print(
  prices: readonly LossPrice[],
  { inventory, flags }: { readonly inventory: Inventory; readonly flags: LiabilityFlags },
): Promise<void> {
  const { locale } = flags;
  if (flags.picture !== undefined) {
    const title = priceWords[locale].picture(inventory.title[locale]);
    const bars = priceBars(prices, createNaming(inventory, locale));
    await writeFile(flags.picture, renderPricePicture(bars, { title, locale }));
    process.stderr.write(`${priceWords[locale].written(flags.picture)}\n`);
  }
  const text =
    flags.json === true
      ? JSON.stringify(wirePrices(prices), null, 2)
      : renderPrices(prices, { name: createNaming(inventory, locale), locale });
  process.stdout.write(`${text}\n`);
}

function requireOneCurrency(policies: readonly PolicyDocument[]): void {
  const currencies = [...new Set(policies.map(({ header }) => header.currency))];
  if (currencies.length <= 1) return;
  const message = `The policies pay in ${currencies.join(' and ')}: price those of one currency at a time.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function openText(path: string): Promise<string> {
  return openNamed(path).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code ?? error.message;
    throw new CommandExit(`${path} cannot be read (${reason}).`, exitCode.wrongInput);
  });
}

async function openPolicy(path: string): Promise<PolicyDocument> {
  const parsed = parsePolicy(await openText(path));
  if (!parsed.ok) {
    const lines = parsed.refusal.findings.map((finding) => renderFinding(finding));
    throw new CommandExit(`${path}:\n${lines.join('\n')}`, exitCode.wrongInput);
  }
  return parsed.value;
}

async function openMapping(path: string): Promise<OutageFacts> {
  let document: unknown;
  try {
    document = parse(await openText(path), { maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof CommandExit) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new CommandExit(`${path}: not YAML: ${reason}`, exitCode.wrongInput);
  }
  const read = outageFactsSchema.safeParse(document);
  if (read.success) return { ...read.data, facts: new Map(Object.entries(read.data.facts)) };
  const lines = read.error.issues.map((issue) =>
    issue.path.length === 0
      ? `${path}: found something else; expected format, startsAt and facts`
      : `${path}: ${issue.path.join('.')}: ${issue.message}`,
  );
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

function requireDeclared(path: string, mapping: OutageFacts, declared: ReadonlySet<string>): void {
  const unknown = [...mapping.facts.keys()].filter((name) => !declared.has(name));
  if (unknown.length === 0) return;
  const message = `${path}: no policy declares ${unknown.join(', ')}. They declare: ${[...declared].join(', ')}.`;
  throw new CommandExit(message, exitCode.wrongInput);
}
