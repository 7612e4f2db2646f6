import type { EventImportance, EventRanking } from '../../continuity/cut-sets/index.ts';
import { renderCount, renderTable } from '../shell/table.ts';
import { cutSetWords } from './cut-set-words.ts';

/** In which language cut sets are told, and what their domains or events are called in it. */
export interface CutSetVoice {
  readonly locale: 'ko' | 'en';
  /** Gives a domain's name, each id once; an event of a fault tree has none but its own. */
  readonly name: (event: string) => string;
}

/** What `amends continuity cut-sets` found. */
export interface CutSetReport {
  readonly source: string;
  readonly subject: string;
  /** The same for people, with its size. */
  readonly heading: string;
  /** Domains whose loss alone is enough as well, left out because one within is. */
  readonly around: readonly string[];
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
export function renderCutSets(report: CutSetReport, voice: CutSetVoice): string {
  const { byOrder, gateCount } = report;
  const say = cutSetWords[voice.locale];
  const lines = [`${report.source}: ${report.heading}`, ''];
  const rows = [...byOrder.entries()]
    .filter(([, count]) => count > 0n)
    .map(([order, count]) => [String(order), renderCount(count)]);
  if (rows.length > 0) lines.push(renderTable(say.columns.map(rightAligned), rows), '');
  lines.push(`${say.count(renderCount(report.count))} ${renderCompleteness(report, voice)}`);
  if (gateCount !== undefined) lines.push(renderChance(report, voice));
  lines.push(...report.notes, ...renderSets(report, voice), ...renderRanking(report, voice));
  return lines.join('\n');
}

function renderCompleteness(report: CutSetReport, { locale }: CutSetVoice): string {
  const { truncatedAt, truncatedBy, operations } = report;
  const say = cutSetWords[locale];
  if (truncatedAt === undefined) return say.complete;
  const reason = say.reasons[truncatedBy ?? 'nodes'](renderCount(BigInt(operations)));
  return truncatedAt > 0 ? say.upTo(truncatedAt, reason) : say.noneKnown(reason);
}

/** Below it a number of 64 binary digits loses some of them. @source IEEE 754 (subnormal numbers) */
const leastExact = 1e-300;

function renderChance(report: CutSetReport, { locale }: CutSetVoice): string {
  const say = cutSetWords[locale];
  const { topProbability, truncatedAt } = report;
  if (topProbability !== undefined && topProbability < leastExact) {
    return report.count > 0n || truncatedAt !== undefined
      ? say.tooSmall(leastExact.toExponential(0))
      : say.never;
  }
  if (topProbability !== undefined) return say.chance(topProbability.toExponential(5));
  return truncatedAt === undefined ? say.noChance : say.noChanceYet;
}

function renderSets(report: CutSetReport, { locale, name }: CutSetVoice): string[] {
  if (report.sets.length === 0) return [];
  const say = cutSetWords[locale];
  const isPart = BigInt(report.sets.length) < report.count;
  const title = isPart ? say.smallest(report.sets.length) : say.inFull;
  const sets = report.sets.map((set) => `  ${set.map(name).join(' + ') || say.always}`);
  const around = report.around.length === 0 ? [] : [say.around(report.around.map(name).join(', '))];
  return ['', title, ...sets, ...around];
}

function renderRanking({ ranking, gateCount }: CutSetReport, voice: CutSetVoice): string[] {
  if (ranking === undefined || ranking.events.length === 0) return [];
  const say = cutSetWords[voice.locale];
  const noun = gateCount === undefined ? 'domain' : 'event';
  const lines = ['', say.ranked[noun], ''];
  const first = [
    { title: say.titles[noun], align: 'left' } as const,
    ...say.membership.map(rightAligned),
  ];
  const memberships = ranking.events.map((each) => renderMembership(each, voice));
  if (ranking.basis === 'probability') {
    const titles = ['Birnbaum', 'Fussell-Vesely', 'diagnostic', 'RAW', 'RRW'];
    const rows = ranking.events.map((each, index) => [
      ...(memberships[index] ?? []),
      ...[each.birnbaum, each.fussellVesely, each.diagnostic].map(renderMeasure),
      ...[each.achievement, each.reduction].map(renderMeasure),
    ]);
    return [...lines, renderTable([...first, ...titles.map(rightAligned)], rows)];
  }
  const rows = ranking.events.map(({ birnbaum }, index) => [
    ...(memberships[index] ?? []),
    birnbaum === undefined ? '–' : `${(100 * birnbaum).toFixed(2)} %`,
  ]);
  return [...lines, renderTable([...first, rightAligned(say.decides)], rows), say.note[noun]];
}

function rightAligned(title: string) {
  return { title, align: 'right' } as const;
}

function renderMembership(each: EventImportance, { name }: CutSetVoice): string[] {
  const { event, smallestOrder, setCount } = each;
  const sets = setCount === undefined ? '–' : renderCount(setCount);
  return [name(event), smallestOrder === undefined ? '–' : String(smallestOrder), sets];
}

/** Five digits; "∞" where nothing happens without the event, "–" where it is not known. */
function renderMeasure(value: number | undefined): string {
  if (value === undefined) return '–';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);
  return isPlain ? String(Number(value.toPrecision(5))) : value.toExponential(3);
}
