import { groupDigits, parseCurrency, renderMoney } from '../../kernel/index.ts';

/** A column of a printed table; figures stand right, words left. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/g;

/** How many terminal columns the text takes; Korean syllables take two (UAX #11, wide). */
function widthOf(text: string): number {
  return [...text].length + (text.match(wide)?.length ?? 0);
}

function pad(text: string, options: { width: number; align: Column['align'] }): string {
  const blank = ' '.repeat(Math.max(0, options.width - widthOf(text)));
  return options.align === 'left' ? text + blank : blank + text;
}

/** Renders rows under a header line, columns apart by two spaces. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const renderRow = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', { width: widths[index] ?? 0, align }))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [renderRow(columns.map(({ title }) => title)), rule, ...rows.map(renderRow)].join('\n');
}

/**
 * Gives an amount of minor units in the currency's major units, without its code: 20000 in USD is `200.00`.
 *
 * What is no currency of ISO 4217, as points, is counted as it is.
 */
export function renderMinor(minor: bigint | number | string, currency: string | null): string {
  const known = parseCurrency(currency ?? '');
  if (known === undefined) return renderCount(BigInt(minor));
  return renderMoney({ amountMinor: BigInt(minor), currency: known }, 'en').slice(known.length + 1);
}

/** Groups the digits of a whole number by thousands. */
export function renderCount(value: bigint | number): string {
  return groupDigits(String(value));
}

/** Gives a count with its noun, which ends in `s` unless there is one of it. */
export function plural(count: number, noun: string): string {
  return `${renderCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
