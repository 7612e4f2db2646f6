import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Section, Tag } from '../ui/parts.tsx';
import {
  type Adoption,
  adoptionsQuery,
  type Incident,
  type StatedImpact,
} from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { KeptCost } from './kept-cost.tsx';

/** Every adoption on record, the latest first, with what it changed and who made it. */
export function AdoptionHistory(props: {
  readonly incident: Incident;
  readonly impacts: readonly StatedImpact[];
}): ReactNode {
  const { incident, impacts } = props;
  const words = useIncidentWords();
  const { impacts: texts, reason } = words.texts;
  const adoptions = useQuery(adoptionsQuery(incident.id));
  const aboutOf = ({ impactId }: Adoption): string => {
    const impact = impacts.find(({ id }) => id === impactId);
    if (impact === undefined) return '';
    const party = words.partyName(incident, impact.statedBy);
    return `${words.functionName(incident, impact)} · ${party}`;
  };
  return (
    <Section title={texts.history}>
      <Loaded query={adoptions}>
        {(rows) => (
          <DataTable
            caption={texts.history}
            emptyText={texts.historyEmpty}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              { key: 'function', header: texts.function, cell: aboutOf },
              {
                key: 'standing',
                header: words.texts.overview.state,
                cell: ({ isStanding }) => (
                  <Tag tone={isStanding ? 'good' : 'plain'}>
                    {isStanding ? texts.standing : texts.displaced}
                  </Tag>
                ),
              },
              { key: 'reason', header: reason, cell: (row) => row.reason },
              {
                key: 'change',
                header: texts.change,
                cell: ({ id, addedMs, removedMs }) => (
                  <>
                    {`+${words.lengthText(addedMs)} / −${words.lengthText(removedMs)}`}
                    <KeptCost incident={incident} recordId={id} />
                  </>
                ),
              },
              {
                key: 'by',
                header: texts.by,
                cell: ({ adoptedBy }) => adoptedBy.name ?? words.texts.overview.unknownMember,
              },
              {
                key: 'at',
                header: texts.at,
                cell: ({ adoptedAt }) => words.format.instant(adoptedAt, incident.zone),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
