import type { Child, FC } from 'hono/jsx';
import type { Locale } from '../../public-layout.tsx';
import { reportWords } from '../report-view.ts';

/** A table: the first cell of a row names it; columns from `numericFrom` on hold figures. */
export interface TableData {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly numericFrom: number;
  readonly rows: readonly (readonly string[])[];
}

/** A plain table with a caption that can be scrolled sideways by keyboard. */
export const Table: FC<TableData> = ({ caption, columns, numericFrom, rows }) => (
  <section class="scroll" tabindex={0} aria-label={caption}>
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={column} scope="col" class={at >= numericFrom ? 'n' : undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first = '', ...rest], line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
          <tr key={line}>
            <th scope="row">{first}</th>
            {rest.map((cell, at) => (
              <td key={columns[at + 1]} class={at + 1 >= numericFrom ? 'n' : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/**
 * What was reckoned from the record, marked as such: a picture with its heading, and a table that
 * says all the picture shows.
 */
export const Figure: FC<{
  locale: Locale;
  title: string;
  lead?: string;
  table?: TableData;
  children?: Child;
}> = ({ locale, title, lead, table, children }) => {
  const words = reportWords(locale);
  return (
    <figure class="gen">
      <figcaption>
        <span class="mark">{words.generated}</span>
        <b>{title}</b>
        {lead === undefined ? null : <span class="soft">{lead}</span>}
      </figcaption>
      {children}
      {table === undefined ? null : (
        <details>
          <summary>{words.table}</summary>
          <Table {...table} />
        </details>
      )}
    </figure>
  );
};
