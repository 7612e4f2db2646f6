import { renderCount, renderTable } from '../table.ts';

/** What `amends continuity cut-sets` found. */
export interface CutSetReport {
  readonly source: string;
  readonly subject: string;
  readonly eventCount: number;
  /** Undefined for an inventory. */
  readonly gateCount: number | undefined;
  readonly count: bigint;
  /** Sets of each order from 0. */
  readonly byOrder: readonly bigint[];
  readonly topProbability: number | undefined;
  readonly truncatedAt: number | undefined;
  readonly truncatedBy: 'order' | 'nodes' | undefined;
  readonly isCoherent: boolean;
  readonly sets: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Renders counts by order, the smallest sets, and always whether any are missing. */
export function renderCutSets(report: CutSetReport): string {
  const { byOrder, gateCount, eventCount } = report;
  const size =
    gateCount === undefined ? `${eventCount} domains` : `${eventCount} events, ${gateCount} gates`;
  const lines = [`${report.source}: ${report.subject} (${size})`, ''];
  const rows = [...byOrder.entries()]
    .filter(([, count]) => count > 0n)
    .map(([order, count]) => [String(order), renderCount(count)]);
  const columns = [
    { title: 'order', align: 'right' },
    { title: 'minimal cut sets', align: 'right' },
  ] as const;
  if (rows.length > 0) lines.push(renderTable(columns, rows), '');
  const noun = report.count === 1n ? 'minimal cut set' : 'minimal cut sets';
  lines.push(`${renderCount(report.count)} ${noun}. ${renderCompleteness(report)}`);
  if (gateCount !== undefined) lines.push(renderChance(report));
  lines.push(...report.notes, ...renderSets(report));
  return lines.join('\n');
}

function renderCompleteness(report: CutSetReport): string {
  const { truncatedAt, truncatedBy } = report;
  if (truncatedAt === undefined) return 'None is missing.';
  const reason =
    truncatedBy === 'order'
      ? 'larger ones were not asked for'
      : 'the rest did not fit the budget of nodes; --nodes raises it';
  return `Order ≤ ${truncatedAt} only: ${reason}.`;
}

function renderChance(report: CutSetReport): string {
  if (report.topProbability !== undefined) {
    return `P(top) = ${report.topProbability.toExponential(5)}, exact.`;
  }
  return report.truncatedAt === undefined
    ? 'P(top) is not known: some events have no probability.'
    : 'P(top) is not known: it would need the sets that are missing, or events have no probability.';
}

function renderSets(report: CutSetReport): string[] {
  if (report.sets.length === 0) return [];
  const isPart = BigInt(report.sets.length) < report.count;
  const title = isPart ? `The ${report.sets.length} smallest:` : 'In full:';
  const sets = report.sets.map((set) => `  ${set.join(' + ') || '(nothing: it always fails)'}`);
  return ['', title, ...sets];
}
