import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { claimKeys, type Form, formQuery } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { newId } from '../new-id.ts';
import '../claims.css';

type Reply = components['schemas']['GroupReply'];
interface Draft {
  readonly service: string;
  readonly kind: string;
  readonly partyClass: string;
  readonly textKo: string;
  readonly textEn: string;
  readonly isKeptOpen: boolean;
}
const empty: Draft = {
  service: '',
  kind: '',
  partyClass: '',
  textKo: '',
  textEn: '',
  isKeptOpen: true,
};

type Part = Partial<Pick<Draft, 'service' | 'kind' | 'partyClass'>>;

function partOf({ service, kind, partyClass }: Draft): Part {
  return Object.fromEntries(
    Object.entries({ service, kind, partyClass }).filter(([, value]) => value !== ''),
  );
}

/** How many the reply is for, how many of them it may not reach, and what sending means. */
function SendPreview(props: { readonly incidentId: string; readonly draft: Draft }): ReactNode {
  const { texts, format } = useClaimWords();
  const { replies } = texts.desk;
  const { incidentId, draft } = props;
  const part = partOf(draft);
  const preview = useQuery({
    queryKey: ['claims', 'reply-preview', incidentId, part],
    queryFn: () => unwrap(api.POST('/api/v1/replies/previews', { body: { incidentId, part } })),
    // Claims come in all the time: what is asked again is counted again.
    gcTime: 0,
  });
  return (
    <>
      <Loaded query={preview}>
        {({ claimCount, withoutContactCount, erasedCount }) => (
          <>
            <p>
              <strong>{replies.willTell(format.count(claimCount))}</strong>
            </p>
            {withoutContactCount === 0 ? null : (
              <p>{replies.withoutContact(format.count(withoutContactCount))}</p>
            )}
            {erasedCount === 0 ? null : <p>{replies.erased(format.count(erasedCount))}</p>}
          </>
        )}
      </Loaded>
      {draft.isKeptOpen ? <p>{replies.laterToo}</p> : null}
      <p>{replies.consequence}</p>
    </>
  );
}

function useSending(incidentId: string) {
  const [replyId, setReplyId] = useState(newId);
  const send = useCommand({
    request: (draft: Draft) => {
      const { textKo, textEn, isKeptOpen } = draft;
      const body = { replyId, incidentId, part: partOf(draft), isKeptOpen };
      return unwrap(
        api.POST('/api/v1/replies', {
          body: { ...body, textKo: textKo.trim(), textEn: textEn.trim() },
        }),
      );
    },
    refresh: claimKeys,
  });
  return { send, renew: () => setReplyId(newId()) };
}

