import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formQuery } from '../../claims/claim-data.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { usePermission } from '../../session.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, Section } from '../../ui/parts.tsx';
import { balancesQuery } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';
import { Balances } from './balances.tsx';
import { ProvisionForm } from './provision-form.tsx';
import { type ChosenAccount, Transfers } from './transfers.tsx';
import { VerificationSection } from './verification.tsx';
import '../settlement.css';

function Provide({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts } = useSettlementWords();
  const mayPrepare = usePermission('payout:prepare');
  const { data, isPending } = useQuery(formQuery(incidentId));
  if (!mayPrepare || isPending) return null;
  return (
    <Section title={texts.ledger.provide}>
      <ProvisionForm incidentId={incidentId} currency={data?.currency ?? 'KRW'} />
    </Section>
  );
}

function Ledger({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts } = useSettlementWords();
  const balances = useQuery(balancesQuery(incidentId));
  const [chosen, setChosen] = useState<ChosenAccount>();
  return (
    <Loaded query={balances}>
      {(data) =>
        data.accounts.length === 0 ? (
          <>
            <p className="empty">{texts.ledger.none}</p>
            <Provide incidentId={incidentId} />
          </>
        ) : (
          <>
            <VerificationSection incidentId={incidentId} balances={data} />
            <Section title={texts.ledger.balances}>
              <Balances accounts={data.accounts} />
            </Section>
            <Section title={texts.ledger.transfers}>
              <Transfers
                incidentId={incidentId}
                accounts={data.accounts}
                chosen={chosen}
                onChoose={setChosen}
              />
            </Section>
            <Provide incidentId={incidentId} />
          </>
        )
      }
    </Loaded>
  );
}

/** The books of an incident: whether they are right, balances, transfers, and the journal. */
export function LedgerPage(): ReactNode {
  const { texts } = useSettlementWords();
  return (
    <>
      <PageHead title={texts.ledger.title} lead={texts.ledger.lead} />
      <WithIncident>
        {(incidentId) => <Ledger key={incidentId} incidentId={incidentId} />}
      </WithIncident>
    </>
  );
}
