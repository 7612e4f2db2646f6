import type {
  PublishedReport,
  ReportDocument,
  ReportProof,
} from '../../../disclosure/reports/index.ts';
import {
  type CurrencyCode,
  groupDigits,
  type Instant,
  parseInstant,
  renderMoney,
} from '../../../kernel/index.ts';
import { type AwardName, awardNameIn, type NamedAward } from '../../../policy/award-names/index.ts';
import { reportMessages as en } from '../../messages/en/report.ts';
import { reportMessages as ko, type ReportMessages } from '../../messages/ko/report.ts';
import type { Locale } from '../public-layout.tsx';

/** Where the links of a report lead: to a server, or to the files of a static export. */
export interface ReportLinks {
  readonly home: string;
  readonly otherLanguage: string;
  readonly document: string;
  readonly proof: string;
  readonly checkpoint: string;
  readonly receipt: string;
  /** The state of the services. */
  readonly status: string;
  /** Absent where policies cannot be tried. */
  readonly tryPolicies?: string;
  readonly input: (name: string) => string;
  readonly attachment: (document: { readonly sha256: string; readonly filename: string }) => string;
  /** Absent where the text of a policy version cannot be read. */
  readonly policy?: (policyId: string, version: string) => string;
  readonly version: (version: number) => string;
  readonly changes: (version: number) => string;
}

/** A report as it is shown: the published document, what proves it, and its other versions. */
export interface ReportView {
  readonly document: ReportDocument;
  readonly hash: string;
  /** Absent while it is a draft. */
  readonly published?: Pick<PublishedReport, 'version' | 'publishedAt' | 'note'>;
  readonly proof?: ReportProof;
  readonly versions: readonly Pick<PublishedReport, 'version' | 'publishedAt'>[];
  /** The key line of the log, to check signatures with. */
  readonly logKey: string;
  readonly locale: Locale;
  readonly links: ReportLinks;
  /** What the policies of the report call the things they award. */
  readonly awardNames: readonly AwardName[];
}

/** Gives every sentence of a report in one language. */
export function reportWords(locale: Locale): ReportMessages {
  return locale === 'ko' ? ko : en;
}

/** Gives the hashes of the policies that a report's figures come from. */
export function policyHashes({ figures, policies }: ReportDocument): readonly string[] {
  return [...policies.map(({ hash }) => hash), ...figures.automatic.map((one) => one.policyHash)];
}

/** Gives what was awarded by its own name, or by the word for its remedy where it has none. */
export function redressTitle(
  { awardNames, locale }: Pick<ReportView, 'awardNames' | 'locale'>,
  award: NamedAward,
): string {
  const { remedy } = award;
  return awardNameIn(awardNames, award, locale) ?? reportWords(locale).remedy[remedy] ?? remedy;
}

/** Gives a whole number, written as text, with the separators of the language. */
export function showCount(count: string): string {
  return groupDigits(count);
}

/** Gives a count or amount between two bounds: once where they are the same. */
export function showBounds(
  bounds: { readonly least: string; readonly most: string },
  show: (text: string) => string,
  locale: Locale,
): string {
  if (bounds.least === bounds.most) return show(bounds.least);
  return reportWords(locale).between(show(bounds.least), show(bounds.most));
}

/** Gives money that is written as text in minor units. */
export function showMoney(minor: string, currency: string, locale: Locale): string {
  return renderMoney({ amountMinor: BigInt(minor), currency: currency as CurrencyCode }, locale);
}

/** Gives a length of time in hours and minutes, cut to whole minutes. */
export function showLength(ms: number, locale: Locale): string {
  const minutes = Math.floor(ms / 60_000);
  return reportWords(locale).hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}

/** Reads an instant of a document, which is always whole. */
export function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`a report holds "${text}" where an instant should stand`);
  return at;
}

/** Gives the name of a party by its code. */
export function partyTitle(document: ReportDocument, code: string, locale: Locale): string {
  const party = document.incident.parties.find((one) => one.code === code);
  return party?.titles[locale] ?? code;
}

/** Gives the name of a service function, with the limits of the impact. */
export function functionTitle(
  document: ReportDocument,
  of: {
    readonly service: string;
    readonly function: string;
    readonly scope?: Readonly<Record<string, string>>;
  },
  locale: Locale,
): string {
  const known = document.incident.functions.find(
    (one) => one.service === of.service && one.function === of.function,
  );
  const name = known?.titles[locale] ?? `${of.service} ${of.function}`;
  const limits = Object.values(of.scope ?? {});
  return limits.length === 0 ? name : `${name} (${limits.join(', ')})`;
}
