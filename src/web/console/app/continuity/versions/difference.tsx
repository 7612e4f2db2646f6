import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Tag } from '../../ui/parts.tsx';
import { differenceQuery } from './version-data.ts';

/** So many rows are shown until all are asked for. */
const rowsFirst = 150;

const tones = { added: 'good', removed: 'bad', changed: 'warn' } as const;

/** What differs between two versions: what was written, and what the loss of a site then does. */
export function Difference(props: { readonly after: string; readonly from: string }): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const [isAll, setAll] = useState(false);
  const query = useQuery(differenceQuery(props.after, props.from));
  return (
    <Loaded query={query}>
      {({ changes, losses }) => (
        <>
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
        </>
      )}
    </Loaded>
  );
}
