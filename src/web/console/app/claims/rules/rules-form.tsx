import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { focusFirstFault } from '../focus-fault.ts';
import { type RulesDraft, readRules, toRulesDraft } from './rules-draft.ts';

type Published = components['schemas']['PublishedReviewRules'];

const currency = 'KRW';

function useRules(incidentId: string, published: Published) {
  const [draft, setDraft] = useState(() => toRulesDraft(published.rules, currency));
  const [isTried, setTried] = useState(false);
  const read = readRules(draft, { currency, published: published.rules });
  const save = useCommand({
    request: (body: Published['rules']) =>
      unwrap(
        api.PUT('/api/v1/incidents/{incidentId}/review-rules', {
          params: { path: { incidentId }, query: { baseVersion: published.version } },
          body,
        }),
      ),
    refresh: [['claims']],
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (read.rules === undefined) focusFirstFault(event.currentTarget);
    else void save.run(read.rules);
  };
  return { draft, setDraft, save, submit, faults: isTried ? read.faults : {} };
}

function RulesFields(props: { incidentId: string; published: Published }): ReactNode {
  const { words } = useLanguage();
  const { care } = words;
  const mayPublish = usePermission('claim:approve');
  const { draft, setDraft, save, submit, faults } = useRules(props.incidentId, props.published);
  const field = (name: keyof RulesDraft, label: string, hint?: string): ReactNode => {
    const fault = faults[name];
    return (
      <TextField
        label={label}
        hint={hint}
        error={fault === undefined ? undefined : care.rules[fault]}
        value={draft[name]}
        inputMode={name === 'seed' ? 'text' : 'numeric'}
        onChange={(value) => setDraft({ ...draft, [name]: value })}
      />
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="hint">{care.version(String(props.published.version))}</p>
      <ProblemNotice problem={save.problem} />
      {save.isDone ? <Notice tone="good">{care.saved}</Notice> : null}
      {field('targetHours', care.rules.targetHours)}
      {field('raiseHours', care.rules.raiseHours, care.rules.raiseHint)}
      {field('perThousand', care.rules.perThousand)}
      {field('seed', care.rules.seed, care.rules.seedHint)}
      {field('amount', care.rules.amount(currency), care.rules.amountHint)}
      {field('appealDays', care.rules.appealDays)}
      {mayPublish ? (
        <Button type="submit" kind="main" isBusy={save.isRunning}>
          {care.save}
        </Button>
      ) : (
        <Notice>{care.readOnly}</Notice>
      )}
    </form>
  );
}

/** The targets, second looks and deadlines that hold for an incident, to be published anew. */
export function RulesForm({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const rules = useQuery({
    queryKey: ['claims', 'review-rules', incidentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/review-rules', {
          params: { path: { incidentId } },
        }),
      ),
  });
  return (
    <Section title={words.care.rules.title}>
      <Loaded query={rules}>
        {(published) => (
          <RulesFields key={published.version} incidentId={incidentId} published={published} />
        )}
      </Loaded>
    </Section>
  );
}
