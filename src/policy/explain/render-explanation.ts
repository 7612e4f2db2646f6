import { compareRational, type Rational, rational } from '../../kernel/index.ts';
import type { Award, Determination, RuleTrace } from '../determination.ts';
import { type NestedStep, nestSteps } from './nest-steps.ts';
import { renderAlternatives, renderUnsearched } from './render-alternative.ts';
import { renderPayment } from './render-payment.ts';
import { inLocale, renderAwardWords, renderExact } from './render-shown.ts';
import { renderStep } from './render-step.ts';
import { type Locale, words } from './words.ts';

/**
 * Explains a determination line by line in the claimant's language.
 *
 * First what is due and under which clause, then the steps that led there with the exact figure
 * before rounding, then what is missing, then what would have changed it.
 *
 * @source schemes.md, "What a policy language must be able to express", item 48
 */
export function renderExplanation(
  determination: Determination,
  { locale }: { readonly locale: Locale },
): string[] {
  const { trace } = determination;
  const isQuiet = determination.awards.length > 0 || determination.status !== 'none';
  const rules = trace.rules.filter((rule) => !isQuiet || isTold(rule));
  return [
    `${inLocale(trace.title, locale)} (${trace.policy}, ${versionWord(locale)} ${trace.version})`,
    ...determination.awards.map((award) => `${award.clause}: ${renderAwardWords(award, locale)}`),
    ...(determination.status === 'award' ? [] : [words[locale].statuses[determination.status]]),
    ...renderOpen(determination, locale),
    ...rules.flatMap((rule) => renderRule(rule, { awards: determination.awards, locale })),
    ...renderAlternatives(determination, locale),
    ...renderUnsearched(determination, locale),
  ];
}

function versionWord(locale: Locale): string {
  return locale === 'ko' ? '판' : 'version';
}

// A clause that is simply about somebody else is not worth a line beside one that decides.
function isTold(rule: RuleTrace): boolean {
  return rule.reason !== 'not_in_audience';
}

function renderOpen({ missing, missingLabels, evidence }: Determination, locale: Locale): string[] {
  const lines: string[] = [];
  if (missing.length > 0) {
    const named = missing.map((name) => {
      const label = missingLabels?.get(name);
      return label ? `${inLocale(label, locale)} (${name})` : name;
    });
    const names = named.join(', ');
    lines.push(locale === 'ko' ? `필요한 사실: ${names}` : `Facts needed: ${names}`);
  }
  if (evidence.length > 0) {
    const names = evidence.join(', ');
    lines.push(locale === 'ko' ? `필요한 증빙: ${names}` : `Evidence needed: ${names}`);
  }
  return lines;
}

function renderRule(
  rule: RuleTrace,
  { awards, locale }: { readonly awards: readonly Award[]; readonly locale: Locale },
): string[] {
  const said = sayReason(rule, locale);
  const reason = said === undefined ? '' : ` – ${said}`;
  const own = awards.filter((award) => award.rule === rule.rule && award.trace === rule.steps);
  return [
    `${headingIn(rule.title, locale)}${reason}`,
    ...nestSteps(rule.steps).flatMap((step) => renderNested(step, { depth: 1, locale })),
    ...own.flatMap((award) => renderExactLine(award, locale)),
    ...own.flatMap((award) => renderPayment(award, locale)),
    ...own.flatMap((award) => award.burdens.map((burden) => renderBurden(burden.text, locale))),
  ];
}

/** Says why a clause ended as it did, in the words of the document where it has any. */
export function sayReason({ reason, reasonLabel }: RuleTrace, locale: Locale): string | undefined {
  if (reasonLabel) return inLocale(reasonLabel, locale);
  return reason === undefined ? undefined : (words[locale].reasons[reason] ?? reason);
}

/** Gives the half of a heading such as `§1 장애 / Outages` that is in the reader's language. */
export function headingIn(title: string, locale: Locale): string {
  const mark = /^§\S+\s+/.exec(title)?.[0] ?? '';
  const marked = halvesOf(title.slice(mark.length));
  if (marked) return `${mark}${marked[locale]}`;
  return halvesOf(title)?.[locale] ?? title;
}

/** Parts a text at its first slash with a space on both sides, in one pass. */
function halvesOf(text: string): Readonly<Record<Locale, string>> | undefined {
  const at = text.search(/\s\/\s/);
  if (at < 0) return undefined;
  const [ko, en] = [text.slice(0, at).trimEnd(), text.slice(at + 3).trimStart()];
  return ko === '' || en === '' ? undefined : { ko, en };
}

function renderNested(
  { step, behind }: NestedStep,
  { depth, locale }: { readonly depth: number; readonly locale: Locale },
): string[] {
  return [
    `${'  '.repeat(depth)}${renderStep(step, locale)}`,
    ...behind.flatMap((one) => renderNested(one, { depth: depth + 1, locale })),
  ];
}

function renderExactLine(award: Award, locale: Locale): string[] {
  if (!isRounded(award)) return [];
  const exact = renderExact(award.exact, award.currency, locale);
  const paid = renderAwardWords(award, locale);
  if (locale === 'ko') return [`  반올림·올림·내림 전의 정확한 값: ${exact} → ${paid}`];
  return [`  exact figure before rounding: ${exact} → ${paid}`];
}

function isRounded({ exact, amountMinor, quantity }: Award): boolean {
  const paid: Rational = quantity ?? rational(amountMinor ?? 0n);
  return compareRational(exact, paid) !== 0;
}

function renderBurden(text: string, locale: Locale): string {
  return locale === 'ko' ? `  붙는 조건: 「${text}」` : `  with a string attached: “${text}”`;
}
