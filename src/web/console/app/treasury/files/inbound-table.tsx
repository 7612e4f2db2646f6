import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { useSettlementWords } from '../../settlement/settlement-words.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import type { InboundFile } from '../treasury-data.ts';
import { FileProblemText } from './file-problem.tsx';

/** The files a bank gave: applied, or put aside and why. */
export function InboundTable({ files }: { readonly files: readonly InboundFile[] }): ReactNode {
  const { words, format } = useLanguage();
  const { by } = useSettlementWords();
  const texts = words.treasury.files;
  return (
    <DataTable
      caption={texts.inCaption}
      rows={files}
      rowKey={({ id }) => id}
      emptyText={texts.inEmpty}
      columns={[
        {
          key: 'name',
          header: texts.name,
          cell: ({ name, kind }) => (
            <>
              {name} <small>{texts.kinds[kind]}</small>
            </>
          ),
        },
        {
          key: 'outcome',
          header: texts.outcome,
          cell: ({ outcome, problem }) => (
            <>
              <Tag tone={outcome === 'applied' ? 'good' : 'warn'}>{texts.outcomes[outcome]}</Tag>{' '}
              {problem === null ? null : <FileProblemText problem={problem} />}
            </>
          ),
        },
        {
          key: 'lines',
          header: texts.count,
          isNumeric: true,
          cell: ({ lineCount }) => format.count(lineCount),
        },
        {
          key: 'received',
          header: texts.received,
          cell: (file) => by(file.receivedBy, file.receivedAt),
        },
      ]}
    />
  );
}
