import type { ReactNode } from 'react';
import { Tag } from '../ui/parts.tsx';
import type { Finding, Incident, Responsibility } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

/** One party's statement of shares as a bar, with every share in words below it. */
export function ResponsibilityStatement(props: {
  readonly incident: Incident;
  readonly statement: Responsibility;
  readonly causes: readonly Finding[];
}): ReactNode {
  const { incident, statement, causes } = props;
  const cause = causes.find(({ id }) => id === statement.findingId);
  const { texts, locale, partyName } = useIncidentWords();
  const words = texts.causes;
  return (
    <article>
      <h3>
        {partyName(incident, statement.statedBy)}{' '}
        <Tag tone={statement.isStanding ? 'good' : 'plain'}>
          {statement.isStanding ? words.standing : words.earlier}
        </Tag>{' '}
        {statement.isAssumed ? <Tag tone="warn">{words.assumed}</Tag> : null}
      </h3>
      {cause === undefined ? null : (
        <p>
          {words.about}: {cause.text[locale]}
        </p>
      )}
      <div className="shares" aria-hidden="true">
        {statement.shares.map(({ kind, party, percent }) => (
          <div
            key={`${kind} ${party}`}
            className={`share-${kind}`}
            style={{ width: `${percent.replace('…', '')}%` }}
          />
        ))}
      </div>
      <ul className="share-list">
        {statement.shares.map(({ kind, party, share, percent }) => (
          <li key={`${kind} ${party}`}>
            <i className={`share-${kind}`} aria-hidden="true" />
            {words.kinds[kind]}
            {party === null ? '' : ` · ${partyName(incident, party)}`} — {percent}% ({share})
          </li>
        ))}
      </ul>
      <p>{statement.reason[locale]}</p>
      {statement.recourse.map(({ party, state, note }) => (
        <p key={party}>
          {words.recourse}: {partyName(incident, party)} — {words.recourseStates[state]}
          {note === null ? null : <span className="hint"> {note[locale]}</span>}
        </p>
      ))}
      {statement.sources.length === 0 ? null : (
        <p className="hint">
          {texts.sources}: {statement.sources.join(', ')}
        </p>
      )}
    </article>
  );
}
