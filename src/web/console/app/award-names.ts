import { queryOptions, useQuery } from '@tanstack/react-query';
import { type AwardName, awardNameIn, type NamedAward } from '../../../policy/award-names/index.ts';
import { api } from './api/client.ts';
import { unwrap } from './api/problem.ts';
import { useIncidentChoice } from './incident-choice.tsx';
import { useLanguage } from './language.tsx';

/** What the published policies of an incident call the things they award; a publication may add to it. */
const awardNamesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['policies', 'award-names', incidentId],
    staleTime: 60_000,
    queryFn: async (): Promise<readonly AwardName[]> => {
      const path = '/api/v1/incidents/{incidentId}/award-names';
      const names = await unwrap(api.GET(path, { params: { path: { incidentId } } }));
      return names.map(({ ko, en, ...name }) => ({ ...name, label: { ko, en } }));
    },
  });

const unknown: readonly AwardName[] = [];

/**
 * Gives the way to name what was awarded in the reader's language; the name that was kept until the
 * names of the incident's policies have come.
 */
export function useAwardName(): (award: NamedAward) => string | undefined {
  const { locale } = useLanguage();
  const { incidentId = '' } = useIncidentChoice();
  const { data = unknown } = useQuery({
    ...awardNamesQuery(incidentId),
    enabled: incidentId !== '',
  });
  return (award) => awardNameIn(data, award, locale);
}