function GroupFields(props: {
  readonly draft: Draft;
  readonly form: Form | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, form, onChange } = props;
  const { texts, choices } = useClaimWords(form);
  const lists = {
    service: form?.services,
    kind: form?.kinds,
    partyClass: form?.partyClasses,
  } as const;
  return (
    <div className="filters">
      {(['service', 'kind', 'partyClass'] as const).map((name) => (
        <SelectField
          key={name}
          label={texts.fields[name]}
          value={draft[name]}
          emptyLabel={texts.desk.replies.everyone}
          options={choices(lists[name])}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </div>
  );
}

function WriteReply(props: {
  readonly incidentId: string;
  readonly form: Form | undefined;
}): ReactNode {
  const { texts, format } = useClaimWords(props.form);
  const { replies } = texts.desk;
  const [draft, setDraft] = useState(empty);
  const [step, setStep] = useState<'writing' | 'tried' | 'asking'>('writing');
  const [sentCount, setSentCount] = useState<number>();
  const { send, renew } = useSending(props.incidentId);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const missing = (text: string): string | undefined =>
    step !== 'writing' && text.trim() === '' ? replies.textMissing : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isWhole = draft.textKo.trim() !== '' && draft.textEn.trim() !== '';
    setStep(isWhole ? 'asking' : 'tried');
  };
  const confirm = async (): Promise<void> => {
    const sent = await send.run(draft);
    setStep('writing');
    if (sent === undefined) return;
    setSentCount(sent.claimCount);
    setDraft(empty);
    renew();
  };
  return (
    <Section title={replies.write}>
      <ProblemNotice problem={send.problem} />
      {sentCount === undefined ? null : (
        <Notice tone="good">{replies.sent(format.count(sentCount))}</Notice>
      )}
      <form onSubmit={submit} noValidate>
        <GroupFields draft={draft} form={props.form} onChange={change} />
        <TextField
          label={replies.textKo}
          rows={3}
          value={draft.textKo}
          error={missing(draft.textKo)}
          onChange={(textKo) => change({ textKo })}
        />
        <TextField
          label={replies.textEn}
          rows={3}
          value={draft.textEn}
          error={missing(draft.textEn)}
          onChange={(textEn) => change({ textEn })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={draft.isKeptOpen}
            onChange={() => change({ isKeptOpen: !draft.isKeptOpen })}
          />
          <span>{replies.keptOpen}</span>
        </label>
        <Button type="submit" kind="main">
          {replies.send}
        </Button>
      </form>
      <ConfirmDialog
        isOpen={step === 'asking'}
        title={replies.confirmTitle}
        confirmLabel={replies.send}
        isBusy={send.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setStep('writing')}
      >
        <SendPreview incidentId={props.incidentId} draft={draft} />
      </ConfirmDialog>
    </Section>
  );
}

function ReplyTable(props: {
  readonly replies: readonly Reply[];
  readonly form: Form | undefined;
}): ReactNode {
  const { texts, format, locale, person, ...named } = useClaimWords(props.form);
  const { replies: words } = texts.desk;
  const groupOf = ({ part }: Reply): string => {
    const names = [
      part.service === undefined ? [] : named.service(part.service),
      part.kind === undefined ? [] : named.kind(part.kind),
      part.partyClass === undefined ? [] : named.partyClass(part.partyClass),
    ].flat();
    return names.length === 0 ? words.everyone : names.join(' · ');
  };
  return (
    <DataTable
      caption={words.caption}
      emptyText={words.empty}
      rows={props.replies}
      rowKey={({ replyId }) => replyId}
      columns={[
        {
          key: 'text',
          header: words.title,
          cell: ({ textKo, textEn }) => (
            <span className="claims-text">{locale === 'ko' ? textKo : textEn}</span>
          ),
        },
        { key: 'group', header: words.group, cell: groupOf },
        {
          key: 'by',
          header: texts.fields.submittedAt,
          cell: ({ writtenBy, writtenAt }) => `${person(writtenBy)} · ${format.instant(writtenAt)}`,
        },
        {
          key: 'told',
          header: words.told,
          isNumeric: true,
          cell: ({ toldCount }) => format.count(toldCount),
        },
      ]}
    />
  );
}

function Replies({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { data: form } = useQuery(formQuery(incidentId));
  const mayWrite = usePermission('claim:review');
  const replies = useQuery({
    queryKey: ['claims', 'replies', incidentId],
    queryFn: () => unwrap(api.GET('/api/v1/replies', { params: { query: { incidentId } } })),
  });
  return (
    <>
      {mayWrite ? <WriteReply incidentId={incidentId} form={form} /> : null}
      <Loaded query={replies}>{(data) => <ReplyTable replies={data.replies} form={form} />}</Loaded>
    </>
  );
}

/** One reply to everybody whom the same thing happened to. */
export function RepliesPage(): ReactNode {
  const { replies } = useClaimWords().texts.desk;
  return (
    <>
      <PageHead title={replies.title} lead={replies.lead} />
      <WithIncident>{(incidentId) => <Replies incidentId={incidentId} />}</WithIncident>
    </>
  );
}
