import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useMember, usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDecision, claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

type Look = { readonly answer: 'agrees' } | { readonly answer: 'differs'; readonly note: string };

function LookForm({ decisionId }: { readonly decisionId: string }): ReactNode {
  const { texts } = useClaimWords();
  const { desk } = texts;
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const look = useCommand({
    request: (body: Look) =>
      unwrap(
        api.POST('/api/v1/decisions/{decisionId}/second-review', {
          params: { path: { decisionId } },
          body,
        }),
      ),
    refresh: claimKeys,
  });
  const differ = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (note.trim() !== '') void look.run({ answer: 'differs', note: note.trim() });
  };
  return (
    <>
      <ProblemNotice problem={look.problem} />
      <Button
        kind="main"
        isBusy={look.isRunning}
        onPress={() => void look.run({ answer: 'agrees' })}
      >
        {desk.agrees}
      </Button>
      <form onSubmit={differ} noValidate>
        <TextField
          label={desk.secondNote}
          error={isTried && note.trim() === '' ? desk.secondNoteMissing : undefined}
          rows={2}
          value={note}
          onChange={setNote}
        />
        <Button type="submit" isBusy={look.isRunning}>
          {desk.differs}
        </Button>
      </form>
    </>
  );
}

/** The look of a further person at a decision, which comes before its approval. */
export function SecondReview({ decision }: { readonly decision: ClaimDecision }): ReactNode {
  const { texts, person } = useClaimWords();
  const { desk } = texts;
  const member = useMember();
  const mayReview = usePermission('claim:review');
  const { secondReview, decisionId } = decision;
  if (secondReview === undefined) return null;
  const { cause, answer, answeredBy } = secondReview;
  const isOwn = decision.decidedBy.id === member.id;
  const who = answeredBy === undefined ? '' : ` (${person(answeredBy)})`;
  return (
    <Section title={desk.secondReview}>
      <Notice tone={answer === 'agrees' ? 'good' : 'warn'}>
        <p>{desk.secondCauses[cause]}</p>
        {answer === undefined ? <p>{isOwn ? desk.secondOwn : desk.secondDue}</p> : null}
        {answer === 'agrees' ? `${desk.agreed}${who}` : null}
        {answer === 'differs' ? `${desk.differed}${who}` : null}
        {secondReview.note === undefined ? null : (
          <blockquote className="claims-text">{secondReview.note}</blockquote>
        )}
      </Notice>
      {answer === undefined && !isOwn && mayReview ? <LookForm decisionId={decisionId} /> : null}
    </Section>
  );
}
