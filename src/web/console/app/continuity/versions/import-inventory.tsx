import { type ReactNode, useState } from 'react';
import { findingWords } from '../../../../../continuity/simulate/index.ts';
import { api } from '../../api/client.ts';
import { type Problem, unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice, PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { assessmentsQuery } from '../continuity-data.ts';
import { drillsKey } from '../drills/drill-data.ts';

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** Reads the files of an inventory; nothing is recorded unless all of them are right. */
export function ImportInventory(): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isTried, setTried] = useState(false);
  const send = useCommand({
    request: async (chosen: readonly File[]) => {
      const read = chosen.map(async (file) => ({
        path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
        text: await file.text(),
      }));
      const body = { files: await Promise.all(read) };
      return unwrap(api.POST('/api/v1/continuity/assessments', { body }));
    },
    refresh: [assessmentsQuery.queryKey, drillsKey],
  });
  const [isNew, setNew] = useState<boolean>();
  const choose = (list: FileList | null): void => {
    setFiles([...(list ?? [])].filter(({ name }) => /\.ya?ml$/i.test(name)));
    setTried(false);
    setNew(undefined);
    send.reset();
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (files.length === 0) return;
    setNew((await send.run(files))?.isNew);
  };
  return (
    <>
      <FileFields
        onChoose={choose}
        error={isTried && files.length === 0 ? versions.filesMissing : undefined}
      />
      {files.length === 0 ? null : (
        <p>
          {versions.chosen(format.count(files.length), files.map(({ name }) => name).join(', '))}
        </p>
      )}
      <Button kind="main" isBusy={send.isRunning} onPress={() => void submit()}>
        {versions.check}
      </Button>
      <div className="import-result" aria-live="polite">
        {isNew === undefined ? null : (
          <Notice tone="good">
            <p>
              {isNew ? versions.recorded : versions.recordedBefore}{' '}
              <PageLink to="/continuity">{versions.open}</PageLink>
            </p>
          </Notice>
        )}
        <ProblemNotice problem={send.problem} />
        <Findings problem={send.problem} />
      </div>
    </>
  );
}

function FileFields(props: {
  readonly onChoose: (files: FileList | null) => void;
  readonly error: string | undefined;
}): ReactNode {
  const { versions } = useLanguage().words.continuity;
  return (
    <>
      <Field label={versions.files} hint={versions.filesHint} error={props.error}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            multiple
            accept=".yaml,.yml"
            onChange={(event) => props.onChoose(event.target.files)}
          />
        )}
      </Field>
      <Field label={versions.folder} hint={versions.folderHint} isOptional>
        {(ids) => (
          <input
            {...ids}
            type="file"
            {...{ webkitdirectory: '' }}
            onChange={(event) => props.onChoose(event.target.files)}
          />
        )}
      </Field>
    </>
  );
}

function Findings({ problem }: { readonly problem: Problem | undefined }): ReactNode {
  const { words, locale, format } = useLanguage();
  const { versions } = words.continuity;
  if (problem?.code !== 'inventory_refused') return null;
  const { findings, moreCount } = problem.params as unknown as {
    readonly findings: readonly Finding[];
    readonly moreCount: number;
  };
  return (
    <>
      <DataTable
        caption={versions.findings(format.count(findings.length + moreCount))}
        rows={findings.map((finding, at) => ({ ...finding, ...findingWords(finding, locale), at }))}
        rowKey={(row) => String(row.at)}
        columns={[
          {
            key: 'where',
            header: versions.columns.where,
            cell: ({ file, line, column }) => (
              <code>
                {line === 0
                  ? file === 'the inventory'
                    ? versions.allFiles
                    : file
                  : `${file}:${line}:${column}`}
              </code>
            ),
          },
          { key: 'field', header: versions.columns.field, cell: ({ field }) => field || '–' },
          { key: 'found', header: versions.columns.found, cell: ({ found }) => found },
          { key: 'right', header: versions.columns.right, cell: ({ expected }) => expected },
        ]}
      />
      {moreCount > 0 ? <p>{versions.more(format.count(moreCount))}</p> : null}
    </>
  );
}
