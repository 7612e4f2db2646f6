import type { NamedAward } from '../../../../policy/award-names/index.ts';
import { useAwardName } from '../award-names.ts';
import { useClassName } from '../class-names.ts';
import { useLanguage } from '../language.tsx';
import type { Version } from './policy-data.ts';

/** Gives the words of this part and ways to name what codes stand for, in the reader's language. */
export function usePolicyWords() {
  const { words, format, locale } = useLanguage();
  const texts = words.policies;
  const nameOf = useAwardName();
  const classNameOf = useClassName();
  const { remedies, units } = words.settlement;
  return {
    ...{ texts, format, locale },
    titleOf: ({ title, version }: Version): string =>
      `${title[locale]} · ${texts.version(version)}`,
    effectiveOf: ({ effectiveFrom, effectiveUntil }: Version): string =>
      [
        effectiveFrom === undefined ? '' : texts.from(effectiveFrom),
        effectiveUntil === undefined ? '' : texts.until(effectiveUntil),
      ]
        .filter(Boolean)
        .join(' ') || texts.always,
    person: (who: Version['author'] | undefined): string =>
      who === undefined ? texts.none : (who.name ?? texts.unnamed),
    partyClass: (code: string): string => (code === '' ? texts.noClass : classNameOf(code)),
    quantity: (amount: string, unit: string | null): string =>
      [format.count(amount), unit === null ? '' : (units[unit] ?? unit)].filter(Boolean).join(' '),
    remedy: (award: NamedAward): string =>
      [remedies[award.remedy] ?? award.remedy, nameOf(award)].filter(Boolean).join(' · '),
  };
}

/** The words of the policy pages. */
export type PolicyWords = ReturnType<typeof usePolicyWords>;
