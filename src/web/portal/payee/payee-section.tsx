import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';

/** What the claimant is asked where a payment did not arrive, or nobody said where to pay. */
export interface PayeeAsk {
  /** why it is asked, or from when the account given since is paid to */
  readonly text: string;
  /** leads to the question; without it the contact cannot be proved here, and the text says so */
  readonly buttonText?: string;
}

/** Leads to the question for another account, from the status page. */
export const PayeeSection: FC<{
  readonly locale: Locale;
  readonly ask: PayeeAsk;
  readonly problems: readonly FieldProblem[];
}> = ({ locale, ask, problems }) => {
  const problem = problems.find(({ fieldId }) => fieldId === 'account')?.text;
  return (
    <section>
      <h2>{claimantMessages(locale).payee.sectionTitle}</h2>
      <p>{ask.text}</p>
      {problem === undefined ? null : <p class="err">{problem}</p>}
      {ask.buttonText === undefined ? null : (
        <form method="post" action={`/${locale}/status/account`} id="account">
          <Button text={ask.buttonText} />
        </form>
      )}
    </section>
  );
};
