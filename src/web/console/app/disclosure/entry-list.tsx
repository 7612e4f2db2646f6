import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Facts, Section } from '../ui/parts.tsx';

type Entry = components['schemas']['LogEntry'];
const pageSize = 20;

const renderField = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** One entry on one line: its number, kind and time; what it holds unfolds. */
function EntryRow({ entry }: { readonly entry: Entry }): ReactNode {
  const { words, format } = useLanguage();
  const { index, kind, leaf, leafHash, recordedAt } = entry;
  const fields = Object.entries(leaf).filter(([name]) => name !== 'kind');
  const facts = [...fields, [words.disclosure.log.leafHash, leafHash] as const];
  return (
    <li>
      <details>
        <summary>
          <span className="entry-index">{format.count(index)}</span>{' '}
          <strong>{words.disclosure.kinds[kind] ?? kind}</strong>{' '}
          <span className="hint">{format.instant(recordedAt)}</span>
        </summary>
        <Facts
          facts={facts.map(([name, value]) => ({ name, value: <code>{renderField(value)}</code> }))}
        />
      </details>
    </li>
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
      <Loaded query={page}>
        {({ entries }) => (
          <ol className="entries" reversed>
            {entries.toReversed().map((entry) => (
              <EntryRow key={entry.index} entry={entry} />
            ))}
          </ol>
        )}
      </Loaded>
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
