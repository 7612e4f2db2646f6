import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { CorrectionPreview, useCorrectionPreview } from '../correction-preview.tsx';
import {
  type Incident,
  incidentKey,
  newId,
  type Precision,
  readSources,
  type StatedImpact,
  wireInstant,
} from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';
import { StatedFields, TimeField, useStatedDraft } from './stated-fields.tsx';

const precisions = ['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned'] as const;

interface ImpactDraft {
  readonly place: string;
  readonly severity: StatedImpact['severity'];
  readonly from: string;
  readonly fromPrecision: Precision;
  readonly until: string;
  readonly untilPrecision: Precision;
  readonly scope: StatedImpact['scope'];
  readonly reason: string;
}

function firstDraft(incident: Incident, corrects: StatedImpact | undefined): ImpactDraft {
  const first = corrects ?? incident.functions[0];
  return {
    place: first === undefined ? '' : `${first.service}/${first.function}`,
    severity: corrects?.severity ?? 'down',
    from: '',
    fromPrecision: 'exact',
    until: '',
    untilPrecision: 'exact',
    scope: corrects?.scope ?? { region: null, platform: null, plan: null },
    reason: '',
  };
}

function toBody(draft: ImpactDraft, incident: Incident) {
  const from = wireInstant(draft.from, incident.zone);
  const until = wireInstant(draft.until, incident.zone);
  if (from === undefined || draft.reason.trim() === '') return undefined;
  const [service = '', name = ''] = draft.place.split('/');
  const { region, platform, plan } = draft.scope;
  return {
    service,
    function: name,
    severity: draft.severity,
    scope: { ...(region && { region }), ...(platform && { platform }), ...(plan && { plan }) },
    intervals: [
      {
        from,
        fromPrecision: draft.fromPrecision,
        ...(until === undefined ? {} : { until, untilPrecision: draft.untilPrecision }),
      },
    ],
    reason: draft.reason,
  };
}

function TimeFields(props: {
  readonly incident: Incident;
  readonly draft: ImpactDraft;
  readonly change: (part: Partial<ImpactDraft>) => void;
}): ReactNode {
  const { incident, draft, change } = props;
  const { texts } = useIncidentWords();
  const words = texts.impacts;
  const options = precisions.map((value) => ({ value, label: texts.precision[value] }));
  return (
    <>
      <TimeField
        label={words.from}
        incident={incident}
        value={draft.from}
        onChange={(from) => change({ from })}
      />
      <SelectField
        label={words.fromPrecision}
        value={draft.fromPrecision}
        onChange={(value) => change({ fromPrecision: value as Precision })}
        options={options}
      />
      <TimeField
        label={words.end}
        incident={incident}
        hint={words.endHint}
        isOptional
        value={draft.until}
        onChange={(until) => change({ until })}
      />
      {draft.until === '' ? null : (
        <SelectField
          label={words.untilPrecision}
          value={draft.untilPrecision}
          onChange={(value) => change({ untilPrecision: value as Precision })}
          options={options}
        />
      )}
    </>
  );
}

function SubjectFields(props: {
  readonly incident: Incident;
  readonly draft: ImpactDraft;
  readonly change: (part: Partial<ImpactDraft>) => void;
}): ReactNode {
  const { incident, draft, change } = props;
  const { texts, locale } = useIncidentWords();
  const words = texts.impacts;
  return (
    <>
      <SelectField
        label={words.function}
        value={draft.place}
        onChange={(place) => change({ place })}
        options={incident.functions.map(({ service, function: name, titles }) => ({
          value: `${service}/${name}`,
          label: titles[locale],
        }))}
      />
      <SelectField
        label={words.severity}
        value={draft.severity}
        onChange={(severity) => change({ severity: severity as ImpactDraft['severity'] })}
        options={(['down', 'degraded'] as const).map((value) => ({
          value,
          label: texts.severity[value],
        }))}
      />
      {(['region', 'platform', 'plan'] as const).map((name) => (
        <TextField
          key={name}
          label={words[name]}
          isOptional
          value={draft.scope[name] ?? ''}
          onChange={(value) => change({ scope: { ...draft.scope, [name]: value || null } })}
        />
      ))}
    </>
  );
}

/** States an impact, or corrects one of the same party; nothing stated before is removed. */
export function StateImpactForm(props: {
  readonly incident: Incident;
  readonly corrects?: StatedImpact;
}): ReactNode {
  const { incident, corrects } = props;
  const { texts, partyName } = useIncidentWords();
  const words = texts.impacts;
  const [draft, setDraft] = useState(() => firstDraft(incident, corrects));
  const [stated, setStated] = useStatedDraft(incident);
  const change = (part: Partial<ImpactDraft>): void => setDraft({ ...draft, ...part });
  const sources = readSources(stated.sourcesText, incident);
  const [id, renewId] = useState(newId);
  const fields = toBody(draft, incident);
  const body = fields && {
    ...{ ...fields, id, sources: sources.numbers },
    statedBy: corrects?.statedBy ?? stated.statedBy,
    ...(corrects === undefined ? {} : { corrects: corrects.id }),
  };
  const isComplete = body !== undefined && sources.wrong === undefined;
  const isPreviewed = corrects !== undefined && isComplete;
  const preview = useCorrectionPreview(incident, isPreviewed ? body : undefined);
  const command = useCommand({
    request: (statement: NonNullable<typeof body>) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/impacts', {
          params: { path: { incidentId: incident.id } },
          body: statement,
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const send = async (): Promise<boolean> => {
    if (body === undefined || (await command.run(body)) === undefined) return false;
    setDraft(firstDraft(incident, corrects));
    renewId(newId());
    return true;
  };
  return (
    <FormBox
      title={corrects === undefined ? words.state : words.correct}
      canSend={isComplete && (corrects === undefined || preview.isSuccess)}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      {corrects === undefined ? (
        <SubjectFields incident={incident} draft={draft} change={change} />
      ) : (
        <p>{words.corrects(partyName(incident, corrects.statedBy))}</p>
      )}
      <TimeFields incident={incident} draft={draft} change={change} />
      <StatedFields
        incident={incident}
        draft={stated}
        onChange={setStated}
        isPartyFixed={corrects !== undefined}
      />
      <TextField
        label={texts.reason}
        hint={words.reasonHint}
        rows={2}
        value={draft.reason}
        onChange={(reason) => change({ reason })}
      />
      {isPreviewed ? <CorrectionPreview preview={preview} /> : null}
    </FormBox>
  );
}
