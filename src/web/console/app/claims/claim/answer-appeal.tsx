import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { useMember } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys, type Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { CorrectedPolicyGives, PolicyGives } from '../desk/policy-gives.tsx';
import { focusFirstFault } from '../focus-fault.ts';
import { newId } from '../new-id.ts';
import { CorrectionFields, noCorrection, readCorrection } from './correction-fields.tsx';
import {
  type Appealed,
  type DraftDesk,
  readAwards,
  toDecisionBody,
  toWrittenAwards,
  useDecisionDraft,
} from './decision-draft.ts';
import { DecisionFields, NoteField } from './decision-fields.tsx';

interface AppealProps {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
  readonly appealId: string;
  readonly appealed: Appealed;
}

type Answer = '' | 'stands' | 'changed';

function useAnswer({ claim, appealId, appealed }: AppealProps) {
  const desk = useDecisionDraft(claim, appealed.decision.awards);
  const [answer, setAnswer] = useState<Answer>('');
  const [decisionId] = useState(newId);
  const [corrected, setCorrected] = useState(noCorrection);
  const findings = claim.assessment?.findings ?? [];
  const correction = readCorrection(corrected, findings);
  const send = useCommand({
    request: (body: NonNullable<ReturnType<typeof bodyOf>>) =>
      unwrap(
        api.POST('/api/v1/appeals/{appealId}/decisions', {
          params: { path: { appealId } },
          body,
        }),
      ),
    refresh: claimKeys,
  });
  function bodyOf() {
    const note = desk.draft.note.trim();
    if (answer === 'stands') return { answer, decisionId, note };
    if (correction !== undefined && desk.draft.outcome !== '') {
      // The policy works out the awards itself, from the facts as they are set right; what was
      // written here goes before, as where the policy leaves the amount to a person.
      const { outcome, reasonCode } = desk.draft;
      const base = {
        answer: 'changed' as const,
        decisionId,
        note,
        outcome,
        reasonCode,
        correction,
      };
      const written = toWrittenAwards(desk.draft, appealed.decision.awards);
      return written === undefined ? base : { ...base, awards: written };
    }
    const made = toDecisionBody(desk.draft, []);
    if (answer === '' || made === undefined) return undefined;
    return { ...made, answer, decisionId, note };
  }
  const isNoted = desk.draft.note.trim() !== '';
  const isWhole = answer === 'stands' ? isNoted : answer === 'changed' && isNoted;
  /** Tells whether what is answered can be sent, and shows every fault otherwise. */
  const tryIt = (): boolean => {
    if (answer === 'stands') return true;
    const isTried = desk.tryIt();
    const { outcome, reasonCode } = desk.draft;
    const isRead = outcome !== 'award' || readAwards(desk.draft) !== undefined;
    const isCorrected = correction !== undefined && outcome !== '' && reasonCode !== '' && isRead;
    return isCorrected || (corrected.policyHash === '' && isTried);
  };
  const facts = { findings, corrected, setCorrected, isMissing: correction === undefined };
  return { desk, answer, setAnswer, send, bodyOf, isNoted, isWhole, facts, tryIt, correction };
}

function FactsPart(props: {
  readonly facts: ReturnType<typeof useAnswer>['facts'];
  readonly form: Form | undefined;
  readonly isTried: boolean;
}): ReactNode {
  const { correction } = useLanguage().words.care;
  const { findings, corrected, setCorrected, isMissing } = props.facts;
  const isFaulty = props.isTried && corrected.policyHash !== '' && isMissing;
  return (
    <CorrectionFields
      findings={findings}
      form={props.form}
      draft={corrected}
      error={isFaulty ? correction.missing : undefined}
      onChange={setCorrected}
    />
  );
}

/** What the answer does: what the policy gives with what was set right, and what will be given. */
function Consequence(
  props: AppealProps & {
    readonly desk: DraftDesk;
    readonly answer: Answer;
    readonly correction: ReturnType<typeof readCorrection>;
  },
): ReactNode {
  const { claim, form, desk, answer, correction, appealId, appealed } = props;
  const { texts, awards } = useClaimWords(form);
  const { appeals } = texts;
  if (answer === 'stands') return <p>{appeals.standsConsequence}</p>;
  const { outcome } = desk.draft;
  // With facts set right the policy works the awards out, unless somebody wrote other ones.
  const isWritten = toWrittenAwards(desk.draft, appealed.decision.awards) !== undefined;
  const isMade = outcome === 'award' && (correction === undefined || isWritten);
  const made = isMade ? awards(readAwards(desk.draft) ?? []) : '';
  const named = outcome === '' ? '' : texts.outcomes[outcome];
  return (
    <>
      {correction === undefined ? (
        <PolicyGives claim={claim} lines={claim.suggestedAwards} />
      ) : (
        <CorrectedPolicyGives claim={claim} appealId={appealId} correction={correction} />
      )}
      <p>{appeals.changedConsequence(made === '' ? named : made)}</p>
    </>
  );
}

function AnswerForm(props: AppealProps): ReactNode {
  const { claim, form } = props;
  const { appeals } = useClaimWords(form).texts;
  const { desk, answer, setAnswer, send, bodyOf, isNoted, isWhole, facts, tryIt, correction } =
    useAnswer(props);
  const [step, setStep] = useState<'begin' | 'tried' | 'asking'>('begin');
  const isTried = step !== 'begin';
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const isRight = tryIt();
    setStep(isWhole && isRight ? 'asking' : 'tried');
    if (!isWhole || !isRight) focusFirstFault(event.currentTarget);
  };
  const confirm = async (): Promise<void> => {
    const body = bodyOf();
    if (body !== undefined) await send.run(body);
    setStep('tried');
  };
  return (
    <form onSubmit={submit} noValidate>
      <ProblemNotice problem={send.problem} />
      <SelectField
        label={appeals.answer}
        value={answer}
        emptyLabel={appeals.chooseAnswer}
        error={isTried && answer === '' ? appeals.chooseAnswer : undefined}
        options={(['stands', 'changed'] as const).map((value) => ({
          value,
          label: appeals[value],
        }))}
        onChange={(value) => setAnswer(value as Answer)}
      />
      {answer === 'changed' ? <DecisionFields claim={claim} form={form} desk={desk} /> : null}
      {answer === 'changed' ? <FactsPart facts={facts} form={form} isTried={isTried} /> : null}
      <NoteField
        label={appeals.note}
        error={isTried && !isNoted ? appeals.noteMissing : undefined}
        desk={desk}
      />
      <Button type="submit" kind="main">
        {appeals.submit}
      </Button>
      <ConfirmDialog
        isOpen={step === 'asking'}
        title={appeals.confirmTitle}
        confirmLabel={appeals.submit}
        isBusy={send.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setStep('tried')}
      >
        <Consequence {...props} desk={desk} answer={answer} correction={correction} />
      </ConfirmDialog>
    </form>
  );
}

/** Answers an open appeal; whoever had a part in a decision before is told why they may not. */
export function AnswerAppeal(props: AppealProps): ReactNode {
  const { texts } = useClaimWords(props.form);
  const member = useMember();
  return (
    <Section title={texts.appeals.answerTitle}>
      {props.appealed.people.includes(member.id) ? (
        <Notice>{texts.appeals.own}</Notice>
      ) : (
        <AnswerForm {...props} />
      )}
    </Section>
  );
}
