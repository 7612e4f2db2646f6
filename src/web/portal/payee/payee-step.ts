import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import type { Step } from '../question.ts';

/** Gives the one question that asks for another account: bank, number and holder, all wanted. */
export function payeeStep(locale: Locale): Step {
  const words = portalMessages(locale).form;
  const { title, lead } = claimantMessages(locale).payee;
  const shared = { isRequired: true, choices: [] } as const;
  return {
    code: 'payee',
    title,
    hint: `${lead} ${words.payeeHint}`,
    fields: [
      {
        ...shared,
        ...{ name: 'payee-bank', kind: 'text', label: words.payee.bank, hint: words.bankHint },
      },
      {
        ...shared,
        ...{ name: 'payee-account', kind: 'account', label: words.payee.account },
        hint: words.accountHint,
      },
      { ...shared, ...{ name: 'payee-holder', kind: 'text', label: words.payee.holder } },
    ],
  };
}
