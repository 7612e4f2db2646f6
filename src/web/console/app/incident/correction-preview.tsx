import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { paths } from '../api/schema.generated.ts';
import { Loaded } from '../ui/loaded.tsx';
import { CostOfChange } from './cost-of-change.tsx';
import { type Incident, incidentKey } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

type Body =
  paths['/api/v1/incidents/{incidentId}/impacts/correction-preview']['post']['requestBody']['content']['application/json'];

/** Asks what a correction would change; it is not recorded by that. */
export function useCorrectionPreview(incident: Incident, body: Body | undefined) {
  return useQuery({
    queryKey: [...incidentKey(incident.id), 'correction', JSON.stringify(body)],
    enabled: body !== undefined,
    retry: false,
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/impacts/correction-preview', {
          params: { path: { incidentId: incident.id } },
          body: body as Body,
        }),
      ),
  });
}

/** Says what a correction would change in time and money, before it is recorded. */
export function CorrectionPreview(props: {
  readonly preview: ReturnType<typeof useCorrectionPreview>;
}): ReactNode {
  const { texts, lengthText } = useIncidentWords();
  const words = texts.cost;
  return (
    <section className="preview" aria-label={words.title}>
      <Loaded query={props.preview}>
        {({ addedMs, removedMs, isAdopted, cost }) => (
          <>
            <p>{texts.impacts.adoptChange(lengthText(addedMs), lengthText(removedMs))}</p>
            <p>{isAdopted ? words.ifAdoptedAgain : words.ifAdopted}</p>
            {cost === null ? null : <CostOfChange cost={cost} />}
          </>
        )}
      </Loaded>
    </section>
  );
}
