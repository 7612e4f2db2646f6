import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import {
  COMPARED_MAX,
  type CutEffect,
  type CutSetOptions,
  type CutSets,
  type EventRanking,
  findCutSets,
  findInventoryCutSets,
  listCutSets,
  NODES_DEFAULT,
  OPERATIONS_DEFAULT,
  rankEvents,
  smallestLosses,
} from '../../continuity/cut-sets/index.ts';
import type { Inventory } from '../../continuity/index.ts';
import { renderCount } from '../shell/table.ts';
import { cutSetWords } from './cut-set-words.ts';
import { openFaultTree } from './open-fault-tree.ts';
import { refusalWords, wrongInput } from './refusals.ts';
import { type CutSetReport, type CutSetVoice, renderCutSets } from './render-cut-sets.ts';
import { wholeNumber } from './whole-number.ts';

interface CutSetFlags {
  readonly node?: string;
  readonly effect: CutEffect;
  readonly top?: string;
  readonly maxOrder?: number;
  readonly nodes: number;
  readonly operations: number;
  readonly missionTime?: number;
  readonly list: number;
  readonly rank: number;
  readonly locale: 'ko' | 'en';
  readonly json?: boolean;
}

/** What was found, and in whose names it is told. */
interface Told {
  readonly report: CutSetReport;
  readonly name: CutSetVoice['name'];
}

/** Adds `amends continuity cut-sets`. */
export function addCutSets(parent: Command): void {
  parent
    .command('cut-sets')
    .description(
      'Count the smallest sets whose loss takes a node down, or whose events make a fault tree fail.',
    )
    .argument('<file>', 'a fault tree (Open-PSA XML), or a folder of inventory files with --node')
    .option('--node <id>', 'the node of the inventory')
    .addOption(
      new Option('--effect <effect>', 'for an inventory: what the loss must do, for good')
        .choices(['down', 'stuck'])
        .default('down'),
    )
    .option('--top <gate>', 'the gate of the fault tree, where more than one is at the top')
    .option('--max-order <k>', 'only sets of up to this many', wholeNumber('--max-order', 1))
    .option(
      '--nodes <count>',
      'most nodes of a diagram, about 40 bytes each; beyond it only small sets are counted',
      wholeNumber('--nodes', 4),
      NODES_DEFAULT,
    )
    .option(
      '--operations <count>',
      'most operations in all, ten million or so a second; beyond it only small sets are counted',
      wholeNumber('--operations', 1),
      OPERATIONS_DEFAULT,
    )
    .option('--mission-time <hours>', 'hours in use, for rates', wholeNumber('--mission-time', 0))
    .option(
      '--list <count>',
      'how many of the sets to name, the smallest first',
      wholeNumber('--list', 0),
      20,
    )
    .option(
      '--rank <count>',
      'how many events or domains to rank by importance, the most important first',
      wholeNumber('--rank', 0),
      10,
    )
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(countCutSets);
}

async function countCutSets(path: string, flags: CutSetFlags): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const { report, name } = isFolder
    ? await ofInventory(path, flags)
    : await ofFaultTree(path, flags);
  const { locale } = flags;
  const text =
    flags.json === true
      ? JSON.stringify(wire(report), null, 2)
      : renderCutSets(report, { locale, name });
  process.stdout.write(`${text}\n`);
}

function optionsOf(flags: CutSetFlags): CutSetOptions {
  const { maxOrder, nodes, operations, rank } = flags;
  const asked = { nodesMax: nodes, operationsMax: operations, hasImportance: rank > 0 };
  return { ...asked, ...(maxOrder === undefined ? {} : { orderMax: maxOrder }) };
}

async function ofFaultTree(path: string, flags: CutSetFlags): Promise<Told> {
  const { tree, leftOut } = await openFaultTree(path, flags);
  const found = findCutSets(tree, optionsOf(flags));
  const say = cutSetWords[flags.locale];
  const sizes = [tree.events.size, tree.gates.size].map(renderCount) as [string, string];
  const about = {
    source: path,
    subject: `gate ${tree.top}`,
    heading: say.ofTree(tree.top, ...sizes),
    eventCount: tree.events.size,
    gateCount: tree.gates.size,
    around: [],
  };
  const notes = leftOut.map(say.leftOut);
  if (!found.isCoherent) notes.push(say.negates);
  const ranking = flags.rank > 0 ? rankEvents(found) : undefined;
  const sets = listCutSets(found, { limit: flags.list });
  const report = reportOf(found, { ...about, notes, sets, ranking: firstOf(ranking, flags.rank) });
  return { report, name: (event) => event };
}

