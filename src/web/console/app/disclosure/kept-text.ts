import { type ReportText, textParts } from '../../../../disclosure/report-text/index.ts';

/** Where what is written and not yet prepared is kept: the storage of this tab. */
export type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (incidentId: string): string => `amends.report-text.${incidentId}`;

function readParts(value: unknown): ReportText['ko'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const parts = textParts.flatMap((part) => {
    const written = (value as Readonly<Record<string, unknown>>)[part];
    return typeof written === 'string' ? [[part, written] as const] : [];
  });
  return Object.fromEntries(parts);
}

/** Gives what was written of an incident's report and not prepared; undefined when there is none. */
export function readKeptText(keeper: Keeper, incidentId: string): ReportText | undefined {
  try {
    const value = JSON.parse(keeper.getItem(keyOf(incidentId)) ?? 'null') as unknown;
    if (typeof value !== 'object' || value === null) return undefined;
    const { ko, en } = value as Readonly<Record<string, unknown>>;
    const [korean, english] = [readParts(ko), readParts(en)];
    return korean === undefined || english === undefined ? undefined : { ko: korean, en: english };
  } catch {
    return undefined; // not ours, or the tab keeps nothing
  }
}

/** Keeps what is written, or forgets it when it is undefined. A tab that keeps nothing loses nothing else. */
export function keepText(
  keeper: Keeper,
  { incidentId, text }: { readonly incidentId: string; readonly text: ReportText | undefined },
): void {
  try {
    if (text === undefined) keeper.removeItem(keyOf(incidentId));
    else keeper.setItem(keyOf(incidentId), JSON.stringify(text));
  } catch {
    // Storage that is full or switched off: the page itself still has the text.
  }
}
