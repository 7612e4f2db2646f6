import type { ReactNode } from 'react';
import { usePermission } from '../session.ts';
import { Tag } from '../ui/parts.tsx';
import { AdoptImpact } from './adopt-impact.tsx';
import { StateImpactForm } from './forms/state-impact-form.tsx';
import type { Incident, StatedImpact } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { KeptCost } from './kept-cost.tsx';

/** One party's statement, with what can be done about it. */
export function StatementCard(props: {
  readonly incident: Incident;
  readonly impact: StatedImpact;
}): ReactNode {
  const { incident, impact } = props;
  const { texts, locale, partyName, intervalText } = useIncidentWords();
  const words = texts.impacts;
  const mayWrite = usePermission('incident:write') && incident.state !== 'closed';
  return (
    <li className={impact.adoption === null ? undefined : 'adopted'}>
      <h3>
        {partyName(incident, impact.statedBy)}
        {impact.adoption === null ? null : <Tag tone="good">{words.adopted}</Tag>}
        {impact.version > 1 ? <Tag>{words.version(impact.version)}</Tag> : null}
        {impact.isLatest ? null : <Tag tone="warn">{words.superseded}</Tag>}
      </h3>
      <ul>
        {impact.intervals.map((interval) => (
          <li key={interval.from}>{intervalText(incident, interval)}</li>
        ))}
      </ul>
      <p>{impact.reason}</p>
      {impact.note === null ? null : <p className="hint">{impact.note[locale]}</p>}
      {impact.sources.length === 0 ? null : (
        <p className="hint">
          {texts.sources}: {impact.sources.join(', ')}
        </p>
      )}
      {impact.adoption === null ? null : (
        <p>
          <strong>{words.adoptionReason}:</strong> {impact.adoption.reason}
        </p>
      )}
      <KeptCost incident={incident} recordId={impact.id} />
      {mayWrite && impact.isLatest ? (
        <>
          {impact.adoption === null ? <AdoptImpact incident={incident} impact={impact} /> : null}
          <StateImpactForm incident={incident} corrects={impact} />
        </>
      ) : null}
    </li>
  );
}
