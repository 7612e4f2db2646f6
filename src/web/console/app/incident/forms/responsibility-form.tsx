import { type ReactNode, useState } from 'react';
import {
  addRational,
  parseRational,
  rational,
  renderRational,
} from '../../../../../kernel/index.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { CheckboxGroup, SelectField, TextField } from '../../ui/field.tsx';
import {
  type Finding,
  type Incident,
  incidentKey,
  newId,
  type Responsibility,
  readSources,
} from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';
import { StatedFields, useStatedDraft } from './stated-fields.tsx';
import { isTranslated, type Translated, TranslatedText } from './translated-text.tsx';

type Kind = Responsibility['shares'][number]['kind'];
type RecourseState = Responsibility['recourse'][number]['state'];
const kinds: readonly Kind[] = ['own', 'supplier', 'shared', 'force_majeure'];

export interface ShareDraft {
  readonly key: string;
  readonly kind: Kind;
  readonly party: string;
  readonly share: string;
  /** where recourse against the party stands; empty while nothing is said of it */
  readonly recourse: RecourseState | '';
}

const recourseStates: readonly RecourseState[] = [
  ...(['not_sought', 'reserved', 'claimed', 'agreed', 'refused', 'unknown'] as const),
];

function newShare(): ShareDraft {
  return { key: newId(), kind: 'own', party: '', share: '', recourse: '' };
}

/** Adds up what is typed, exactly; undefined while something cannot be read. */
function sumOf(shares: readonly ShareDraft[]): string | undefined {
  let sum = rational(0n);
  for (const { share } of shares) {
    const value = parseRational(share.trim());
    if (value === undefined) return undefined;
    sum = addRational(sum, value);
  }
  return renderRational(sum);
}

/** Whose share it is, and where recourse against them stands. */
function PartyFields(props: {
  readonly incident: Incident;
  readonly draft: ShareDraft;
  readonly onChange: (draft: ShareDraft) => void;
}): ReactNode {
  const { incident, draft, onChange } = props;
  const { texts, locale } = useIncidentWords();
  const words = texts.causes;
  return (
    <>
      <SelectField
        label={words.party}
        value={draft.party}
        emptyLabel="–"
        onChange={(party) => onChange({ ...draft, party })}
        options={incident.parties.map(({ code, titles }) => ({
          value: code,
          label: titles[locale],
        }))}
      />
      <SelectField
        label={words.recourse}
        value={draft.recourse}
        emptyLabel="–"
        onChange={(recourse) => onChange({ ...draft, recourse: recourse as RecourseState | '' })}
        options={recourseStates.map((value) => ({ value, label: words.recourseStates[value] }))}
      />
    </>
  );
}

function ShareFields(props: {
  readonly incident: Incident;
  readonly draft: ShareDraft;
  readonly onChange: (draft: ShareDraft) => void;
  readonly onRemove: (() => void) | undefined;
}): ReactNode {
  const { incident, draft, onChange, onRemove } = props;
  const { texts } = useIncidentWords();
  const words = texts.causes;
  const isUnread = draft.share !== '' && parseRational(draft.share.trim()) === undefined;
  return (
    <fieldset className="field">
      <SelectField
        label={words.kind}
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind: kind as Kind })}
        options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {draft.kind === 'supplier' || draft.kind === 'shared' ? (
        <PartyFields incident={incident} draft={draft} onChange={onChange} />
      ) : null}
      <TextField
        label={words.share}
        hint={words.shareHint}
        error={isUnread ? words.shareWrong : undefined}
        value={draft.share}
        onChange={(share) => onChange({ ...draft, share })}
      />
      {onRemove === undefined ? null : (
        <Button kind="plain" onPress={onRemove}>
          {words.removeShare}
        </Button>
      )}
    </fieldset>
  );
}

/** Which cause the shares are of; nothing to choose while none is on record. */
function CauseField(props: {
  readonly causes: readonly Finding[];
  readonly value: string;
  readonly onChange: (findingId: string) => void;
}): ReactNode {
  const { texts, locale } = useIncidentWords();
  const { about, aboutHint, aboutWhole } = texts.causes;
  if (props.causes.length === 0) return null;
  return (
    <SelectField
      label={about}
      hint={aboutHint}
      value={props.value}
      emptyLabel={aboutWhole}
      onChange={props.onChange}
      options={props.causes.map(({ id, text }) => ({ value: id, label: text[locale] }))}
    />
  );
}

/** Gives the recourse that is said of parties that bear a share, each party once. */
export function toRecourse(drafts: readonly ShareDraft[], sources: readonly number[]) {
  const byParty = new Map(
    drafts.flatMap(({ kind, party, recourse }) =>
      recourse === '' || party === '' || (kind !== 'supplier' && kind !== 'shared')
        ? []
        : [[party, recourse] as const],
    ),
  );
  return [...byParty].map(([party, state]) => ({ party, state, sources: [...sources] }));
}

function toShares(drafts: readonly ShareDraft[]) {
  return drafts.map(({ kind, party, share }) => ({
    kind,
    share: share.trim(),
    ...(party !== '' && (kind === 'supplier' || kind === 'shared') ? { party } : {}),
  }));
}

/** States who bears which share; they sum to exactly one before it can be sent. */
export function ResponsibilityForm(props: {
  readonly incident: Incident;
  readonly causes: readonly Finding[];
}): ReactNode {
  const { incident, causes } = props;
  const { texts } = useIncidentWords();
  const words = texts.causes;
  const [shares, setShares] = useState<readonly ShareDraft[]>(() => [newShare()]);
  const [findingId, setFindingId] = useState('');
  const [reason, setReason] = useState<Translated>({ ko: '', en: '' });
  const [marks, setMarks] = useState<readonly string[]>([]);
  const [stated, setStated] = useStatedDraft(incident);
  const sources = readSources(stated.sourcesText, incident);
  const sum = sumOf(shares);
  const command = useCommand({
    request: (id: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/responsibilities', {
          params: { path: { incidentId: incident.id } },
          body: {
            id,
            statedBy: stated.statedBy,
            sources: sources.numbers,
            reason,
            isAssumed: marks.includes('assumed'),
            ...(findingId === '' ? {} : { findingId }),
            shares: toShares(shares),
            recourse: toRecourse(shares, sources.numbers),
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const send = async (): Promise<boolean> => {
    if ((await command.run(newId())) === undefined) return false;
    setShares([newShare()]);
    setFindingId('');
    setReason({ ko: '', en: '' });
    return true;
  };
  return (
    <FormBox
      title={words.set}
      canSend={sum === '1' && isTranslated(reason) && sources.wrong === undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      <CauseField causes={causes} value={findingId} onChange={setFindingId} />
      {shares.map((draft) => (
        <ShareFields
          key={draft.key}
          incident={incident}
          draft={draft}
          onChange={(next) =>
            setShares(shares.map((other) => (other.key === draft.key ? next : other)))
          }
          onRemove={
            shares.length === 1
              ? undefined
              : () => setShares(shares.filter(({ key }) => key !== draft.key))
          }
        />
      ))}
      <Button onPress={() => setShares([...shares, newShare()])}>{words.addShare}</Button>
      <p role="status">{sum === '1' ? words.sumRight : words.sum(sum ?? '–')}</p>
      <TranslatedText label={texts.reason} value={reason} onChange={setReason} />
      <StatedFields incident={incident} draft={stated} onChange={setStated} />
      <CheckboxGroup
        legend={words.assumed}
        values={marks}
        onChange={setMarks}
        options={[{ value: 'assumed', label: words.isAssumed }]}
      />
    </FormBox>
  );
}
