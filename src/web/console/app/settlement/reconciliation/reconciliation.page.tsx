import type { ReactNode } from 'react';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { PageHead, Section } from '../../ui/parts.tsx';
import { useSettlementWords } from '../settlement-words.ts';
import { Alarms } from './alarms.tsx';
import { StatementForm } from './statement-form.tsx';
import { UnexplainedLines } from './unexplained-lines.tsx';
import '../settlement.css';

/** Reading a rail's statement, and the lines no payout explains. */
export function ReconciliationPage(): ReactNode {
  const { texts } = useSettlementWords();
  const { alarms } = useLanguage().words.treasury;
  const maySend = usePermission('payout:send');
  const labels = texts.reconciliation;
  return (
    <>
      <PageHead title={labels.title} lead={labels.lead} />
      {maySend ? (
        <Section title={labels.read}>
          <StatementForm />
        </Section>
      ) : null}
      <Section title={labels.exceptions}>
        <WithIncident>{(incidentId) => <UnexplainedLines incidentId={incidentId} />}</WithIncident>
      </Section>
      <Section title={alarms.title}>
        <WithIncident>{(incidentId) => <Alarms incidentId={incidentId} />}</WithIncident>
      </Section>
    </>
  );
}
