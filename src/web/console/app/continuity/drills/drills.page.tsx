import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, Section } from '../../ui/parts.tsx';
import { assessmentsQuery } from '../continuity-data.ts';
import { DrillAdviceList } from './drill-advice.tsx';
import { scheduleQuery } from './drill-data.ts';
import { DrillRecords } from './drill-records.tsx';
import { RecordDrill } from './record-drill.tsx';
import { ScheduledDrills } from './scheduled-drills.tsx';
import '../continuity.css';

/** Drills: what is planned and overdue, what to hold next, what was held; each can be planned and recorded. */
export function DrillsPage(): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  const canWrite = usePermission('continuity:write');
  const schedule = useQuery(scheduleQuery);
  const assessments = useQuery(assessmentsQuery);
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <PageHead title={drills.title} lead={drills.lead} />
      <Loaded query={assessments}>
        {({ assessments: rows }) => {
          const shown = chosen ?? rows[0]?.id;
          if (shown === undefined) return <p className="empty">{words.continuity.none}</p>;
          return (
            <>
              <SelectField
                label={words.continuity.inventory}
                value={shown}
                onChange={setChosen}
                options={rows.map((row) => ({
                  value: row.id,
                  label: words.continuity.inventoryOption(
                    row.inventoryName,
                    format.instant(row.assessedAt),
                  ),
                }))}
              />
              <Section title={drills.planned}>
                <Loaded query={schedule}>
                  {(page) => <ScheduledDrills schedule={page} assessments={rows} />}
                </Loaded>
              </Section>
              <Section title={drills.next}>
                <DrillAdviceList assessmentId={shown} />
              </Section>
              {canWrite ? (
                <Section title={drills.record}>
                  <RecordDrill key={shown} assessmentId={shown} />
                </Section>
              ) : null}
            </>
          );
        }}
      </Loaded>
      <Section title={drills.held}>
        <Loaded query={schedule}>{(page) => <DrillRecords records={page.records} />}</Loaded>
      </Section>
    </>
  );
}
