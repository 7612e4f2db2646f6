import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys, type Form, type Outcome } from '../claim-data.ts';
import { type ClaimWords, useClaimWords } from '../claim-words.ts';
import { PolicyGives } from '../desk/policy-gives.tsx';
import { focusFirstFault } from '../focus-fault.ts';
import { newId } from '../new-id.ts';
import {
  type DecisionDraft,
  readAwards,
  toDecisionBody,
  useDecisionDraft,
} from './decision-draft.ts';
import { DecisionFields, NoteField } from './decision-fields.tsx';

/** Says in one sentence what the decision will do. */
export function consequenceOf(draft: DecisionDraft, words: ClaimWords): string {
  const { consequence } = words.texts.decide;
  if (draft.outcome !== 'award') return draft.outcome === '' ? '' : consequence[draft.outcome];
  return consequence.award(words.awards(readAwards(draft) ?? []));
}

/** Proposes a decision of the claim; another person approves it. */
export function DecideForm(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
}): ReactNode {
  const { claim, form } = props;
  const words = useClaimWords(form);
  const { decide } = words.texts;
  const desk = useDecisionDraft(claim);
  const [decisionId] = useState(newId);
  const [isAsking, setAsking] = useState(false);
  const send = useCommand({
    request: (body: NonNullable<ReturnType<typeof toDecisionBody>>) =>
      unwrap(
        api.POST('/api/v1/claims/{claimId}/decisions', {
          params: { path: { claimId: claim.claimId } },
          body: { ...body, decisionId },
        }),
      ),
    refresh: claimKeys,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const isWhole = desk.tryIt();
    setAsking(isWhole);
    if (!isWhole) focusFirstFault(event.currentTarget);
  };
  const confirm = async (): Promise<void> => {
    const body = toDecisionBody(desk.draft, claim.suggestedAwards);
    if (body !== undefined) await send.run(body);
    setAsking(false);
  };
  const outcome: Outcome | '' = desk.draft.outcome;
  return (
    <Section title={decide.title}>
      <form onSubmit={submit} noValidate>
        <p className="hint">{decide.lead}</p>
        <PolicyGives claim={claim} lines={claim.suggestedAwards} />
        <ProblemNotice problem={send.problem} />
        <DecisionFields claim={claim} form={form} desk={desk} />
        <NoteField
          label={decide.note}
          hint={decide.noteHint}
          error={desk.shown.includes('note') ? decide.noteMissing : undefined}
          desk={desk}
        />
        <Button type="submit" kind="main">
          {decide.submit}
        </Button>
      </form>
      <ConfirmDialog
        isOpen={isAsking}
        title={decide.confirmTitle}
        confirmLabel={decide.submit}
        isBusy={send.isRunning}
        isDanger={outcome === 'deny'}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <PolicyGives claim={claim} lines={claim.suggestedAwards} />
        <p>{consequenceOf(desk.draft, words)}</p>
      </ConfirmDialog>
    </Section>
  );
}
