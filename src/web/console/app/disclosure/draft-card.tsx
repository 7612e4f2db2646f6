import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { useMember, usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Facts, Notice, Tag } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

type Draft = components['schemas']['ReportDraft'];
const tones = { waiting: 'warn', published: 'good', outdated: 'plain' } as const;

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** What the draft holds, in short and in whole; read only when it is opened. */
function Preview({ draft }: { readonly draft: Draft }): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.reports;
  const [isOpen, setOpen] = useState(false);
  const document = useQuery({
    queryKey: ['report-draft', draft.id, 'document'],
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/report-drafts/{draftId}/document', {
          params: { path: { draftId: draft.id } },
        }),
      ),
  });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.preview}</summary>
      {isOpen ? (
        <Loaded query={document}>
          {(report) => (
            <>
              <p>
                {texts.contents}:{' '}
                {texts.counts({
                  impacts: lengthOf(report.impacts),
                  findings: lengthOf(report.findings),
                  shares: lengthOf(report.responsibilities),
                })}
              </p>
              <p>
                <a href={`/api/v1/report-drafts/${draft.id}/document`}>{texts.raw}</a>
              </p>
              <pre className="document">{JSON.stringify(report, null, 2)}</pre>
            </>
          )}
        </Loaded>
      ) : null}
    </details>
  );
}

function Approve({ draft }: { readonly draft: Draft }): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.reports;
  const member = useMember();
  const mayApprove = usePermission('disclosure:write');
  const [isAsking, setAsking] = useState(false);
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/report-drafts/{draftId}/approval', {
          params: { path: { draftId: draft.id } },
        }),
      ),
    refresh: [['report-drafts'], ['reports'], ['log']],
  });
  const confirm = async (): Promise<void> => {
    if ((await command.run(undefined)) !== undefined) setAsking(false);
  };
  if (draft.state !== 'waiting' || !mayApprove) return null;
  if (draft.preparedBy.id === member.id) return <p className="hint">{texts.own}</p>;
  return (
    <>
      <div className="actions">
        <Button kind="main" onPress={() => setAsking(true)}>
          {texts.approve}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.approveTitle(draft.baseVersion + 1)}
        confirmLabel={texts.approve}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.approveConsequence}</p>
        {draft.isCurrent ? null : <p>{texts.changed}</p>}
        <p>
          {texts.hash}: <code>{draft.hash}</code>
        </p>
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}

/** One prepared report: where it stands, what it holds, and its approval by another person. */
export function DraftCard({ draft }: { readonly draft: Draft }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.reports;
  const { publishedAs } = draft;
  return (
    <li>
      <h3>
        {publishedAs === null ? texts.next(draft.baseVersion + 1) : texts.publishedAs(publishedAs)}{' '}
        <Tag tone={tones[draft.state]}>{texts.states[draft.state]}</Tag>
      </h3>
      {draft.state === 'outdated' ? <p>{texts.outdated}</p> : null}
      {draft.state === 'waiting' && !draft.isCurrent ? (
        <Notice tone="warn">{texts.changed}</Notice>
      ) : null}
      <Facts
        facts={[
          { name: texts.preparedBy, value: draft.preparedBy.name ?? texts.unknownMember },
          { name: texts.preparedAt, value: format.instant(draft.preparedAt) },
          { name: texts.hash, value: <code>{draft.hash}</code> },
        ]}
      />
      <p>
        {texts.look}: <a href={`/console-preview/report/${draft.id}?lang=ko`}>{texts.inKorean}</a> ·{' '}
        <a href={`/console-preview/report/${draft.id}?lang=en`}>{texts.inEnglish}</a>
      </p>
      <Preview draft={draft} />
      <Approve draft={draft} />
    </li>
  );
}
