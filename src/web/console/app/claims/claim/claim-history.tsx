import type { ReactNode } from 'react';
import { Facts, Section, Tag, Timeline } from '../../ui/parts.tsx';
import type { ClaimDecision, ClaimDetail, Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

type ClaimEvent = ClaimDetail['events'][number];
interface ViewProps {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
}

function useEventText(form: Form | undefined): (event: ClaimEvent) => string {
  const { texts, evidence, reason } = useClaimWords(form);
  return (event) => {
    const who = event.actor.name ?? texts.actors[event.actorKind];
    const parts = [
      who,
      event.suggestion === undefined ? '' : texts.suggestions[event.suggestion],
      event.outcome === undefined ? '' : texts.outcomes[event.outcome],
      event.answer === undefined ? '' : texts.answers[event.answer],
      event.reasonCode === undefined ? '' : reason(event.reasonCode),
      event.evidence === undefined ? '' : event.evidence.map(evidence).join(', '),
      event.note ?? '',
    ];
    return parts.filter((part) => part !== '').join(' · ');
  };
}

/** What happened to a claim, in order, and who did it. */
export function ClaimHistory({ claim, form }: ViewProps): ReactNode {
  const { texts } = useClaimWords(form);
  const textOf = useEventText(form);
  return (
    <Timeline
      entries={claim.events.map((event, index) => ({
        key: `${index} ${event.type}`,
        at: event.at,
        title: texts.events[event.type] ?? event.type,
        text: textOf(event),
      }))}
    />
  );
}

const tones = { pending: 'warn', approved: 'good', sent_back: 'plain' } as const;

function DecisionView(props: {
  readonly decision: ClaimDecision;
  readonly form: Form | undefined;
}): ReactNode {
  const { decision } = props;
  const { texts, awards, reason, person } = useClaimWords(props.form);
  const { approvedBy, sentBackBy, note } = decision;
  const people = [decision.decidedBy, approvedBy ?? sentBackBy].flatMap((one) =>
    one === undefined ? [] : [person(one)],
  );
  return (
    <div>
      <p>
        <strong>{texts.outcomes[decision.outcome]}</strong>{' '}
        <Tag tone={tones[decision.state]}>{texts.decisionStates[decision.state]}</Tag>{' '}
        {decision.isAppeal ? <Tag>{texts.approve.isAppeal}</Tag> : null}
      </p>
      <Facts
        facts={[
          { name: texts.fields.reason, value: reason(decision.reasonCode) },
          ...(decision.awards.length === 0
            ? []
            : [{ name: texts.fields.awards, value: awards(decision.awards) }]),
          ...(note === undefined ? [] : [{ name: texts.fields.note, value: note }]),
          { name: texts.fields.decidedBy, value: people.join(' → ') },
        ]}
      />
    </div>
  );
}

/** Every decision of a claim, the last one first. */
export function ClaimDecisions({ claim, form }: ViewProps): ReactNode {
  const { texts } = useClaimWords(form);
  if (claim.decisions.length === 0) return null;
  return (
    <Section title={texts.claim.decisions}>
      {claim.decisions.toReversed().map((decision) => (
        <DecisionView key={decision.decisionId} decision={decision} form={form} />
      ))}
    </Section>
  );
}

/** What the claimant objects to, in the claimant's words. */
export function AppealStatements({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts, format } = useClaimWords();
  if (claim.appeals.length === 0) return null;
  return (
    <Section title={texts.claim.appeal}>
      {claim.appeals.map(({ appealId, openedAt, statement }) => (
        <div key={appealId}>
          <p className="hint">{format.instant(openedAt)}</p>
          <blockquote className="claims-text">{statement ?? texts.claim.personalHidden}</blockquote>
        </div>
      ))}
    </Section>
  );
}
