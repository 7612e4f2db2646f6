import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import type { DrillRecord } from './drill-data.ts';

/** The drills that were held, the newest first, with how each ended and the hash the public log has. */
export function DrillRecords(props: { readonly records: readonly DrillRecord[] }): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  return (
    <DataTable
      caption={drills.heldCaption}
      rows={props.records}
      rowKey={(row) => row.id}
      emptyText={drills.noneHeld}
      columns={[
        { key: 'when', header: drills.columns.when, cell: (row) => format.instant(row.startedAt) },
        { key: 'removed', header: drills.columns.removed, cell: (row) => row.removed },
        {
          key: 'shows',
          header: drills.columns.shows,
          cell: (row) => drills.shows(row.node, row.option),
        },
        { key: 'kind', header: drills.columns.kind, cell: (row) => drills.kinds[row.kind] },
        {
          key: 'result',
          header: drills.columns.result,
          cell: (row) => (
            <>
              <Tag tone={row.result === 'passed' ? 'good' : 'bad'}>
                {drills.results[row.result]}
              </Tag>{' '}
              {row.scope === 'partial' ? <Tag tone="warn">{drills.partial}</Tag> : null}
            </>
          ),
        },
        {
          key: 'deviations',
          header: drills.columns.deviations,
          cell: (row) => row.deviations.join('; ') || '–',
        },
        {
          key: 'hash',
          header: drills.columns.hash,
          cell: (row) => <code title={row.recordHash}>{row.recordHash.slice(0, 12)}…</code>,
        },
      ]}
    />
  );
}
