import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Section } from '../ui/parts.tsx';

type Entry = components['schemas']['LogEntry'];
const pageSize = 25;

/** The fields of a leaf beside its kind, in the order they are hashed. */
function Leaf({ entry }: { readonly entry: Entry }): ReactNode {
  const fields = Object.entries(entry.leaf).filter(([name]) => name !== 'kind');
  return (
    <>
      {fields.map(([name, value]) => (
        <div key={name}>
          <code>
            {name}: {typeof value === 'object' ? JSON.stringify(value) : String(value)}
          </code>
        </div>
      ))}
    </>
  );
}

function EntryTable({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  return (
    <DataTable
      caption={texts.entries}
      emptyText={texts.entriesEmpty}
      rows={entries.toReversed()}
      rowKey={({ index }) => String(index)}
      columns={[
        { key: 'index', header: texts.index, cell: ({ index }) => format.count(index) },
        {
          key: 'kind',
          header: texts.kind,
          cell: ({ kind }) => words.disclosure.kinds[kind] ?? kind,
        },
        { key: 'leaf', header: texts.content, cell: (entry) => <Leaf entry={entry} /> },
        {
          key: 'hash',
          header: texts.leafHash,
          cell: ({ leafHash }) => <code>{leafHash}</code>,
        },
        {
          key: 'at',
          header: texts.recordedAt,
          cell: ({ recordedAt }) => format.instant(recordedAt),
        },
      ]}
    />
  );
}

/** The entries a checkpoint covers, the newest first, a page at a time. */
export function EntryList({ size }: { readonly size: number }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  const [chosen, setUntil] = useState<number>();
  const until = Math.min(chosen ?? size, size);
  const from = Math.max(0, until - pageSize);
  const limit = Math.max(1, until - from);
  const page = useQuery({
    queryKey: ['log', 'entries', from, limit],
    enabled: size > 0,
    placeholderData: keepPreviousData,
    queryFn: () => unwrap(api.GET('/api/v1/log/entries', { params: { query: { from, limit } } })),
  });
  if (size === 0) return null;
  return (
    <Section
      title={texts.entries}
      actions={
        <a
          className="btn btn-second"
          href={`/api/v1/log/entries?from=${from}&limit=${limit}`}
          download={`log-${from}-${until}.json`}
        >
          {texts.downloadEntries}
        </a>
      }
    >
      <p role="status">
        {texts.range(format.count(from), format.count(until - 1), format.count(size))}
      </p>
      <Loaded query={page}>{({ entries }) => <EntryTable entries={entries} />}</Loaded>
      <div className="actions">
        <Button
          isDisabled={until >= size}
          onPress={() => setUntil(Math.min(size, until + pageSize))}
        >
          {texts.newer}
        </Button>
        <Button isDisabled={from === 0} onPress={() => setUntil(from)}>
          {texts.older}
        </Button>
      </div>
    </Section>
  );
}
