import type { Figures } from '../../../disclosure/figures/index.ts';
import { type ReportDocument, textParts } from '../../../disclosure/reports/index.ts';
import { type AwardName, awardNameIn, type NamedAward } from '../../../policy/award-names/index.ts';
import type { Locale } from '../public-layout.tsx';
import { compareWords, openWordBudget, type WordRun } from './compare-words.ts';
import { reportWords } from './report-view.ts';

/** One part of the text whose words differ. */
export interface TextChange {
  readonly part: (typeof textParts)[number];
  readonly runs: readonly WordRun[];
}

/** One figure that differs; absent where the version does not have it. */
export interface FigureChange {
  /** where it stands in the figures, from the outside in: 'claims', 'byClass', 'general', 'deny' */
  readonly path: readonly string[];
  /** the thing that was awarded, where the figure is of one */
  readonly award?: NamedAward;
  readonly was?: string;
  readonly now?: string;
}

/** Lists the parts of the text that differ between two versions, in the order they are read. */
export function compareTexts(
  was: ReportDocument,
  now: ReportDocument,
  locale: Locale,
): readonly TextChange[] {
  const budget = openWordBudget();
  return textParts.flatMap((part) => {
    const [before, after] = [was.text[locale][part] ?? '', now.text[locale][part] ?? ''];
    return before === after ? [] : [{ part, runs: compareWords(before, after, budget) }];
  });
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

function nameOfItem(item: Json, at: number): readonly string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [String(at)];
  const named = item as { readonly [name: string]: Json };
  const names = ['file', 'clause', 'remedy', 'name', 'partyClass', 'currency', 'from', 'fromDays'];
  const parts = names.flatMap((name) => (typeof named[name] === 'string' ? [named[name]] : []));
  return parts.length === 0 ? [String(at)] : parts;
}

/** Gives the thing that was awarded which an object of the figures is about, if it is about one. */
function awardOf(value: { readonly [name: string]: Json }): NamedAward | undefined {
  const { remedy, name, clause } = value;
  if (typeof remedy !== 'string' || typeof name !== 'string') return undefined;
  return { remedy, name, ...(typeof clause === 'string' ? { clause } : {}) };
}

interface Place {
  readonly path: readonly string[];
  readonly award?: NamedAward | undefined;
}

type Flat = Map<string, Place & { readonly text: string }>;

function flatten(value: Json, { path, award }: Place, into: Flat): void {
  if (Array.isArray(value)) {
    for (const [at, item] of (value as readonly Json[]).entries()) {
      flatten(item, { path: [...path, ...nameOfItem(item, at)], award }, into);
    }
  } else if (typeof value === 'object' && value !== null) {
    const own = awardOf(value as { readonly [name: string]: Json }) ?? award;
    for (const [name, item] of Object.entries(value)) {
      flatten(item as Json, { path: [...path, name], award: own }, into);
    }
  } else into.set(path.join(' '), { path, award, text: String(value) });
}

/** Lists every figure that differs between two versions, in the order of their names. */
export function compareFigures(was: Figures, now: Figures): readonly FigureChange[] {
  const [before, after]: [Flat, Flat] = [new Map(), new Map()];
  flatten(was as unknown as Json, { path: [] }, before);
  flatten(now as unknown as Json, { path: [] }, after);
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name): FigureChange[] => {
    const [old, current] = [before.get(name), after.get(name)];
    if (old?.text === current?.text) return [];
    const { path = [], award } = current ?? old ?? {};
    return [
      {
        path,
        ...(award === undefined ? {} : { award }),
        ...(old === undefined ? {} : { was: old.text }),
        ...(current === undefined ? {} : { now: current.text }),
      },
    ];
  });
}

/** How figures are read: the language, and what the policies of the report call what they award. */
export interface FigureReading {
  readonly locale: Locale;
  readonly awardNames: readonly AwardName[];
}

const awardText = (award: NamedAward | undefined, { awardNames, locale }: FigureReading) =>
  award === undefined ? undefined : awardNameIn(awardNames, award, locale);

/** Names a figure in the words of the report; what the report has no word for stays as it is. */
export function figureName(
  { path, award }: Pick<FigureChange, 'path' | 'award'>,
  reading: FigureReading,
): string {
  const { figureNames, partyClass, remedy } = reportWords(reading.locale);
  const wordOf = (part: string): string =>
    (part === award?.name ? awardText(award, reading) : undefined) ??
    figureNames[part] ??
    partyClass[part] ??
    remedy[part] ??
    part;
  return path
    .filter((part) => part !== '')
    .map(wordOf)
    .join(' · ');
}

/** Gives a figure as it is read: the name of a thing and of a remedy in words, others as they are. */
export function figureText(
  text: string,
  { path, award }: Pick<FigureChange, 'path' | 'award'>,
  reading: FigureReading,
): string {
  const last = path.at(-1);
  if (last === 'name' && text === award?.name) return awardText(award, reading) ?? text;
  return last === 'remedy' ? (reportWords(reading.locale).remedy[text] ?? text) : text;
}
