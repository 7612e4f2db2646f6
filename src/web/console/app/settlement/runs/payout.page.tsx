import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, PageHead, PageLink, Section, Tag, Timeline } from '../../ui/parts.tsx';
import { AccountName, TransferCode } from '../ledger-names.tsx';
import { type PayoutStory, payoutQuery } from '../settlement-data.ts';
import { payoutTone, useSettlementWords } from '../settlement-words.ts';

function PayoutFacts({ payout }: { readonly payout: PayoutStory }): ReactNode {
  const { texts, format, partyClass, rail } = useSettlementWords();
  const labels = texts.payout;
  return (
    <Facts
      facts={[
        { name: labels.amount, value: format.money(payout.amount) },
        { name: texts.runs.partyClass, value: partyClass(payout.partyClass) },
        { name: labels.award, value: payout.clause },
        { name: labels.approvedAt, value: format.instant(payout.awardApprovedAt) },
        { name: labels.attempt, value: labels.attemptText(format.count(payout.attempt)) },
        { name: labels.rail, value: rail(payout.rail) },
        { name: labels.reference, value: <code>{payout.railReference}</code> },
      ]}
    />
  );
}

function Story({ payout }: { readonly payout: PayoutStory }): ReactNode {
  const { texts, format, actor, reason } = useSettlementWords();
  const labels = texts.payout;
  const hasAttempts = payout.history.some(({ attempt }) => attempt > 1);
  const award = {
    key: 'award',
    at: payout.awardApprovedAt,
    title: labels.awardApproved,
    text: format.money(payout.amount),
  };
  const events = payout.history.map((entry, index) => ({
    key: `${entry.payoutId} ${index}`,
    at: entry.at,
    title: (
      <>
        {texts.events[entry.type]}{' '}
        <Tag tone={payoutTone(entry.toState)}>{texts.payoutStates[entry.toState]}</Tag>
      </>
    ),
    text: [
      hasAttempts ? labels.attemptText(format.count(entry.attempt)) : '',
      entry.reasonCode === null ? '' : reason(entry.reasonCode),
      labels.byOn(actor(entry.actor)),
    ]
      .filter((part) => part !== '')
      .join(' · '),
  }));
  return <Timeline entries={[award, ...events]} />;
}

function Transfers({ payout }: { readonly payout: PayoutStory }): ReactNode {
  const { texts, format } = useSettlementWords();
  const { ledger } = texts;
  return (
    <DataTable
      caption={texts.payout.transfersCaption}
      rows={payout.transfers}
      rowKey={({ id }) => id}
      emptyText={texts.payout.transfersEmpty}
      columns={[
        {
          key: 'position',
          header: ledger.position,
          isNumeric: true,
          cell: (row) => format.count(row.position),
        },
        { key: 'at', header: ledger.at, cell: (row) => format.instant(row.at) },
        { key: 'code', header: ledger.code, cell: (row) => <TransferCode transfer={row} /> },
        {
          key: 'between',
          header: ledger.fromTo,
          cell: ({ debit, credit }) => (
            <>
              <AccountName code={debit} /> → <AccountName code={credit} />
            </>
          ),
        },
        {
          key: 'amount',
          header: ledger.amount,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
      ]}
    />
  );
}

function PayoutView({ payout }: { readonly payout: PayoutStory }): ReactNode {
  const { texts } = useSettlementWords();
  const { locale, words } = useLanguage();
  const { treasury } = words;
  const labels = texts.payout;
  return (
    <>
      <PageHead
        title={labels.title(payout.railReference.slice(0, 9))}
        lead={<Tag tone={payoutTone(payout.state)}>{texts.payoutStates[payout.state]}</Tag>}
        actions={
          <>
            <PageLink to={`/payout-runs/${payout.runId}`} isButton>
              {labels.toRun}
            </PageLink>
            <PageLink to={`/claims/${payout.claimId}`} isButton>
              {labels.toClaim}
            </PageLink>
            <a
              className="btn btn-second"
              href={`/api/v1/claims/${payout.claimId}/payment-statement?language=${locale}&form=pdf`}
            >
              {treasury.claimantStatement}
            </a>
          </>
        }
      />
      <Section title={labels.next}>
        <p>{texts.payoutAdvice[payout.state]}</p>
      </Section>
      <div className="columns">
        <Section title={labels.story}>
          <Story payout={payout} />
        </Section>
        <Section title={labels.facts}>
          <PayoutFacts payout={payout} />
        </Section>
      </div>
      <Section title={labels.transfers}>
        <Transfers payout={payout} />
      </Section>
    </>
  );
}

/** One payout: everything that happened to it, and what it wrote in the ledger. */
export function PayoutPage(): ReactNode {
  const { payoutId = '' } = useParams({ strict: false }) as { payoutId?: string };
  const payout = useQuery(payoutQuery(payoutId));
  return <Loaded query={payout}>{(data) => <PayoutView payout={data} />}</Loaded>;
}
