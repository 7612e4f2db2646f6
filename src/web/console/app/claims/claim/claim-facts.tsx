import type { ReactNode } from 'react';
import { Facts, Section } from '../../ui/parts.tsx';
import type { ClaimDetail, Form, ReadPurpose } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { Answers } from './answers.tsx';
import { PersonalFacts } from './personal-facts.tsx';

/** Who claims what and since when, and the answers in the words of the form. */
export function ClaimFacts(props: {
  readonly claim: ClaimDetail;
  readonly onRead: (purpose: ReadPurpose) => void;
  readonly form: Form | undefined;
}): ReactNode {
  const { claim, form } = props;
  const { texts, format, money, ...named } = useClaimWords(form);
  const { fields } = texts;
  return (
    <>
      <Section title={texts.claim.who}>
        <PersonalFacts claim={claim} onRead={props.onRead} />
        <Facts
          facts={[
            { name: fields.partyClass, value: named.partyClass(claim.partyClass) },
            {
              name: fields.service,
              value: `${named.service(claim.service)} · ${named.functionName(claim.service, claim.functionName)}`,
            },
            { name: fields.kind, value: named.kind(claim.kind) },
            { name: fields.category, value: named.category(claim.category) },
            { name: fields.statedLoss, value: money(claim.statedLoss) },
            { name: fields.submittedAt, value: format.instant(claim.submittedAt) },
            { name: fields.channel, value: texts.channels[claim.channel] },
          ]}
        />
        <details>
          <summary>{texts.claim.commitment}</summary>
          <p className="mono">{claim.commitment}</p>
          <p className="hint">{texts.claim.questionnaire(claim.questionnaireVersion)}</p>
        </details>
      </Section>
      <Section title={texts.claim.answers}>
        {form === undefined ? null : <Answers claim={claim} form={form} />}
      </Section>
    </>
  );
}
