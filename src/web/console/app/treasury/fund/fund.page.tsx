import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, Figures, PageHead, Section } from '../../ui/parts.tsx';
import { daysQuery, type Fund, fundQuery, grantsQuery } from '../treasury-data.ts';
import { Days } from './days.tsx';
import { FundBar } from './fund-bar.tsx';
import { Grants } from './grants.tsx';
import { TermForm } from './term-form.tsx';
import '../treasury.css';

function FundFigures({ fund }: { readonly fund: Fund }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.fund;
  const { setAside, approved, paid, outstanding } = fund;
  const named = { setAside, approved, paid, outstanding };
  return (
    <>
      <Figures
        figures={(Object.keys(named) as (keyof typeof named)[]).map((key) => ({
          name: texts.figures[key],
          value: format.money(named[key]),
        }))}
      />
      <FundBar fund={fund} />
      <Facts
        facts={[
          { name: texts.reserved, value: format.money(fund.reserved) },
          { name: texts.fees, value: format.money(fund.fees) },
          { name: texts.toRecover, value: format.money(fund.toRecover) },
        ]}
      />
    </>
  );
}

function FundView({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.fund;
  const mayPrepare = usePermission('payout:prepare');
  const [moment, setMoment] = useState('');
  const at = moment === '' ? undefined : new Date(moment).toISOString();
  const fund = useQuery(fundQuery(incidentId, at));
  const days = useQuery(daysQuery(incidentId));
  const grants = useQuery(grantsQuery(incidentId));
  return (
    <>
      <div className="treasury-moment">
        <TextField
          label={texts.at}
          hint={texts.atHint}
          type="datetime-local"
          value={moment}
          onChange={setMoment}
        />
      </div>
      <Section title={texts.where}>
        <Loaded query={fund}>
          {(funds) =>
            funds.length === 0 ? (
              <p className="empty">{texts.empty}</p>
            ) : (
              funds.map((one) => <FundFigures key={one.currency} fund={one} />)
            )
          }
        </Loaded>
      </Section>
      <Section
        title={texts.days}
        actions={
          <a
            className="btn btn-second"
            href={`/api/v1/settlement/statement.csv?incidentId=${incidentId}`}
          >
            {texts.download}
          </a>
        }
      >
        <Loaded query={days}>{(all) => <Days days={all} />}</Loaded>
      </Section>
      <Section title={texts.grants}>
        <Loaded query={grants}>{(totals) => <Grants totals={totals} />}</Loaded>
      </Section>
      {mayPrepare ? (
        <Section title={texts.termTitle}>
          <TermForm incidentId={incidentId} />
        </Section>
      ) : null}
    </>
  );
}

/** Where the money of an incident is, at any time, and whether three books agree on every day. */
export function FundPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.fund;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <WithIncident>
        {(incidentId) => <FundView key={incidentId} incidentId={incidentId} />}
      </WithIncident>
    </>
  );
}
