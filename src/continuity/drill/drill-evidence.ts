import { parseInstant } from '../../kernel/index.ts';
import type { Evidence, Inventory } from '../inventory.ts';
import type { DrillFile } from './drill-file.ts';
import { removedBy } from './drill-file.ts';

/**
 * Gives what a drill's record says as evidence of its node.
 *
 * Minutes run from detection, or from the start where that is not said, and are rounded up.
 *
 * @param source the file it is in, or the id it is kept under
 */
export function evidenceOfDrill(drill: DrillFile, source: string): Evidence {
  const isRehearsal = ['read-through', 'contact', 'rehearsal'].includes(drill.kind);
  const minutes =
    drill.doneAt === undefined
      ? undefined
      : minutesBetween(drill.detectedAt ?? drill.startedAt, drill.doneAt);
  return {
    class: isRehearsal ? 'rehearsed' : 'drilled',
    ...(drill.option === undefined ? {} : { about: drill.option }),
    date: drill.startedAt.slice(0, 10),
    source,
    domain: removedBy(drill),
    scope: drill.scope,
    ...(minutes === undefined ? {} : { measuredMinutes: minutes }),
    result: drill.result,
  };
}

function minutesBetween(from: string, until: string): number {
  const [first, last] = [parseInstant(from), parseInstant(until)];
  if (first === undefined || last === undefined) return 0;
  return Math.max(0, Math.ceil((last - first) / 60_000));
}

/** A record kept in this installation. */
export interface KeptDrill {
  readonly id: string;
  readonly recordHash: string;
  readonly record: DrillFile;
}

/**
 * Gives an inventory with recorded drills as evidence of their nodes.
 *
 * A record of a node or option that the inventory no longer has says nothing about it, and is left out.
 */
export function withDrills(inventory: Inventory, drills: readonly KeptDrill[]): Inventory {
  const nodes = new Map(inventory.nodes);
  for (const { id, record } of drills) {
    const node = nodes.get(record.node);
    if (node === undefined) continue;
    const hasOption = node.options.some(({ name }) => name === record.option);
    if (record.option !== undefined && !hasOption) continue;
    const evidence = [...node.evidence, evidenceOfDrill(record, id)];
    nodes.set(node.id, { ...node, evidence });
  }
  return { ...inventory, nodes };
}
