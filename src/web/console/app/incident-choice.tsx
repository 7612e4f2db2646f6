import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { api } from './api/client.ts';
import { unwrap } from './api/problem.ts';
import { useLanguage } from './language.tsx';

const storageKey = 'amends.incident';

/** The incidents on record. */
export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: () => unwrap(api.GET('/api/v1/incidents')),
});

interface IncidentChoice {
  /** the incident the pages are about; undefined while none is recorded */
  readonly incidentId: string | undefined;
  readonly choose: (incidentId: string) => void;
}

const ChoiceContext = createContext<IncidentChoice | undefined>(undefined);

/** Keeps which incident the pages are about; the choice stays in this browser. */
export function IncidentProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { data } = useQuery(incidentsQuery);
  const [chosen, setChosen] = useState(() => localStorage.getItem(storageKey) ?? '');
  const known = data?.find(({ id }) => id === chosen) ?? data?.[0];
  const choose = (incidentId: string): void => {
    localStorage.setItem(storageKey, incidentId);
    setChosen(incidentId);
  };
  return <ChoiceContext value={{ incidentId: known?.id, choose }}>{children}</ChoiceContext>;
}

/** Gives the incident the pages are about. */
export function useIncidentChoice(): IncidentChoice {
  const choice = useContext(ChoiceContext);
  if (choice === undefined) throw new Error('useIncidentChoice outside IncidentProvider');
  return choice;
}

/** Shows its page once an incident is chosen; says so when none is recorded. */
export function WithIncident(props: {
  readonly children: (incidentId: string) => ReactNode;
}): ReactNode {
  const { words } = useLanguage();
  const { isPending } = useQuery(incidentsQuery);
  const { incidentId } = useIncidentChoice();
  if (incidentId !== undefined) return props.children(incidentId);
  const { parts, noIncident } = words.shell;
  return <p className="empty">{isPending ? parts.loading : noIncident}</p>;
}

/** Lets the reader choose among the incidents; absent when there is only one. */
export function IncidentPicker(): ReactNode {
  const { words, locale } = useLanguage();
  const { data = [] } = useQuery(incidentsQuery);
  const { incidentId, choose } = useIncidentChoice();
  if (data.length < 2) return null;
  return (
    <label className="incident-picker">
      {words.shell.incident}
      <select value={incidentId} onChange={(event) => choose(event.target.value)}>
        {data.map((incident) => (
          <option key={incident.id} value={incident.id}>
            {incident.titles[locale]}
          </option>
        ))}
      </select>
    </label>
  );
}
