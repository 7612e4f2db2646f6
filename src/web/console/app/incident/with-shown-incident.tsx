import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WithIncident } from '../incident-choice.tsx';
import { usePermission } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { type Incident, incidentQuery } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

function Shown(props: {
  readonly incidentId: string;
  readonly children: (incident: Incident) => ReactNode;
}): ReactNode {
  const query = useQuery(incidentQuery(props.incidentId));
  return <Loaded query={query}>{props.children}</Loaded>;
}

/** Shows its page once the chosen incident is read. */
export function WithShownIncident(props: {
  readonly children: (incident: Incident) => ReactNode;
}): ReactNode {
  return (
    <WithIncident>
      {(incidentId) => <Shown incidentId={incidentId}>{props.children}</Shown>}
    </WithIncident>
  );
}

/** Shows a form to those who may record something, while the incident is not closed. */
export function WhileOpen(props: {
  readonly incident: Incident;
  readonly children: ReactNode;
}): ReactNode {
  const { texts } = useIncidentWords();
  const mayWrite = usePermission('incident:write');
  if (!mayWrite) return <p className="hint">{texts.readOnly}</p>;
  if (props.incident.state === 'closed') return <p className="hint">{texts.closedNote}</p>;
  return props.children;
}
