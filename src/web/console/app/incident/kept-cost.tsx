import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CostOfChange } from './cost-of-change.tsx';
import { correctionCostsQuery, type Incident } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

/** What a correction or an adoption meant in money when it was recorded, where that is kept. */
export function KeptCost(props: {
  readonly incident: Incident;
  readonly recordId: string;
}): ReactNode {
  const { incident, recordId } = props;
  const { texts, format } = useIncidentWords();
  const kept = useQuery(correctionCostsQuery(incident.id));
  const own = kept.data?.find((one) => one.recordId === recordId);
  if (own === undefined) return null;
  return (
    <details>
      <summary>{texts.cost.kept(format.instant(own.reckonedAt, incident.zone))}</summary>
      <CostOfChange cost={own.cost} />
    </details>
  );
}
