import type { ReactNode } from 'react';
import { usePermission } from '../../session.ts';
import { Notice, Section } from '../../ui/parts.tsx';
import type { ClaimDetail, Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { AnswerAppeal } from './answer-appeal.tsx';
import { AskForm } from './ask-form.tsx';
import { DecideForm } from './decide-form.tsx';
import { findAppealed } from './decision-draft.ts';
import { SettleDecision } from './settle-decision.tsx';

interface ActionsProps {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
}

function ReviewActions({ claim, form }: ActionsProps): ReactNode {
  const appeal = claim.appeals.at(-1);
  const appealed = findAppealed(claim.decisions);
  const canAsk = claim.state === 'assessed' || claim.state === 'in_review';
  return (
    <>
      {claim.isAppealed && appeal !== undefined && appealed !== undefined ? (
        <AnswerAppeal claim={claim} form={form} appealId={appeal.appealId} appealed={appealed} />
      ) : (
        <DecideForm claim={claim} form={form} />
      )}
      {canAsk ? (
        <section className="section">
          <AskForm claim={claim} form={form} />
        </section>
      ) : null}
    </>
  );
}

/** What the member may do with the claim now, or why nothing can be done. */
export function ClaimActions({ claim, form }: ActionsProps): ReactNode {
  const { texts } = useClaimWords(form);
  const mayReview = usePermission('claim:review');
  const pending = claim.decisions.find(({ state }) => state === 'pending');
  if (claim.erasedAt !== undefined) return null;
  if (pending !== undefined) return <SettleDecision decision={pending} />;
  const reason = texts.decide.notNow[claim.state];
  if (reason !== '') {
    return (
      <Section title={texts.decide.title}>
        <Notice>{reason}</Notice>
      </Section>
    );
  }
  return mayReview ? <ReviewActions claim={claim} form={form} /> : null;
}
