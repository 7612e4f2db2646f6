import { queryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Inventory } from '../../../../continuity/simulate/index.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useLanguage } from '../language.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { SelectField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';

type Effect = 'down' | 'stuck';

const importanceQuery = (assessmentId: string, node: string, effect: Effect) =>
  queryOptions({
    queryKey: ['continuity', 'importance', assessmentId, node, effect],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/cut-sets', {
          params: { path: { assessmentId }, query: { node, effect } },
        }),
      ),
  });

/** The smallest losses of one node, and the domains that matter most to it. */
export function DomainImportance(props: {
  readonly assessmentId: string;
  readonly inventory: Inventory;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { importance } = words.continuity;
  const { inventory, assessmentId } = props;
  const nodes = [...inventory.nodes.values()].toSorted(
    (left, right) => (left.tier ?? 9) - (right.tier ?? 9),
  );
  const [node, setNode] = useState(nodes[0]?.id ?? '');
  const [effect, setEffect] = useState<Effect>('down');
  const query = useQuery({ ...importanceQuery(assessmentId, node, effect), enabled: node !== '' });
  return (
    <>
      <p>{importance.lead}</p>
      <SelectField
        label={importance.node}
        value={node}
        onChange={setNode}
        options={nodes.map(({ id, title }) => ({ value: id, label: title[locale] }))}
      />
      <SelectField
        label={importance.effect}
        value={effect}
        onChange={(value) => setEffect(value as Effect)}
        options={(['down', 'stuck'] as const).map((value) => ({
          value,
          label: importance.effects[value],
        }))}
      />
      <Loaded query={query}>{(found) => <Found found={found} inventory={inventory} />}</Loaded>
    </>
  );
}

type Importance = Awaited<ReturnType<NonNullable<ReturnType<typeof importanceQuery>['queryFn']>>>;

function Found(props: { readonly found: Importance; readonly inventory: Inventory }): ReactNode {
  const { words, locale, format } = useLanguage();
  const { importance } = words.continuity;
  const { found, inventory } = props;
  const nameOf = (id: string) => inventory.domains.get(id)?.title[locale] ?? id;
  if (found.sets.length === 0) return <p className="empty">{importance.none}</p>;
  return (
    <>
      <p>
        {importance.count(format.count(found.count))}{' '}
        {found.truncatedAt === null ? '' : importance.truncated(format.count(found.truncatedAt))}
      </p>
      <ol className="cut-sets">
        {found.sets.map((set) => (
          <li key={set.join('+')}>{set.map(nameOf).join(' + ') || importance.always}</li>
        ))}
      </ol>
      <DataTable
        caption={importance.caption}
        rows={found.domains}
        rowKey={(row) => row.domain}
        emptyText={importance.none}
        columns={[
          { key: 'domain', header: importance.columns.domain, cell: (row) => nameOf(row.domain) },
          {
            key: 'smallest',
            header: importance.columns.smallest,
            isNumeric: true,
            cell: (row) => (row.smallestOrder === null ? '–' : format.count(row.smallestOrder)),
          },
          {
            key: 'sets',
            header: importance.columns.sets,
            isNumeric: true,
            cell: (row) => (row.sets === null ? '–' : format.count(row.sets)),
          },
          {
            key: 'decides',
            header: importance.columns.decides,
            isNumeric: true,
            cell: (row) => (row.decides === null ? '–' : `${(100 * row.decides).toFixed(2)} %`),
          },
        ]}
      />
    </>
  );
}
