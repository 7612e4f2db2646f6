import { type ReactNode, useContext } from 'react';
import { useLanguage } from '../language.tsx';
import { HeadingAbove } from './parts.tsx';

/** One column: its heading and what stands in a row of it. */
export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** figures stand to the right and under one another */
  readonly isNumeric?: boolean;
}

interface Selection {
  readonly keys: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
  /** rows that cannot be chosen, such as one's own */
  readonly isLocked?: (key: string) => boolean;
}

interface DataTableProps<Row> {
  /** what the table lists; read by screen readers, and shown above it */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowName?: (row: Row) => string;
  readonly emptyText?: string;
  readonly selection?: Selection;
}

function toggled(keys: readonly string[], key: string): readonly string[] {
  return keys.includes(key) ? keys.filter((held) => held !== key) : [...keys, key];
}

function SelectAll(props: { readonly keys: readonly string[]; readonly selection: Selection }) {
  const { words } = useLanguage();
  const { keys, selection } = props;
  const open = keys.filter((key) => selection.isLocked?.(key) !== true);
  const isAll = open.length > 0 && open.every((key) => selection.keys.includes(key));
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isAll}
        onChange={() => selection.onChange(isAll ? [] : open)}
      />
      <span>{words.shell.parts.selectAll}</span>
    </label>
  );
}

/** A table; below 640 px each row becomes a card whose values carry their headings. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { caption, columns, rows, rowKey, selection } = props;
  const { words } = useLanguage();
  const heading = useContext(HeadingAbove);
  const nameOf = props.rowName ?? rowKey;
  if (rows.length === 0) {
    return <p className="empty">{props.emptyText ?? words.shell.parts.empty}</p>;
  }
  return (
    <div className="table-wrap">
      {selection === undefined ? null : <SelectAll keys={rows.map(rowKey)} selection={selection} />}
      <table>
        <caption className={caption === heading ? 'vh' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {selection === undefined ? null : <td />}
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.isNumeric ? 'n' : undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key}>
                {selection === undefined ? null : (
                  <td className="pick">
                    <input
                      type="checkbox"
                      aria-label={words.shell.parts.selectRow(nameOf(row))}
                      disabled={selection.isLocked?.(key) === true}
                      checked={selection.keys.includes(key)}
                      onChange={() => selection.onChange(toggled(selection.keys, key))}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.key}
                    data-label={column.header}
                    className={column.isNumeric ? 'n' : undefined}
                  >
                    <div>{column.cell(row)}</div>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
