import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import {
  type CutEffect,
  type CutSetOptions,
  type CutSets,
  findCutSets,
  findInventoryCutSets,
  listCutSets,
  NODES_DEFAULT,
  smallestLosses,
} from '../../continuity/cut-sets/index.ts';
import { CommandExit, exitCode } from '../exit.ts';
import { renderCount } from '../table.ts';
import { openFaultTree } from './open-fault-tree.ts';
import { type CutSetReport, renderCutSets } from './render-cut-sets.ts';
import { wholeNumber } from './whole-number.ts';

interface CutSetFlags {
  readonly node?: string;
  readonly effect: CutEffect;
  readonly top?: string;
  readonly maxOrder?: number;
  readonly nodes: number;
  readonly missionTime?: number;
  readonly list: number;
  readonly json?: boolean;
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
    .option('--mission-time <hours>', 'hours in use, for rates', wholeNumber('--mission-time', 0))
    .option(
      '--list <count>',
      'how many of the sets to name, the smallest first',
      wholeNumber('--list', 0),
      20,
    )
    .option('--json', 'one JSON document on stdout')
    .action(countCutSets);
}

async function countCutSets(path: string, flags: CutSetFlags): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const report = isFolder ? await ofInventory(path, flags) : await ofFaultTree(path, flags);
  const text = flags.json === true ? JSON.stringify(wire(report), null, 2) : renderCutSets(report);
  process.stdout.write(`${text}\n`);
}

function optionsOf(flags: CutSetFlags): CutSetOptions {
  const { maxOrder, nodes } = flags;
  return { nodesMax: nodes, ...(maxOrder === undefined ? {} : { orderMax: maxOrder }) };
}

async function ofFaultTree(path: string, flags: CutSetFlags): Promise<CutSetReport> {
  const { tree, leftOut } = await openFaultTree(path, flags);
  const found = findCutSets(tree, optionsOf(flags));
  const about = {
    source: path,
    subject: `gate ${tree.top}`,
    eventCount: tree.events.size,
    gateCount: tree.gates.size,
  };
  const notes = leftOut.map((name) => `<${name}> was left out: it is not read.`);
  if (!found.isCoherent)
    notes.push('The tree negates events: sets suffice while all others have not happened.');
  return reportOf(found, { ...about, notes, sets: listCutSets(found, { limit: flags.list }) });
}

async function ofInventory(folder: string, flags: CutSetFlags): Promise<CutSetReport> {
  // The reader of inventories takes longer to load than a fault tree to solve.
  const { openInventory, requireKnown } = await import('./open-inventory.ts');
  const { node } = flags;
  if (node === undefined) {
    const message = `${folder} is a folder of inventory files: name one of its nodes with --node.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const inventory = await openInventory(folder);
  requireKnown({ kind: 'node', name: node, known: inventory.nodes });
  const found = findInventoryCutSets(inventory, { node, effect: flags.effect }, optionsOf(flags));
  const smallest = smallestLosses(inventory, found, flags.list);
  const notes = smallest.hasContainers
    ? [
        `More than ${renderCount(found.count)} sets: those that name a site beside its halls are counted too.`,
      ]
    : [];
  return {
    ...reportOf(found, {
      source: folder,
      subject: `${node} ${flags.effect}`,
      eventCount: found.events.length,
      gateCount: undefined,
      notes,
      sets: smallest.sets,
    }),
    count: smallest.count,
    byOrder: smallest.byOrder,
  };
}

function reportOf(
  found: CutSets,
  about: Pick<CutSetReport, 'source' | 'subject' | 'eventCount' | 'gateCount' | 'notes' | 'sets'>,
): CutSetReport {
  const { count, byOrder, topProbability, truncatedAt, truncatedBy, isCoherent } = found;
  return { ...about, count, byOrder, topProbability, truncatedAt, truncatedBy, isCoherent };
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
    coherent: report.isCoherent,
    alwaysFails: (report.byOrder[0] ?? 0n) > 0n,
    sets: report.sets,
    notes: report.notes,
  };
}
