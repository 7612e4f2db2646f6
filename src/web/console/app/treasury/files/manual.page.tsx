import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { isPermitted, useMember, usePermission } from '../../session.ts';
import { useSettlementWords } from '../../settlement/settlement-words.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { type ManualPayment, manualQuery, treasuryKeys } from '../treasury-data.ts';
import { SayResult } from './say-result.tsx';
import '../treasury.css';

function End(props: {
  readonly payment: ManualPayment;
  readonly ending: 'confirmed' | 'declined';
}): ReactNode {
  const { payment, ending } = props;
  const { words } = useLanguage();
  const texts = words.treasury.manual;
  const [isAsking, setAsking] = useState(false);
  const isConfirming = ending === 'confirmed';
  const label = isConfirming ? texts.confirm : texts.decline;
  const end = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payouts/{payoutId}/manual-result/ending', {
          params: { path: { payoutId: payment.payoutId } },
          body: { ending },
        }),
      ),
    refresh: treasuryKeys,
  });
  const confirm = async (): Promise<void> => {
    await end.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={end.problem} />
      <Button
        kind={isConfirming ? 'main' : 'second'}
        isBusy={end.isRunning}
        onPress={() => setAsking(true)}
      >
        {label}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        title={isConfirming ? texts.confirmTitle : texts.declineTitle}
        confirmLabel={label}
        isBusy={end.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{isConfirming ? texts.confirmText : texts.declineText}</p>
      </StepUpDialog>
    </>
  );
}

function Said({ payment }: { readonly payment: ManualPayment }): ReactNode {
  const { words, format } = useLanguage();
  const { by } = useSettlementWords();
  const member = useMember();
  const texts = words.treasury.manual;
  const { result } = payment;
  if (result === null) return texts.nobody;
  const mayEnd = isPermitted(member, ['payout:approve']) && result.recordedBy.id !== member.id;
  return (
    <>
      <p>
        {texts.results[result.result]} · {result.bankReference} · {format.instant(result.bookedAt)}
      </p>
      <p>{result.evidence}</p>
      <p className="hint">{by(result.recordedBy, result.recordedAt)}</p>
      {mayEnd ? (
        <div className="treasury-row-actions">
          <End payment={payment} ending="confirmed" />
          <End payment={payment} ending="declined" />
        </div>
      ) : null}
    </>
  );
}

function Payments({ payments }: { readonly payments: readonly ManualPayment[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.manual;
  const maySend = usePermission('payout:send');
  const open = payments.filter(({ result }) => result === null);
  return (
    <>
      <DataTable
        caption={texts.caption}
        rows={payments}
        rowKey={({ payoutId }) => payoutId}
        emptyText={texts.empty}
        columns={[
          {
            key: 'payment',
            header: texts.payment,
            cell: ({ payoutId, reference }) => (
              <PageLink to={`/payouts/${payoutId}`}>{reference}</PageLink>
            ),
          },
          {
            key: 'amount',
            header: texts.amount,
            isNumeric: true,
            cell: ({ amount }) => format.money(amount),
          },
          {
            key: 'sent',
            header: texts.sentAt,
            cell: ({ sentAt }) => (sentAt === null ? '' : format.instant(sentAt)),
          },
          { key: 'said', header: texts.said, cell: (payment) => <Said payment={payment} /> },
        ]}
      />
      {maySend && open.length > 0 ? (
        <Section title={texts.sayTitle}>
          <SayResult payments={open} />
        </Section>
      ) : null}
    </>
  );
}

function Manual({ incidentId }: { readonly incidentId: string }): ReactNode {
  const payments = useQuery(manualQuery(incidentId));
  return <Loaded query={payments}>{(all) => <Payments payments={all} />}</Loaded>;
}

/** Payments made by hand: what the bank did, recorded by one person and confirmed by another. */
export function ManualPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.manual;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <WithIncident>
        {(incidentId) => <Manual key={incidentId} incidentId={incidentId} />}
      </WithIncident>
    </>
  );
}
