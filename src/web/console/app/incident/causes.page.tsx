import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Section, Tag } from '../ui/parts.tsx';
import { FindingForm } from './forms/finding-form.tsx';
import { ResponsibilityForm } from './forms/responsibility-form.tsx';
import {
  type Finding,
  findingsQuery,
  type Incident,
  responsibilitiesQuery,
} from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { ResponsibilityStatement } from './responsibility-statement.tsx';
import { WhileOpen, WithShownIncident } from './with-shown-incident.tsx';
import './incident.css';

function FindingCard(props: {
  readonly incident: Incident;
  readonly finding: Finding;
  readonly all: readonly Finding[];
}): ReactNode {
  const { incident, finding, all } = props;
  const { texts, locale, partyName } = useIncidentWords();
  const contested = all.filter(({ id }) => finding.contests.includes(id));
  return (
    <li>
      <h3>
        <Tag>{texts.causes.layers[finding.layer]}</Tag>
        {partyName(incident, finding.statedBy)}
      </h3>
      <p>{finding.text[locale]}</p>
      <p className="hint">
        {texts.sources}: {finding.sources.join(', ')}
      </p>
      {contested.length === 0 ? null : (
        <>
          <p>
            <strong>{texts.causes.contests}</strong>
          </p>
          {contested.map((other) => (
            <blockquote key={other.id}>
              {partyName(incident, other.statedBy)}: {other.text[locale]}
            </blockquote>
          ))}
        </>
      )}
    </li>
  );
}

function Findings({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts } = useIncidentWords();
  const findings = useQuery(findingsQuery(incident.id));
  return (
    <Section title={texts.causes.findings}>
      <Loaded query={findings}>
        {(all) => (
          <>
            {all.length === 0 ? <p className="empty">{texts.causes.findingsEmpty}</p> : null}
            <ul className="statements">
              {all.map((finding) => (
                <FindingCard key={finding.id} incident={incident} finding={finding} all={all} />
              ))}
            </ul>
            <WhileOpen incident={incident}>
              <FindingForm incident={incident} known={all} />
            </WhileOpen>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Shares({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts } = useIncidentWords();
  const statements = useQuery(responsibilitiesQuery(incident.id));
  const { data: causes = [] } = useQuery(findingsQuery(incident.id));
  return (
    <Section title={texts.causes.responsibility}>
      <Loaded query={statements}>
        {(all) => (
          <>
            {all.length === 0 ? <p className="empty">{texts.causes.responsibilityEmpty}</p> : null}
            {all.toReversed().map((statement) => (
              <ResponsibilityStatement
                key={statement.id}
                incident={incident}
                statement={statement}
                causes={causes}
              />
            ))}
          </>
        )}
      </Loaded>
      <WhileOpen incident={incident}>
        <ResponsibilityForm incident={incident} causes={causes} />
      </WhileOpen>
    </Section>
  );
}

/** Who states which cause, and how responsibility is shared. */
export function CausesPage(): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <>
      <PageHead title={texts.causes.title} lead={texts.causes.lead} />
      <WithShownIncident>
        {(incident) => (
          <>
            <Findings incident={incident} />
            <Shares incident={incident} />
          </>
        )}
      </WithShownIncident>
    </>
  );
}
