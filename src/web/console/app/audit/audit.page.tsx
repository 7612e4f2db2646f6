import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead } from '../ui/parts.tsx';
import { describeDetails } from './audit-details.ts';

type Entry = components['schemas']['AuditEntry'];

/** What the trail is narrowed to; days as typed, in Korea's time. */
interface Filter {
  readonly actorId: string;
  readonly action: string;
  readonly subject: string;
  readonly from: string;
  readonly until: string;
}
const everything: Filter = { actorId: '', action: '', subject: '', from: '', until: '' };

/** Writes a filter as the server reads it: days become instants, the last one whole. */
function toQuery({ from, until, ...filter }: Filter): Record<string, string> {
  const pairs = {
    ...filter,
    subject: filter.subject.trim(),
    from: from === '' ? '' : `${from}T00:00:00+09:00`,
    until: until === '' ? '' : `${until}T23:59:59.999+09:00`,
  };
  return Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== ''));
}

function FilterForm(props: { readonly onFind: (filter: Filter) => void }): ReactNode {
  const { words } = useLanguage();
  const { audit } = words;
  const [filter, setFilter] = useState(everything);
  const { data } = useQuery({
    queryKey: ['audit', 'choices'],
    queryFn: () => unwrap(api.GET('/api/v1/audit/choices')),
  });
  const change = (part: Partial<Filter>): void => setFilter({ ...filter, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onFind(filter);
  };
  const actors = (data?.actors ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const actions = (data?.actions ?? []).map((value) => ({
    value,
    label: audit.actions[value] ?? value,
  }));
  return (
    <search>
      <form onSubmit={submit}>
        <div className="filters">
          <SelectField
            label={audit.who}
            value={filter.actorId}
            emptyLabel={audit.anyone}
            options={actors}
            onChange={(actorId) => change({ actorId })}
          />
          <SelectField
            label={audit.action}
            value={filter.action}
            emptyLabel={audit.anything}
            options={actions}
            onChange={(action) => change({ action })}
          />
          <TextField
            label={audit.from}
            type="date"
            value={filter.from}
            onChange={(from) => change({ from })}
          />
          <TextField
            label={audit.until}
            type="date"
            value={filter.until}
            onChange={(until) => change({ until })}
          />
          <TextField
            label={audit.subjectFilter}
            hint={audit.subjectHint}
            value={filter.subject}
            onChange={(subject) => change({ subject })}
          />
        </div>
        <Button type="submit">{audit.find}</Button>
      </form>
    </search>
  );
}

function EntryTable({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const { words, format } = useLanguage();
  const { audit } = words;
  return (
    <DataTable
      caption={audit.caption}
      emptyText={audit.empty}
      rows={entries}
      rowKey={({ entryId }) => entryId}
      columns={[
        { key: 'at', header: audit.at, cell: ({ at }) => format.instant(at) },
        {
          key: 'who',
          header: audit.who,
          cell: ({ actorName, actorKind }) => actorName ?? audit.actors[actorKind],
        },
        { key: 'what', header: audit.what, cell: ({ action }) => audit.actions[action] ?? action },
        {
          key: 'why',
          header: audit.why,
          cell: ({ details }) => {
            const line = describeDetails(details, words);
            return line === '' ? '–' : <span className="claims-text">{line}</span>;
          },
        },
        {
          key: 'subject',
          header: audit.subject,
          cell: ({ subject }) => <span className="mono">{subject}</span>,
        },
      ]}
    />
  );
}

function ExportLinks({ filter }: { readonly filter: Filter }): ReactNode {
  const { audit } = useLanguage().words;
  const link = (format: 'csv' | 'json'): string =>
    `/api/v1/audit/export?${new URLSearchParams({ ...toQuery(filter), format })}`;
  return (
    <p>
      <a className="btn btn-second" href={link('csv')} download>
        {audit.exportCsv}
      </a>{' '}
      <a className="btn btn-second" href={link('json')} download>
        {audit.exportJson}
      </a>{' '}
      <small>{audit.exportNote}</small>
    </p>
  );
}

/** Who did or read what, when, and why; the newest first. */
export function AuditPage(): ReactNode {
  const { words } = useLanguage();
  const { audit } = words;
  const [filter, setFilter] = useState(everything);
  const page = useInfiniteQuery({
    queryKey: ['audit', 'entries', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = { ...toQuery(filter), limit: 50, ...(pageParam && { after: pageParam }) };
      return unwrap(api.GET('/api/v1/audit', { params: { query } }));
    },
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <PageHead title={audit.title} lead={audit.lead} />
      <FilterForm onFind={setFilter} />
      <ExportLinks filter={filter} />
      <Loaded query={page}>
        {(data) => <EntryTable entries={data.pages.flatMap(({ entries }) => entries)} />}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
    </>
  );
}
