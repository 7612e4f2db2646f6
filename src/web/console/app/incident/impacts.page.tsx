import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SelectField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Section, Tag } from '../ui/parts.tsx';
import { AdoptionHistory } from './adoption-history.tsx';
import { StateImpactForm } from './forms/state-impact-form.tsx';
import { groupImpacts, type ImpactGroup } from './group-impacts.ts';
import { ImpactChart } from './impact-chart.tsx';
import { type Incident, impactsQuery } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { StatementCard } from './statement-card.tsx';
import { WhileOpen, WithShownIncident } from './with-shown-incident.tsx';
import './incident.css';

const shown: Readonly<Record<string, (group: ImpactGroup) => boolean>> = {
  all: () => true,
  contested: ({ isContested }) => isContested,
  open: ({ isAdopted }) => !isAdopted,
};

function Group(props: { readonly incident: Incident; readonly group: ImpactGroup }): ReactNode {
  const { incident, group } = props;
  const { texts, functionName, scopeText } = useIncidentWords();
  const hasScope = Object.values(group.scope).some(Boolean);
  const name = functionName(incident, group) + (hasScope ? ` (${scopeText(group.scope)})` : '');
  return (
    <Section
      title={`${name} · ${texts.severity[group.severity]}`}
      actions={
        <>
          {group.isContested ? <Tag tone="warn">{texts.impacts.contested}</Tag> : null}
          {group.isAdopted ? null : <Tag tone="bad">{texts.impacts.waiting}</Tag>}
        </>
      }
    >
      {group.isContested ? <ImpactChart incident={incident} impacts={group.statements} /> : null}
      <ul className="statements">
        {[...group.statements, ...group.corrected].map((impact) => (
          <StatementCard key={impact.id} incident={incident} impact={impact} />
        ))}
      </ul>
    </Section>
  );
}

function Impacts({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts, format } = useIncidentWords();
  const { impacts: words } = texts;
  const stated = useQuery(impactsQuery(incident.id));
  const { show = 'all' } = useSearch({ strict: false }) as { show?: string };
  const navigate = useNavigate();
  return (
    <>
      <WhileOpen incident={incident}>
        <StateImpactForm incident={incident} />
      </WhileOpen>
      <div className="filters">
        <SelectField
          label={words.show}
          value={show}
          onChange={(next) =>
            void navigate({ to: '/incident/impacts', search: { show: next } as never })
          }
          options={[
            { value: 'all', label: words.showAll },
            { value: 'contested', label: words.showContested },
            { value: 'open', label: words.showOpen },
          ]}
        />
      </div>
      <Loaded query={stated}>
        {(impacts) => {
          const groups = groupImpacts(impacts).filter(shown[show] ?? (() => true));
          if (groups.length === 0) return <p className="empty">{words.none}</p>;
          return (
            <>
              <p role="status">{words.count(format.count(groups.length))}</p>
              {groups.map((group) => (
                <Group key={group.key} incident={incident} group={group} />
              ))}
              <AdoptionHistory incident={incident} impacts={impacts} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** What each party states about each function, side by side, and which one is adopted. */
export function ImpactsPage(): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <>
      <PageHead title={texts.impacts.title} lead={texts.impacts.lead} />
      <WithShownIncident>{(incident) => <Impacts incident={incident} />}</WithShownIncident>
    </>
  );
}
