import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Instant, parseInstant, renderLocal, renderMoney } from '../../../kernel/index.ts';
import { type ConsoleMessages, consoleMessages } from '../../messages/console.ts';

/** The languages of the console; Korean is the source. */
export type Locale = 'ko' | 'en';

/** How figures are written for the reader; every one is exact, none goes through a float. */
export interface Format {
  /** minor units as decimal text, as they come over the wire */
  money(amount: { readonly amountMinor: string; readonly currency: string }): string;
  count(value: number | string): string;
  /** an RFC 3339 instant, to the minute, in Korea's time unless another zone is given */
  instant(at: string, zone?: string): string;
  day(at: string, zone?: string): string;
}

interface Language {
  readonly locale: Locale;
  readonly words: ConsoleMessages;
  readonly format: Format;
  readonly setLocale: (locale: Locale) => void;
}

const LanguageContext = createContext<Language | undefined>(undefined);
const storageKey = 'amends.locale';
const homeZone = 'Asia/Seoul';

function firstLocale(): Locale {
  const stored = localStorage.getItem(storageKey);
  if (stored === 'ko' || stored === 'en') return stored;
  return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

function makeFormat(locale: Locale): Format {
  const local = (text: string, zone: string, precision: 'minute' | 'day'): string => {
    const at: Instant | undefined = parseInstant(text);
    return at === undefined ? text : renderLocal(at, { zone, locale, precision });
  };
  return {
    money: ({ amountMinor, currency }) =>
      renderMoney({ amountMinor: BigInt(amountMinor), currency }, locale),
    count: (value) => BigInt(value).toLocaleString(locale === 'ko' ? 'ko-KR' : 'en-GB'),
    instant: (at, zone = homeZone) => local(at, zone, 'minute'),
    day: (at, zone = homeZone) => local(at, zone, 'day'),
  };
}

/** Keeps the reader's language; the choice stays in this browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [locale, setLocale] = useState<Locale>(firstLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    localStorage.setItem(storageKey, locale);
  }, [locale]);
  const language = useMemo(
    () => ({ locale, setLocale, words: consoleMessages(locale), format: makeFormat(locale) }),
    [locale],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** Gives the reader's language: words by part, ways to write figures, and how to change it. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === undefined) throw new Error('useLanguage outside LanguageProvider');
  return language;
}
