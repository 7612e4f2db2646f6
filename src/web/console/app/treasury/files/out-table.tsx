import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { type RailFile, treasuryKeys } from '../treasury-data.ts';

type Verb = 'download' | 'handed_over' | 'discarded';

async function download(fileId: string): Promise<void> {
  const answer = api.POST('/api/v1/rail-files/{fileId}/content', {
    params: { path: { fileId } },
    parseAs: 'blob',
  });
  const blob = (await unwrap(answer)) as unknown as Blob;
  const { response } = await answer;
  const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = named?.[1] ?? 'file';
  link.click();
  URL.revokeObjectURL(link.href);
}

function Act(props: {
  readonly file: RailFile;
  readonly verb: Verb;
  readonly isMain?: boolean;
}): ReactNode {
  const { file, verb } = props;
  const { words, format } = useLanguage();
  const texts = words.treasury.files;
  const [isAsking, setAsking] = useState(false);
  const act = useCommand({
    request: async (): Promise<unknown> =>
      verb === 'download'
        ? download(file.id)
        : unwrap(
            api.POST('/api/v1/rail-files/{fileId}/ending', {
              params: { path: { fileId: file.id } },
              body: { ending: verb },
            }),
          ),
    refresh: treasuryKeys,
  });
  const label = {
    download: texts.download,
    handed_over: texts.handOver,
    discarded: texts.discard,
  }[verb];
  const title = {
    download: texts.downloadTitle,
    handed_over: texts.handOverTitle,
    discarded: texts.discardTitle,
  }[verb];
  const text = {
    download: texts.downloadText,
    handed_over: texts.handOverText(format.count(file.paymentCount), format.money(file.total)),
    discarded: texts.discardText,
  }[verb];
  const confirm = async (): Promise<void> => {
    await act.run(undefined);
    setAsking(false);
  };
  const isDanger = verb === 'discarded';
  return (
    <>
      <ProblemNotice problem={act.problem} />
      <Button
        kind={isDanger ? 'plain' : props.isMain === true ? 'main' : 'second'}
        isBusy={act.isRunning}
        onPress={() => setAsking(true)}
      >
        {label}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        title={title}
        confirmLabel={label}
        isBusy={act.isRunning}
        isDanger={isDanger}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{text}</p>
      </StepUpDialog>
    </>
  );
}

function Steps({ file }: { readonly file: RailFile }): ReactNode {
  const maySend = usePermission('payout:send');
  if (!maySend || file.state === 'discarded') return null;
  const isMade = file.state === 'made' && file.sha256 !== null;
  return (
    <div className="treasury-row-actions">
      <Act file={file} verb="download" isMain={!isMade && file.state !== 'handed_over'} />
      {isMade ? <Act file={file} verb="handed_over" isMain /> : null}
      {file.state === 'handed_over' ? null : <Act file={file} verb="discarded" />}
    </div>
  );
}

/** The files for the bank, with what can be done with each. */
export function OutTable({ files }: { readonly files: readonly RailFile[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.files;
  return (
    <DataTable
      caption={texts.outCaption}
      rows={files}
      rowKey={({ id }) => id}
      emptyText={texts.outEmpty}
      columns={[
        { key: 'number', header: texts.number, isNumeric: true, cell: ({ number }) => number },
        {
          key: 'state',
          header: texts.state,
          cell: ({ state }) => (
            <Tag tone={state === 'handed_over' ? 'good' : 'plain'}>{texts.states[state]}</Tag>
          ),
        },
        {
          key: 'count',
          header: texts.count,
          isNumeric: true,
          cell: (file) => format.count(file.paymentCount),
        },
        {
          key: 'total',
          header: texts.total,
          isNumeric: true,
          cell: (file) => format.money(file.total),
        },
        {
          key: 'made',
          header: texts.made,
          cell: ({ madeAt, openedAt }) => format.instant(madeAt ?? openedAt),
        },
        { key: 'steps', header: '', cell: (file) => <Steps file={file} /> },
      ]}
    />
  );
}
