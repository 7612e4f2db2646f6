import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { components } from '../../api/schema.generated.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section, Tag } from '../../ui/parts.tsx';
import { type Verification, verificationQuery } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

type LedgerBalances = components['schemas']['LedgerBalances'];

function Findings({ verification }: { readonly verification: Verification }): ReactNode {
  const { texts } = useSettlementWords();
  const { ledger } = texts;
  return (
    <>
      <p>{ledger.notVerifiedText}</p>
      <DataTable
        caption={ledger.notVerified}
        rows={verification.findings}
        rowKey={({ code, subject }) => `${code} ${subject}`}
        columns={[
          {
            key: 'code',
            header: ledger.finding,
            cell: ({ code }) => ledger.findings[code],
          },
          { key: 'subject', header: ledger.subject, cell: ({ subject }) => <code>{subject}</code> },
        ]}
      />
    </>
  );
}

function Verdict(props: {
  readonly verification: Verification;
  readonly balances: LedgerBalances;
}): ReactNode {
  const { verification, balances } = props;
  const { texts, format } = useSettlementWords();
  const { ledger } = texts;
  const { isRight, transferCount, headHash, checkedAt } = verification;
  return (
    <>
      <p>
        <Tag tone={isRight ? 'good' : 'bad'}>{isRight ? ledger.verified : ledger.notVerified}</Tag>{' '}
        {balances.trialBalance.map(({ currency, sum }) => (
          <Tag key={currency} tone={sum.amountMinor === '0' ? 'good' : 'bad'}>
            {ledger.sum({ currency, sum: format.money(sum) })}
          </Tag>
        ))}
      </p>
      {isRight ? (
        <p>
          {ledger.verifiedText({
            count: format.count(transferCount),
            at: format.instant(checkedAt),
          })}
        </p>
      ) : (
        <Findings verification={verification} />
      )}
      <p>
        {ledger.head} <code>{headHash}</code>
      </p>
    </>
  );
}

/** Whether the books are right, re-derived from the first transfer, and the journal to take away. */
export function VerificationSection(props: {
  readonly incidentId: string;
  readonly balances: LedgerBalances;
}): ReactNode {
  const { incidentId, balances } = props;
  const { texts } = useSettlementWords();
  const { ledger } = texts;
  const verification = useQuery(verificationQuery(incidentId));
  return (
    <Section
      title={ledger.check}
      actions={
        <div className="actions">
          <Button isBusy={verification.isFetching} onPress={() => void verification.refetch()}>
            {ledger.verifyAgain}
          </Button>
          <a
            className="btn btn-second"
            href={`/api/v1/ledger/journal?incidentId=${incidentId}`}
            download
          >
            {ledger.journal}
          </a>
        </div>
      }
    >
      <Loaded query={verification}>
        {(data) => <Verdict verification={data} balances={balances} />}
      </Loaded>
    </Section>
  );
}
