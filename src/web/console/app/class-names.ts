import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './api/client.ts';
import { unwrap } from './api/problem.ts';
import { formQuery } from './claims/claim-data.ts';
import { findTitle } from './find-title.ts';
import { useIncidentChoice } from './incident-choice.tsx';
import { useLanguage } from './language.tsx';

/** What the published policies of an incident call classes; a publication may add to it. */
const classNamesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['policies', 'class-names', incidentId],
    staleTime: 60_000,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/class-names', { params: { path: { incidentId } } }),
      ),
  });

/**
 * Gives the way to name a class of parties in the reader's language: as the questionnaire names it,
 * else as the policies do, else as the service of that code is called, or as the reference case
 * does; a code nobody has named is told as a code.
 */
export function useClassName(): (code: string) => string {
  const { locale, words } = useLanguage();
  const { incidentId = '' } = useIncidentChoice();
  const enabled = incidentId !== '';
  const { data: form } = useQuery({ ...formQuery(incidentId), enabled });
  const { data: names } = useQuery({ ...classNamesQuery(incidentId), enabled });
  return (code) =>
    findTitle(code, [form?.partyClasses, names, form?.services], locale) ??
    words.settlement.classes[code] ??
    words.settlement.classCode(code);
}
