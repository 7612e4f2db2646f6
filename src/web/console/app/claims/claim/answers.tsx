import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Facts } from '../../ui/parts.tsx';
import type { ClaimDetail, Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

type Question = Form['questions'][number];
type Asked = Pick<Question, 'kind' | 'choices'>;
type Answer = ClaimDetail['answers'][string];
type Plain = Exclude<Answer, readonly unknown[]>;

/** Writes one answer as the question's own words have it. */
function useAnswer(): (asked: Asked, answer: Plain) => string {
  const { words, format, locale } = useLanguage();
  return (asked, answer) => {
    if (typeof answer === 'boolean') return answer ? words.shell.parts.yes : words.shell.parts.no;
    const text = String(answer);
    if (asked.kind === 'choice') {
      return asked.choices.find(({ code }) => code === text)?.[locale] ?? text;
    }
    // A day alone is shown as it was given: no time was said.
    return asked.kind === 'instant' && text.includes('T') ? format.instant(text) : text;
  };
}

/** The items of a repeated question, each with what was said of it. */
function Items(props: {
  readonly question: Question;
  readonly items: readonly object[];
}): ReactNode {
  const { locale } = useLanguage();
  const answerOf = useAnswer();
  const asked = props.question.repeat?.questions ?? [];
  return (
    <ol>
      {props.items.map((item, index) => {
        const said = item as Readonly<Record<string, Plain>>;
        const parts = asked.flatMap((one) => {
          const answer = said[one.code];
          return answer === undefined ? [] : [`${one[locale]}: ${answerOf(one, answer)}`];
        });
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
        return <li key={index}>{parts.join(' · ')}</li>;
      })}
    </ol>
  );
}

function Said({ question, answer }: { question: Question; answer: Answer }): ReactNode {
  const answerOf = useAnswer();
  if (Array.isArray(answer)) return <Items question={question} items={answer} />;
  return answerOf(question, answer as Plain);
}

/**
 * The answers of a claim in the words of its form. What was written in the claimant's own words is
 * there only once somebody said why they read it.
 */
export function Answers(props: { readonly claim: ClaimDetail; readonly form: Form }): ReactNode {
  const { claim, form } = props;
  const { texts } = useClaimWords();
  const { locale, words } = useLanguage();
  const mayRead = usePermission('claim:read_personal');
  const asked = form.questions.filter(({ code }) => claim.answers[code] !== undefined);
  const facts = asked.map((question) => ({
    name: question[locale],
    value: <Said question={question} answer={claim.answers[question.code] ?? ''} />,
  }));
  return (
    <>
      {facts.length === 0 ? (
        <p className="empty">{words.claims.claim.noAnswers}</p>
      ) : (
        <Facts facts={facts} />
      )}
      {claim.isPersonalShown || claim.erasedAt !== undefined || !mayRead ? null : (
        <p className="hint">{texts.claim.ownWords}</p>
      )}
    </>
  );
}
