import { readdir, writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import {
  assessInventory,
  explainLoss,
  explainNode,
  type Inventory,
  renderLoopSvg,
  renderLoopText,
} from '../../continuity/index.ts';
import { openInventory, printJson, requireKnown } from './open-inventory.ts';
import { cannotWrite, type Locale, refusalWords, wrongInput } from './refusals.ts';

/** Adds `amends continuity explain`. */
export function addExplain(parent: Command): void {
  parent
    .command('explain')
    .description(
      'Tell in sentences what one node stands and falls with, or what a loss does to it.',
    )
    .argument('<node>', 'the id of a node')
    .option(
      '--lose <domains>',
      "the domains lost, joined by '+'; without it, what the node stands and falls with",
    )
    .option('--for <minutes>', 'what is lost returns after this many minutes')
    .option(
      '--dir <folder>',
      'a folder of inventory files (default: this one, where it holds some)',
    )
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--svg <file>', 'draw what waits for itself, as SVG')
    .option('--json', 'one JSON document on stdout')
    .action(tellOfNode);
}

interface ExplainOptions {
  readonly lose?: string;
  readonly for?: string;
  readonly dir?: string;
  readonly locale: 'ko' | 'en';
  readonly svg?: string;
  readonly json?: boolean;
}

async function tellOfNode(node: string, options: ExplainOptions): Promise<void> {
  const { locale } = options;
  const inventory = await openInventory(options.dir ?? (await requireHere(locale)), locale);
  requireKnown({ kind: 'node', name: node, known: inventory.nodes, locale });
  if (options.lose === undefined) return tellOfAny(inventory, node, options);
  const domains = [...new Set(options.lose.split('+').map((domain) => domain.trim()))];
  for (const name of domains) {
    requireKnown({ kind: 'domain', name, known: inventory.domains, locale });
  }
  const returns = readReturn(options);
  const lines = explainLoss(inventory, { node, domains, locale, ...returns });
  const [loss] = assessInventory(inventory, [{ domains, ...returns }]).losses;
  if (loss === undefined) return;
  if (options.svg !== undefined)
    await writeSvg(options.svg, renderLoopSvg(inventory, loss, options), locale);
  // Only the loops the story comes to: those the node is in, or waits behind.
  const reason = loss.stuckReasons.find((candidate) => candidate.node === node);
  const roots = new Set([node, ...(reason?.behind ?? [])]);
  const cycles = loss.cycles.filter((cycle) => cycle.some((member) => roots.has(member)));
  if (options.json === true)
    return printJson({ node, domains, ...returns, story: lines, loops: cycles });
  const drawn = cycles.flatMap((cycle) => ['', ...renderLoopText(cycle)]);
  process.stdout.write(`${[...lines, ...drawn].join('\n')}\n`);
}

/** This folder, where inventory files lie in it; any other would be searched through for nothing. */
async function requireHere(locale: Locale): Promise<string> {
  const names = await readdir('.');
  if (names.some((name) => /\.ya?ml$/.test(name))) return '.';
  return wrongInput(refusalWords(locale).none_here());
}

function tellOfAny(inventory: Inventory, node: string, options: ExplainOptions): void {
  if (options.for !== undefined || options.svg !== undefined) {
    wrongInput(refusalWords(options.locale).loss_only());
  }
  const story = explainNode(inventory, { node, locale: options.locale });
  if (options.json === true) printJson({ node, story });
  else process.stdout.write(`${story.join('\n')}\n`);
}

function readReturn({ for: text, locale }: ExplainOptions): {
  readonly returnsAfterMinutes?: number;
} {
  if (text === undefined) return {};
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 0) return { returnsAfterMinutes: minutes };
  return wrongInput(refusalWords(locale).minutes(text));
}

async function writeSvg(file: string, svg: string, locale: Locale): Promise<void> {
  if (svg === '') {
    process.stderr.write(`${refusalWords(locale).no_loop(file)}\n`);
    return;
  }
  await writeFile(file, `${svg}\n`).catch(cannotWrite(file, locale));
}
