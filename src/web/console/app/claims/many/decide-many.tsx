import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { refusalSentence } from '../../../../messages/refusals.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { claimKeys, type Form, type Outcome, reasonsQuery } from '../claim-data.ts';
import { type ClaimWords, useClaimWords } from '../claim-words.ts';
import { newId } from '../new-id.ts';

type Preview = components['schemas']['DecisionsPreview'];
interface Answer {
  readonly outcome: Outcome;
  readonly reasonCode: string;
  readonly note?: string;
}

/** Says what the decisions of a preview come to. */
function consequenceOf({ sums }: Preview, { texts, format }: ClaimWords): string {
  const { many } = texts.desk;
  const parts = sums.map(({ currency, amountMinor, claimCount, remedy }) => {
    const money =
      currency === undefined
        ? (texts.remedies[remedy] ?? remedy)
        : format.money({ amountMinor, currency });
    return many.sum(money, format.count(claimCount));
  });
  return parts.length === 0 ? many.nothing : parts.join(', ');
}

function PreviewView(props: { readonly preview: Preview; readonly words: ClaimWords }): ReactNode {
  const { preview, words } = props;
  const { texts, format, awards, locale } = words;
  const { many } = texts.desk;
  const fits = preview.lines.filter(({ refusalCode }) => refusalCode === undefined);
  const others = preview.lines.filter(({ refusalCode }) => refusalCode !== undefined);
  const looks = fits.filter(({ secondReview }) => secondReview !== undefined).length;
  const number = { key: 'number', header: texts.fields.number };
  return (
    <>
      <Notice>
        <p>{many.previewed(format.count(fits.length))}</p>
        <p>
          <strong>{consequenceOf(preview, words)}</strong>
        </p>
        {looks === 0 ? null : <p>{many.secondLook(format.count(looks))}</p>}
      </Notice>
      <DataTable
        caption={many.fits}
        rows={fits}
        rowKey={({ claimId }) => claimId}
        columns={[
          { ...number, cell: ({ claimNumber }) => <span className="mono">{claimNumber}</span> },
          { key: 'awards', header: texts.fields.awards, cell: (line) => awards(line.awards) },
        ]}
      />
      {others.length === 0 ? null : (
        <DataTable
          caption={many.notFitting}
          rows={others}
          rowKey={({ claimId }) => claimId}
          columns={[
            { ...number, cell: ({ claimNumber }) => <span className="mono">{claimNumber}</span> },
            {
              key: 'why',
              header: texts.fields.reason,
              cell: ({ refusalCode = '' }) => refusalSentence({ code: refusalCode }, locale),
            },
          ]}
        />
      )}
    </>
  );
}

function useManyDecision(claimIds: readonly string[]) {
  const [runId, setRunId] = useState(newId);
  const [shown, setShown] = useState<{ preview: Preview; answer: Answer }>();
  const ask = useCommand({
    request: (answer: Answer) =>
      unwrap(
        api.POST('/api/v1/decisions/previews', {
          body: { runId, choice: { claimIds: [...claimIds] }, answer },
        }),
      ),
  });
  const decide = useCommand({
    request: ({ preview, answer }: { preview: Preview; answer: Answer }) =>
      unwrap(
        api.POST('/api/v1/decisions', {
          body: { runId, claimIds: [...claimIds], answer, digest: preview.digest },
        }),
      ),
    refresh: claimKeys,
  });
  return {
    shown,
    problem: ask.problem ?? decide.problem,
    isBusy: ask.isRunning || decide.isRunning,
    forget: () => setShown(undefined),
    async preview(answer: Answer): Promise<void> {
      const preview = await ask.run(answer);
      setShown(preview === undefined ? undefined : { preview, answer });
    },
    async confirm(): Promise<number | undefined> {
      const done = shown === undefined ? undefined : await decide.run(shown);
      setShown(undefined);
      setRunId(newId());
      return done?.decidedCount;
    },
  };
}

function AnswerFields(props: {
  readonly form: Form | undefined;
  readonly isBusy: boolean;
  readonly onChange: () => void;
  readonly onPreview: (answer: Answer) => void;
}): ReactNode {
  const { texts, reason } = useClaimWords(props.form);
  const { decide, desk } = texts;
  const { data } = useQuery(reasonsQuery);
  const [outcome, setOutcome] = useState<Outcome>('award');
  const [reasonCode, setReason] = useState('policy_met');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const fitting = (data?.reasonCodes ?? []).filter(({ outcomes }) => outcomes.includes(outcome));
  const isRight = fitting.some(({ code }) => code === reasonCode);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const said = note.trim();
    if (isRight) props.onPreview({ outcome, reasonCode, ...(said === '' ? {} : { note: said }) });
  };
  return (
    <form onSubmit={submit} onChange={props.onChange} noValidate>
      <SelectField
        label={decide.outcome}
        hint={outcome === 'award' ? desk.many.asSuggested : undefined}
        value={outcome}
        options={(['award', 'deny', 'close'] as const).map((value) => ({
          value,
          label: texts.outcomes[value],
        }))}
        onChange={(value) => setOutcome(value as Outcome)}
      />
      <SelectField
        label={decide.reason}
        value={isRight ? reasonCode : ''}
        emptyLabel={decide.chooseReason}
        error={isTried && !isRight ? decide.chooseReason : undefined}
        options={fitting.map(({ code }) => ({ value: code, label: reason(code) }))}
        onChange={setReason}
      />
      <TextField
        label={decide.note}
        hint={decide.noteHint}
        isOptional
        value={note}
        onChange={setNote}
      />
      <Button type="submit" isBusy={props.isBusy}>
        {desk.many.preview}
      </Button>
    </form>
  );
}

/** Decides the chosen claims with one answer, after showing what it would do to each. */
export function DecideMany(props: {
  readonly claimIds: readonly string[];
  readonly form: Form | undefined;
  readonly onDone: (count: number) => void;
}): ReactNode {
  const { claimIds, form, onDone } = props;
  const words = useClaimWords(form);
  const { many } = words.texts.desk;
  const work = useManyDecision(claimIds);
  const [isAsking, setAsking] = useState(false);
  const { shown } = work;
  const fitCount = shown?.preview.lines.filter((line) => line.refusalCode === undefined).length;
  const count = words.format.count(fitCount ?? 0);
  const confirm = async (): Promise<void> => {
    const decided = await work.confirm();
    setAsking(false);
    if (decided !== undefined) onDone(decided);
  };
  return (
    <Section title={many.title}>
      <p className="hint">{many.lead}</p>
      <ProblemNotice problem={work.problem} />
      <AnswerFields
        form={form}
        isBusy={work.isBusy}
        onChange={work.forget}
        onPreview={(answer) => void work.preview(answer)}
      />
      {shown === undefined ? null : (
        <>
          <PreviewView preview={shown.preview} words={words} />
          <Button kind="main" isDisabled={fitCount === 0} onPress={() => setAsking(true)}>
            {many.decide(count)}
          </Button>
          <ConfirmDialog
            isOpen={isAsking}
            title={many.confirmTitle}
            confirmLabel={many.decide(count)}
            isBusy={work.isBusy}
            onConfirm={() => void confirm()}
            onCancel={() => setAsking(false)}
          >
            <p>{many.consequence(consequenceOf(shown.preview, words))}</p>
          </ConfirmDialog>
        </>
      )}
    </Section>
  );
}
