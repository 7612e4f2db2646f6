import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { Facts, Section } from '../../ui/parts.tsx';
import type { ClaimDetail, Form, ReadPurpose } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { ReadPersonal } from './read-personal.tsx';

type Question = Form['questions'][number];
type Fact = { readonly name: string; readonly value: ReactNode };

interface PersonalProps {
  readonly claim: ClaimDetail;
  readonly onRead: (purpose: ReadPurpose) => void;
}

function Personal({ claim, onRead }: PersonalProps): ReactNode {
  const { texts } = useClaimWords();
  const { personal, isPersonalShown, isAppealed } = claim;
  if (!isPersonalShown) return <ReadPersonal isAppealed={isAppealed} onRead={onRead} />;
  const { name, contact, payee, freeText } = personal ?? {};
  const account = payee === undefined ? undefined : [payee.bank, payee.account, payee.holder];
  const facts: readonly Fact[] = [
    { name: texts.fields.name, value: name ?? '–' },
    { name: texts.fields.contact, value: contact ?? '–' },
    { name: texts.fields.payee, value: account?.join(' · ') ?? '–' },
    ...(freeText === undefined
      ? []
      : [{ name: texts.fields.freeText, value: <span className="claims-text">{freeText}</span> }]),
  ];
  return (
    <>
      <Facts facts={facts} />
      <p className="hint">{texts.claim.personalShown}</p>
    </>
  );
}

/** Writes an answer as the question's own words have it. */
function useAnswer(claim: ClaimDetail): (question: Question) => string {
  const { words, format, locale } = useLanguage();
  const { texts } = useClaimWords();
  return (question) => {
    const answer = claim.answers[question.code];
    if (answer === undefined) return texts.claim.unanswered;
    if (typeof answer === 'boolean') return answer ? words.shell.parts.yes : words.shell.parts.no;
    const text = String(answer);
    if (question.kind === 'choice') {
      return question.choices.find(({ code }) => code === text)?.[locale] ?? text;
    }
    return question.kind === 'instant' ? format.instant(text) : text;
  };
}

function Answers(props: { readonly claim: ClaimDetail; readonly form: Form }): ReactNode {
  const { locale, words } = useLanguage();
  const answerOf = useAnswer(props.claim);
  const asked = props.form.questions.filter(({ code }) => props.claim.answers[code] !== undefined);
  if (asked.length === 0) return <p className="empty">{words.claims.claim.noAnswers}</p>;
  return (
    <Facts
      facts={asked.map((question) => ({ name: question[locale], value: answerOf(question) }))}
    />
  );
}

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
        <Personal claim={claim} onRead={props.onRead} />
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
