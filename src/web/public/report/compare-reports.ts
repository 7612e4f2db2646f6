import type { Figures } from '../../../disclosure/figures/index.ts';
import { type ReportDocument, textParts } from '../../../disclosure/reports/index.ts';
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

type Flat = Map<string, { readonly path: readonly string[]; readonly text: string }>;

function flatten(value: Json, path: readonly string[], into: Flat): void {
  if (Array.isArray(value)) {
    for (const [at, item] of (value as readonly Json[]).entries()) {
      flatten(item, [...path, ...nameOfItem(item, at)], into);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      flatten(item as Json, [...path, name], into);
    }
  } else into.set(path.join(' '), { path, text: String(value) });
}

/** Lists every figure that differs between two versions, in the order of their names. */
export function compareFigures(was: Figures, now: Figures): readonly FigureChange[] {
  const [before, after]: [Flat, Flat] = [new Map(), new Map()];
  flatten(was as unknown as Json, [], before);
  flatten(now as unknown as Json, [], after);
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name): FigureChange[] => {
    const [old, current] = [before.get(name), after.get(name)];
    if (old?.text === current?.text) return [];
    return [
      {
        path: (current ?? old)?.path ?? [],
        ...(old === undefined ? {} : { was: old.text }),
        ...(current === undefined ? {} : { now: current.text }),
      },
    ];
  });
}

/** Names a figure in the words of the report; what the report has no word for stays as it is. */
export function figureName(path: readonly string[], locale: Locale): string {
  const { figureNames, partyClass, remedy } = reportWords(locale);
  return path
    .filter((part) => part !== '')
    .map((part) => figureNames[part] ?? partyClass[part] ?? remedy[part] ?? part)
    .join(' · ');
}
