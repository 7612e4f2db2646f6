import type { EventImportance, EventRanking } from '../../continuity/cut-sets/index.ts';
import { renderCount, renderTable } from '../shell/table.ts';

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
  readonly truncatedBy: 'order' | 'nodes' | 'operations' | undefined;
  readonly operations: number;
  readonly isCoherent: boolean;
  readonly sets: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** The most important events or domains; undefined when not asked for. */
  readonly ranking: EventRanking | undefined;
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
  lines.push(...report.notes, ...renderSets(report), ...renderRanking(report));
  return lines.join('\n');
}

function renderCompleteness(report: CutSetReport): string {
  const { truncatedAt, truncatedBy, operations } = report;
  if (truncatedAt === undefined) return 'None is missing.';
  const reasons = {
    order: 'larger ones were not asked for',
    nodes: 'the rest did not fit the budget of nodes; --nodes raises it',
    operations: `stopped after ${renderCount(BigInt(operations))} operations; --operations raises it`,
  };
  const reason = reasons[truncatedBy ?? 'nodes'];
  if (truncatedAt > 0) return `Order ≤ ${truncatedAt} only: ${reason}.`;
  return `Not even those of order 1 are known: ${reason}.`;
}

/** Below it a number of 64 binary digits loses some of them. @source IEEE 754 (subnormal numbers) */
const leastExact = 1e-300;

function renderChance(report: CutSetReport): string {
  if (report.topProbability !== undefined && report.topProbability < leastExact) {
    return report.count > 0n || report.truncatedAt !== undefined
      ? `P(top) is below ${leastExact.toExponential(0)}: too small to be told exactly.`
      : 'P(top) = 0: nothing makes it fail.';
  }
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

function renderRanking({ ranking, gateCount }: CutSetReport): string[] {
  if (ranking === undefined || ranking.events.length === 0) return [];
  const noun = gateCount === undefined ? 'domain' : 'event';
  const lines = ['', `The most important ${noun}s:`, ''];
  if (ranking.basis === 'probability') {
    const titles = ['Birnbaum', 'Fussell-Vesely', 'diagnostic', 'RAW', 'RRW'];
    const columns = [
      { title: noun, align: 'left' } as const,
      ...['smallest', 'sets', ...titles].map(rightAligned),
    ];
    const rows = ranking.events.map((each) => [
      ...renderMembership(each),
      ...[each.birnbaum, each.fussellVesely, each.diagnostic].map(renderMeasure),
      ...[each.achievement, each.reduction].map(renderMeasure),
    ]);
    return [...lines, renderTable(columns, rows)];
  }
  const columns = [
    { title: noun, align: 'left' } as const,
    ...['smallest', 'sets', 'decides'].map(rightAligned),
  ];
  const rows = ranking.events.map((each) => [
    ...renderMembership(each),
    each.birnbaum === undefined ? '–' : `${(100 * each.birnbaum).toFixed(2)} %`,
  ]);
  const note = `smallest: the size of the smallest set it is in. decides: of the states of all other ${noun}s, the share in which this one makes the difference (Birnbaum's structural importance).`;
  return [...lines, renderTable(columns, rows), note];
}

function rightAligned(title: string) {
  return { title, align: 'right' } as const;
}

function renderMembership({ event, smallestOrder, setCount }: EventImportance): string[] {
  const sets = setCount === undefined ? '–' : renderCount(setCount);
  return [event, smallestOrder === undefined ? '–' : String(smallestOrder), sets];
}

/** Five digits; "∞" where nothing happens without the event, "–" where it is not known. */
function renderMeasure(value: number | undefined): string {
  if (value === undefined) return '–';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);
  return isPlain ? String(Number(value.toPrecision(5))) : value.toExponential(3);
}
