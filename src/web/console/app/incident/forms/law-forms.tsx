import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type Incident, incidentKey, newId, wireInstant } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { WhileOpen } from '../with-shown-incident.tsx';
import { TimeField } from './stated-fields.tsx';

const knownQuery = {
  queryKey: ['legal-clocks'],
  queryFn: () => unwrap(api.GET('/api/v1/legal-clocks')),
};

function AddDuty({ incident }: { readonly incident: Incident }): ReactNode {
  const { locale, words } = useLanguage();
  const { texts } = useIncidentWords();
  const known = useQuery(knownQuery);
  const [code, setCode] = useState('');
  const [charge, setCharge] = useState<'paid' | 'free'>('paid');
  const add = useCommand({
    request: async () => {
      const rule = known.data?.find((one) => one.code === code);
      if (rule === undefined) return undefined;
      const { regime: _, thresholdMs, ...rest } = rule;
      const threshold = thresholdMs === null ? {} : { thresholdMs };
      return unwrap(
        api.POST('/api/v1/incidents/{incidentId}/clocks', {
          params: { path: { incidentId: incident.id } },
          body: {
            id: newId(),
            rule: { ...rest, ...threshold, charges: ['paid', 'free'], sources: [] },
            charge,
            sources: [],
          },
        }),
      );
    },
    refresh: [incidentKey(incident.id)],
  });
  return (
    <Loaded query={known}>
      {(rules) => (
        <>
          <SelectField
            label={words.laws.duty}
            value={code}
            onChange={setCode}
            emptyLabel="–"
            options={rules.map((one) => ({ value: one.code, label: one.titles[locale] }))}
          />
          <SelectField
            label={words.laws.charge}
            value={charge}
            onChange={(value) => setCharge(value === 'free' ? 'free' : 'paid')}
            options={(['paid', 'free'] as const).map((value) => ({
              value,
              label: texts.duties.charges[value],
            }))}
          />
          <Button isDisabled={code === '' || add.isRunning} onPress={() => void add.run(undefined)}>
            {words.laws.add}
          </Button>
          <ProblemNotice problem={add.problem} />
        </>
      )}
    </Loaded>
  );
}

function AddMilestone({ incident }: { readonly incident: Incident }): ReactNode {
  const { words } = useLanguage();
  const [draft, setDraft] = useState({ kind: 'awareness', at: '', reason: '' });
  const reachedAt = wireInstant(draft.at, incident.zone);
  const record = useCommand({
    request: (at: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/milestones', {
          params: { path: { incidentId: incident.id } },
          body: {
            id: newId(),
            kind: draft.kind === 'classification' ? 'classification' : 'awareness',
            reachedAt: at,
            reason: draft.reason,
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  return (
    <>
      <SelectField
        label={words.laws.milestone}
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind })}
        options={(['awareness', 'classification'] as const).map((value) => ({
          value,
          label: words.laws.kinds[value],
        }))}
      />
      <TimeField
        label={words.laws.at}
        incident={incident}
        value={draft.at}
        onChange={(at) => setDraft({ ...draft, at })}
      />
      <TextField
        label={words.laws.reason}
        value={draft.reason}
        onChange={(reason) => setDraft({ ...draft, reason })}
      />
      <Button
        isDisabled={reachedAt === undefined || record.isRunning}
        onPress={() => {
          if (reachedAt !== undefined) void record.run(reachedAt);
        }}
      >
        {words.laws.record}
      </Button>
      <ProblemNotice problem={record.problem} />
    </>
  );
}

/** The duties of a law in one press, what their periods run from, and the forms to print. */
export function LawForms({ incident }: { readonly incident: Incident }): ReactNode {
  const { locale, words } = useLanguage();
  return (
    <Section
      title={words.laws.title}
      actions={
        <a className="btn btn-second" href={`/regulator/${incident.slug}?lang=${locale}`}>
          {words.laws.forms}
        </a>
      }
    >
      <p className="hint">{words.laws.hint}</p>
      <WhileOpen incident={incident}>
        <AddDuty incident={incident} />
        <AddMilestone incident={incident} />
      </WhileOpen>
    </Section>
  );
}