function firstOf(ranking: EventRanking | undefined, count: number): EventRanking | undefined {
  return ranking && { ...ranking, events: ranking.events.slice(0, count) };
}

async function ofInventory(folder: string, flags: CutSetFlags): Promise<Told> {
  // The reader of inventories takes longer to load than a fault tree to solve.
  const { openInventory, requireKnown } = await import('./open-inventory.ts');
  const { createNaming } = await import('../../continuity/index.ts');
  const { node, effect, locale } = flags;
  const say = cutSetWords[locale];
  if (node === undefined) wrongInput(refusalWords(locale).which_node(folder));
  const inventory = await openInventory(folder, locale);
  requireKnown({ kind: 'node', name: node, known: inventory.nodes, locale });
  const found = findInventoryCutSets(inventory, { node, effect }, optionsOf(flags));
  const smallest = smallestLosses(inventory, found, flags.list);
  const compared = renderCount(BigInt(COMPARED_MAX));
  const notes = smallest.hasContainers ? [say.containers(renderCount(found.count), compared)] : [];
  const all = smallestLosses(inventory, found, COMPARED_MAX);
  const isListed = !all.hasContainers && all.count <= BigInt(COMPARED_MAX);
  const ranking = flags.rank > 0 ? rankEvents(found, isListed ? all.sets : undefined) : undefined;
  const name = createNaming(inventory, locale);
  const told = {
    ...reportOf(found, {
      source: folder,
      subject: `${node} ${effect}`,
      heading: say.ofInventory(name.node(node), effect, renderCount(found.events.length)),
      eventCount: found.events.length,
      gateCount: undefined,
      notes,
      sets: smallest.sets,
      around: smallest.hasContainers ? [] : listAround(inventory, smallest.sets),
      ranking: firstOf(ranking, flags.rank),
    }),
    count: smallest.count,
    byOrder: smallest.byOrder,
  };
  return { report: told, name: name.domain };
}

/** Lists the domains around those that are enough alone, in the order of the inventory. */
function listAround(inventory: Inventory, sets: readonly (readonly string[])[]): string[] {
  const alone = new Set(sets.flatMap((set) => (set.length === 1 ? set : [])));
  const reached = new Set(alone);
  for (const id of reached) {
    for (const outer of inventory.domains.get(id)?.within ?? []) reached.add(outer);
  }
  return [...inventory.domains.keys()].filter((id) => reached.has(id) && !alone.has(id));
}

function reportOf(
  found: CutSets,
  about: Pick<
    CutSetReport,
    | 'source'
    | 'subject'
    | 'heading'
    | 'eventCount'
    | 'gateCount'
    | 'notes'
    | 'sets'
    | 'around'
    | 'ranking'
  >,
): CutSetReport {
  const { count, byOrder, topProbability, truncatedAt, truncatedBy, operations } = found;
  const { isCoherent } = found;
  const known = { count, byOrder, topProbability, isCoherent };
  return { ...about, ...known, truncatedAt, truncatedBy, operations };
}

/** Counts are numbers as far as every reader of JSON keeps them exact, then texts. */
function wire(report: CutSetReport): unknown {
  const exact = (count: bigint) =>
    count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);
  return {
    source: report.source,
    subject: report.subject,
    events: report.eventCount,
    gates: report.gateCount,
    count: exact(report.count),
    byOrder: report.byOrder.slice(1).map(exact),
    pTop: report.topProbability ?? null,
    truncated: report.truncatedAt !== undefined,
    truncatedAt: report.truncatedAt ?? null,
    truncatedBy: report.truncatedBy ?? null,
    operations: report.operations,
    coherent: report.isCoherent,
    alwaysFails: (report.byOrder[0] ?? 0n) > 0n,
    sets: report.sets,
    around: report.around,
    importance: report.ranking === undefined ? null : rankingWire(report.ranking, exact),
    notes: report.notes,
  };
}

/** Measures that are not known are null; a reduction worth without bound is the text "infinity". */
function rankingWire({ basis, events }: EventRanking, exact: (count: bigint) => unknown): unknown {
  return {
    basis,
    events: events.map((each) => ({
      event: each.event,
      smallestOrder: each.smallestOrder ?? null,
      sets: each.setCount === undefined ? null : exact(each.setCount),
      birnbaum: each.birnbaum ?? null,
      fussellVesely: each.fussellVesely ?? null,
      diagnostic: each.diagnostic ?? null,
      raw: each.achievement ?? null,
      rrw: each.reduction === Number.POSITIVE_INFINITY ? 'infinity' : (each.reduction ?? null),
    })),
  };
}
