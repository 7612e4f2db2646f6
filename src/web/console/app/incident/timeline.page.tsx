import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { usePermission } from '../session.ts';
import { SelectField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Tag, Timeline } from '../ui/parts.tsx';
import { AttachForm } from './forms/attach-form.tsx';
import { TimelineForm } from './forms/timeline-form.tsx';
import {
  attachmentsQuery,
  type Incident,
  instantOf,
  type TimelineEntry,
  timelineQuery,
} from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { type RoleChange, roleSentence, rolesQuery } from './roles/roles.tsx';
import { WhileOpen, WithShownIncident } from './with-shown-incident.tsx';
import './incident.css';

/** What is attached to an entry, and the form that attaches more. */
function Attached(props: {
  readonly incident: Incident;
  readonly entry: TimelineEntry;
}): ReactNode {
  const { incident, entry } = props;
  const { texts, format } = useIncidentWords();
  const mayWrite = usePermission('incident:write') && incident.state !== 'closed';
  const all = useQuery(attachmentsQuery(incident.id));
  const own = (all.data ?? []).filter(({ entryId }) => entryId === entry.id);
  return (
    <>
      {own.length === 0 ? null : (
        <ul aria-label={texts.timeline.attachments}>
          {own.map(({ id, filename, byteCount }) => (
            <li key={id}>
              <a href={`/api/v1/incidents/${incident.id}/attachments/${id}/content`}>{filename}</a>{' '}
              <span className="hint">{`${format.count(Math.ceil(byteCount / 1000))} KB`}</span>
            </li>
          ))}
        </ul>
      )}
      {mayWrite ? <AttachForm incident={incident} entryId={entry.id} /> : null}
    </>
  );
}

function Entry(props: { readonly incident: Incident; readonly entry: TimelineEntry }): ReactNode {
  const { incident, entry } = props;
  const { texts, partyName } = useIncidentWords();
  const { timeline: words } = texts;
  return (
    <p className="hint">
      <Tag tone={entry.visibility === 'public' ? 'good' : 'plain'}>
        {words.visibilities[entry.visibility]}
      </Tag>{' '}
      {entry.occurredPrecision === 'exact' ? null : (
        <>
          <Tag>{texts.precision[entry.occurredPrecision]}</Tag>{' '}
        </>
      )}
      {entry.contestGroup === null ? null : (
        <>
          <Tag tone="warn">{words.contested}</Tag>{' '}
        </>
      )}
      {partyName(incident, entry.statedBy)}
      {entry.sources.length === 0 ? '' : ` · ${texts.sources}: ${entry.sources.join(', ')}`}
    </p>
  );
}

function RoleEntry({ change }: { readonly change: RoleChange }): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <p className="hint">
      <Tag>{texts.timeline.visibilities.private}</Tag> <Tag>{texts.roles.tag}</Tag> {change.reason}
    </p>
  );
}

function Entries({ incident }: { readonly incident: Incident }): ReactNode {
  const allWords = useIncidentWords();
  const { texts, locale } = allWords;
  const { timeline: words } = texts;
  const [shown, setShown] = useState('all');
  const timeline = useQuery(timelineQuery(incident.id));
  const roles = useQuery(rolesQuery(incident.id));
  const changes = shown === 'public' ? [] : (roles.data?.history ?? []);
  return (
    <>
      <WhileOpen incident={incident}>
        <TimelineForm incident={incident} />
      </WhileOpen>
      <div className="filters">
        <SelectField
          label={words.filter}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: words.all },
            { value: 'public', label: words.visibilities.public },
            { value: 'private', label: words.visibilities.private },
          ]}
        />
      </div>
      <Loaded query={timeline}>
        {(all) => {
          const rows = all.filter(({ visibility }) => shown === 'all' || visibility === shown);
          if (rows.length + changes.length === 0) return <p className="empty">{words.empty}</p>;
          return (
            <Timeline
              entries={[
                ...rows.map((entry) => ({
                  key: entry.id,
                  at: entry.occurredAt,
                  title: entry.text[locale],
                  text: (
                    <>
                      <Entry incident={incident} entry={entry} />
                      <Attached incident={incident} entry={entry} />
                    </>
                  ),
                })),
                ...changes.map((change) => ({
                  key: change.id,
                  at: change.since,
                  title: roleSentence(change, allWords),
                  text: <RoleEntry change={change} />,
                })),
              ].sort((left, right) => instantOf(left.at) - instantOf(right.at))}
            />
          );
        }}
      </Loaded>
    </>
  );
}

/** What happened, in order; public entries and those for staff only. */
export function TimelinePage(): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <>
      <PageHead title={texts.timeline.title} lead={texts.timeline.lead} />
      <WithShownIncident>{(incident) => <Entries incident={incident} />}</WithShownIncident>
    </>
  );
}
