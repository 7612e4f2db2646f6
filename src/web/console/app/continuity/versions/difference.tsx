import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Tag } from '../../ui/parts.tsx';
import { differenceQuery } from './version-data.ts';

/** So many rows are shown until all are asked for. */
const rowsFirst = 30;

function countOf(changes: readonly { readonly kind: string }[], kind: keyof typeof tones): number {
  return changes.filter((change) => change.kind === kind).length;
}

const tones = { added: 'good', removed: 'bad', changed: 'warn' } as const;

/** What is told in a line and opened by whoever wants it; nothing is folded where there is nothing. */
function Folded(props: {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}): ReactNode {
  if (props.count === 0) return props.children;
  return (
    <details>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

/** What differs between two versions, folded: what was written, and what the loss of a site then does. */
export function Difference(props: { readonly after: string; readonly from: string }): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const [isAll, setAll] = useState(false);
  const query = useQuery(differenceQuery(props.after, props.from));
  return (
    <Loaded query={query}>
      {({ changes, losses }) => (
        <>
          <Folded title={versions.lossesChanged(format.count(losses.length))} count={losses.length}>
            <DataTable
              caption={versions.lossCaption}
              rows={losses}
              rowKey={(row) => row.domain}
              emptyText={versions.noLossChange}
              columns={[
                { key: 'domain', header: versions.columns.site, cell: (row) => row.domain },
                {
                  key: 'down',
                  header: versions.columns.newlyDown,
                  cell: (row) => row.newlyDown.join(', ') || '–',
                },
                {
                  key: 'up',
                  header: versions.columns.noLongerDown,
                  cell: (row) => row.noLongerDown.join(', ') || '–',
                },
                {
                  key: 'stuck',
                  header: versions.columns.newlyStuck,
                  cell: (row) => row.newlyStuck.join(', ') || '–',
                },
                {
                  key: 'free',
                  header: versions.columns.noLongerStuck,
                  cell: (row) => row.noLongerStuck.join(', ') || '–',
                },
              ]}
            />
          </Folded>
          <Folded
            title={versions.changes(
              format.count(countOf(changes, 'added')),
              format.count(countOf(changes, 'removed')),
              format.count(countOf(changes, 'changed')),
            )}
            count={changes.length}
          >
            <DataTable
              caption={versions.changeCaption}
              rows={isAll ? changes : changes.slice(0, rowsFirst)}
              rowKey={(row) => `${row.part} ${row.id}`}
              emptyText={versions.noChange}
              columns={[
                {
                  key: 'kind',
                  header: versions.columns.kind,
                  cell: (row) => <Tag tone={tones[row.kind]}>{versions.kinds[row.kind]}</Tag>,
                },
                {
                  key: 'id',
                  header: versions.columns.what,
                  cell: (row) => `${versions.parts[row.part]} ${row.id}`,
                },
                {
                  key: 'fields',
                  header: versions.columns.fields,
                  cell: (row) =>
                    row.fields.length === 0 ? (
                      '–'
                    ) : (
                      <ul className="plain-list">
                        {row.fields.map((change) => (
                          <li key={change.field}>
                            <code>{change.field.split(': ')[0]}</code>: {change.before ?? '–'} →{' '}
                            {change.after ?? '–'}
                          </li>
                        ))}
                      </ul>
                    ),
                },
              ]}
            />
            {isAll || changes.length <= rowsFirst ? null : (
              <Button onPress={() => setAll(true)}>
                {words.continuity.showAll(format.count(changes.length))}
              </Button>
            )}
          </Folded>
        </>
      )}
    </Loaded>
  );
}
