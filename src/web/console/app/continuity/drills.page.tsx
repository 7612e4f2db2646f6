import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Tag } from '../ui/parts.tsx';
import { drillsQuery, type RecordedDrill } from './continuity-data.ts';
import './continuity.css';

function Result({ drill }: { readonly drill: RecordedDrill }): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  return <Tag tone={drill.result === 'passed' ? 'good' : 'bad'}>{drills.result[drill.result]}</Tag>;
}

/** What was removed, and whether it counts: only a whole domain does. */
function Removed({ drill }: { readonly drill: RecordedDrill }): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  return `${drill.removed.join(' + ')} (${drills.scope[drill.scope]})`;
}

/** What drills showed: what was removed, what had to keep running, how it ended, and its hash in the log. */
export function DrillsPage(): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  const query = useQuery(drillsQuery);
  return (
    <>
      <PageHead title={drills.title} lead={drills.lead} />
      <Loaded query={query}>
        {(page) => (
          <DataTable
            caption={drills.caption}
            rows={page.drills}
            rowKey={(row) => row.id}
            emptyText={drills.none}
            columns={[
              {
                key: 'held',
                header: drills.columns.held,
                cell: (row) => format.instant(row.startedAt),
              },
              { key: 'kind', header: drills.columns.kind, cell: (row) => drills.kind[row.kind] },
              {
                key: 'removed',
                header: drills.columns.removed,
                cell: (row) => <Removed drill={row} />,
              },
              { key: 'node', header: drills.columns.node, cell: (row) => row.node },
              {
                key: 'result',
                header: drills.columns.result,
                cell: (row) => <Result drill={row} />,
              },
              {
                key: 'seen',
                header: drills.columns.seen,
                cell: (row) => row.deviations.join(' '),
              },
              {
                key: 'hash',
                header: drills.columns.hash,
                cell: (row) => <code>{row.recordHash.slice(0, 16)}</code>,
              },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
