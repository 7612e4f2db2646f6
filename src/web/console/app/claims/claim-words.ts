import { evidenceName, reasonSentence } from '../../../messages/refusals.ts';
import { useAwardName } from '../award-names.ts';
import { useLanguage } from '../language.tsx';
import { quantityText } from '../quantity-text.ts';
import type { ClaimAward, ClaimState, Form, Money } from './claim-data.ts';

interface Choice {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

type Tone = 'plain' | 'good' | 'warn' | 'bad';

const stateTones: Readonly<Record<ClaimState, Tone>> = {
  submitted: 'plain',
  assessed: 'warn',
  in_review: 'warn',
  awaiting_evidence: 'plain',
  decided: 'warn',
  approved: 'good',
  closed: 'plain',
};

/** Gives the tone of a claim's state. */
export const toneOf = (state: ClaimState): Tone => stateTones[state];

/** Gives the words of this part and ways to name what codes stand for, in the reader's language. */
export function useClaimWords(form?: Form) {
  const { words, format, locale } = useLanguage();
  const texts = { ...words.claims, desk: words.desk };
  const nameOfAward = useAwardName();
  const nameOf = (choices: readonly Choice[] | undefined, code: string): string =>
    choices?.find((choice) => choice.code === code)?.[locale] ?? code;
  const evidence = (code: string): string => {
    const known = form?.evidenceKinds.find((kind) => kind.code === code);
    return known?.[locale] ?? evidenceName(code, locale);
  };
  const award = (line: ClaimAward): string => {
    const remedy = texts.remedies[line.remedy] ?? line.remedy;
    const own = nameOfAward(line);
    const name = own === undefined ? '' : ` ${own}`;
    if (line.amountMinor !== undefined && line.currency !== undefined) {
      const amount = { amountMinor: line.amountMinor, currency: line.currency };
      return `${remedy}${name} ${format.money(amount)}`;
    }
    const { units } = words.settlement;
    const quantity = quantityText(line.quantity ?? '', line.unit, { units, locale });
    return `${remedy}${name} ${quantity}`.trimEnd();
  };
  return {
    texts,
    format,
    locale,
    evidence,
    award,
    awards: (lines: readonly ClaimAward[]): string => lines.map(award).join(', '),
    money: (amount: Money | undefined): string =>
      amount === undefined ? words.shell.parts.none : format.money(amount),
    reason: (code: string): string => reasonSentence(code, locale),
    /** Names a person; who acted before this installation had accounts is staff without a name. */
    person: ({ name }: { readonly name?: string }): string => name ?? texts.actors.staff,
    partyClass: (code: string): string => nameOf(form?.partyClasses, code),
    category: (code: string): string => nameOf(form?.categories, code),
    kind: (code: string): string => nameOf(form?.kinds, code),
    service: (code: string): string => nameOf(form?.services, code),
    functionName: (service: string, code: string): string =>
      nameOf(form?.services.find((known) => known.code === service)?.functions, code),
    choices: (choices: readonly Choice[] | undefined) =>
      (choices ?? []).map((choice) => ({ value: choice.code, label: choice[locale] })),
  };
}

export type ClaimWords = ReturnType<typeof useClaimWords>;
