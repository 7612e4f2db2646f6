import { type FormEvent, type ReactNode, useState } from 'react';
import { refusalSentence } from '../../../../messages/refusals.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Notice, PageHead } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import '../claims.css';

type Imported = components['schemas']['ImportedClaims'];

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Says why a row was not filed. */
function useReason(): (row: Imported['rows'][number]) => string {
  const { texts, locale } = useClaimWords();
  const words = texts.desk.imports;
  return ({ column, found = '', right = '', reasonCode = '' }) => {
    if (reasonCode === 'claim_id_reused') return words.reused;
    if (column === undefined) return refusalSentence({ code: reasonCode }, locale);
    if (column === 'reference') return words.noReference;
    if (column === 'row') return words.shifted(found, right);
    if (column === 'bank, account, holder') return words.payeeGap;
    return words.unreadable(words.columns[column] ?? column, found, right);
  };
}

function Result({ imported }: { readonly imported: Imported }): ReactNode {
  const { texts, format } = useClaimWords();
  const words = texts.desk.imports;
  const reason = useReason();
  const { filedCount, repeatedCount, refusedCount, rows, resultFileBase64 } = imported;
  const { unreadColumns } = imported;
  const isAllGood = refusedCount === 0 && unreadColumns.length === 0;
  const refused = rows.filter(({ result }) => result === 'not_filed');
  return (
    <>
      <Notice tone={isAllGood ? 'good' : 'warn'}>
        <p>
          {words.done(
            format.count(filedCount),
            format.count(repeatedCount),
            format.count(refusedCount),
          )}
        </p>
        {unreadColumns.length === 0 ? null : <p>{words.unread(unreadColumns.join(', '))}</p>}
        <a href={`data:text/csv;base64,${resultFileBase64}`} download="result.csv">
          {words.download}
        </a>
      </Notice>
      {refused.length === 0 ? null : (
        <DataTable
          caption={words.caption}
          rows={refused}
          rowKey={({ row }) => String(row)}
          columns={[
            { key: 'row', header: words.row, isNumeric: true, cell: ({ row }) => row },
            { key: 'reference', header: words.reference, cell: ({ reference }) => reference },
            { key: 'why', header: words.why, cell: reason },
          ]}
        />
      )}
    </>
  );
}

function ImportForm({ incidentId }: { readonly incidentId: string }): ReactNode {
  const words = useClaimWords().texts.desk.imports;
  const [sender, setSender] = useState('');
  const [file, setFile] = useState<File>();
  const [isTried, setTried] = useState(false);
  const [imported, setImported] = useState<Imported>();
  const send = useCommand({
    request: async (chosen: File) => {
      const fileBase64 = toBase64(new Uint8Array(await chosen.arrayBuffer()));
      const body = { incidentId, sender: sender.trim(), fileBase64 };
      return unwrap(api.POST('/api/v1/claims/imports', { body }));
    },
    refresh: claimKeys,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (file === undefined || sender.trim() === '') return;
    setImported(await send.run(file));
  };
  return (
    <>
      <ProblemNotice problem={send.problem} />
      {imported === undefined ? null : <Result imported={imported} />}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={words.sender}
          hint={words.senderHint}
          error={isTried && sender.trim() === '' ? words.senderMissing : undefined}
          value={sender}
          onChange={setSender}
        />
        <Field
          label={words.file}
          hint={words.fileHint}
          error={isTried && file === undefined ? words.fileMissing : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="claims-upload"
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          )}
        </Field>
        <Button type="submit" kind="main" isBusy={send.isRunning}>
          {words.submit}
        </Button>
      </form>
    </>
  );
}

/** Files the claims that an association gathered, from one CSV file. */
export function ImportPage(): ReactNode {
  const words = useClaimWords().texts.desk.imports;
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <WithIncident>{(incidentId) => <ImportForm incidentId={incidentId} />}</WithIncident>
    </>
  );
}
