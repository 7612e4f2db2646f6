import type { Determination, RuleTrace, TraceStep, WorkPart } from '../determination.ts';
import { renderAlternatives } from './render-alternative.ts';
import { headingIn, sayReason } from './render-explanation.ts';
import { inLocale, renderShown } from './render-shown.ts';
import { renderStep, renderWork } from './render-step.ts';
import { type Locale, words } from './words.ts';

/** What stood in the way of an award, in one language: short enough for whoever got none. */
export interface Shortfall {
  /** One line for each clause that gave nothing: the condition that failed, and the value it met. */
  readonly unmet: readonly string[];
  /** The nearest changes that would have led to something else. */
  readonly changes: readonly string[];
}

type Condition = Extract<TraceStep, { readonly kind: 'condition' }>;
type Value = Extract<TraceStep, { readonly kind: 'fact' | 'let' }>;

/**
 * Says why nothing is due, clause by clause: which condition failed and with what value, or which
 * band gives nothing, then what would have changed it.
 *
 * Of a condition in parts joined by “and” only the part that failed is told, where it is certain which
 * that is; the parts before it hold, and those behind it were not looked at. A clause that gave
 * something, or that waits for documents or a person, is left out.
 *
 * @source decision 0055
 */
export function renderShortfall(
  determination: Determination,
  { locale }: { readonly locale: Locale },
): Shortfall {
  const rules = determination.trace.rules.filter(({ status }) => status === 'none');
  return {
    unmet: rules.flatMap((rule) => {
      const said = sayRule(rule, locale);
      return said === undefined ? [] : [`${headingIn(rule.title, locale)}: ${said}`];
    }),
    changes: renderAlternatives(determination, locale),
  };
}

function sayRule(rule: RuleTrace, locale: Locale): string | undefined {
  const failed = rule.steps.findLast(isCondition);
  const band = rule.steps.findLast(({ kind }) => kind === 'band');
  const reason = sayReason(rule, locale);
  // What the document itself says about the reason comes first; what it rests on stands behind it.
  const own = rule.reasonLabel === undefined ? undefined : reason;
  if (failed !== undefined && isDeciding(rule, failed)) {
    const told = sayCondition(failed, rule.steps, locale);
    return own === undefined ? told : `${own} (${told})`;
  }
  if (band !== undefined && rule.reason === 'band_gives_nothing') {
    return `${renderStep(band, locale)} – ${reason ?? ''}`;
  }
  return reason;
}

const isCondition = (step: TraceStep): step is Condition => step.kind === 'condition';

/** Tells whether the last condition is what decided: the audience failed, or an exclusion held. */
function isDeciding({ reason }: RuleTrace, { holds }: Condition): boolean {
  const isAudience = reason === 'not_in_audience' || reason === 'condition_not_met';
  return isAudience ? !holds : holds && !(reason !== undefined && reason in words.ko.reasons);
}

function sayCondition(failed: Condition, steps: readonly TraceStep[], locale: Locale): string {
  const read = steps.slice(0, steps.indexOf(failed)).filter(isValue);
  const part = failed.holds ? undefined : findFailing(failed, read, locale);
  const wanted = sayWanted(part ?? failed.said ?? [failed.text], locale);
  const found = (part === undefined ? read : read.slice(-1))
    .map((value) => `${nameOf(value, locale)} ${renderShown(value.value, locale)}`)
    .join(', ');
  const said = sentences[locale];
  const head = failed.holds ? said.excludedBy : said.needed;
  return `${head} ${wanted}${found === '' ? '' : `${said.found} ${found}`}`;
}

const sentences = {
  ko: { needed: '필요한 조건은', excludedBy: '제외하는 조건은', found: ', 확인된 값은' },
  en: { needed: 'needed:', excludedBy: 'excluded by:', found: '; found:' },
} as const;

const isValue = (step: TraceStep): step is Value => step.kind === 'fact' || step.kind === 'let';

function nameOf({ name, label }: Value, locale: Locale): string {
  return label ? inLocale(label, locale) : name;
}

/** Parts a condition at its “and”s, brackets and all that lies in them kept whole. */
function partsOf(said: readonly WorkPart[]): readonly (readonly WorkPart[])[] {
  const ends = [...said.keys()].filter((at) => isAnd(said[at]) && depthAt(said, at) === 0);
  if (ends.length === 0) return isBracketed(said) ? partsOf(said.slice(1, -1)) : [said];
  const starts = [0, ...ends.map((at) => at + 1)];
  return starts.flatMap((from, index) => partsOf(trim(said.slice(from, ends[index]))));
}

const isAnd = (part: WorkPart | undefined): boolean =>
  typeof part === 'object' && part.kind === 'word' && part.word === 'and';

function depthAt(said: readonly WorkPart[], at: number): number {
  const before = said.slice(0, at);
  const count = (sign: string): number => before.filter((part) => part === sign).length;
  return count('(') - count(')');
}

/** Tells whether the first bracket closes at the very end and holds parts joined by “and” alone. */
function isBracketed(said: readonly WorkPart[]): boolean {
  if (said[0] !== '(' || said.at(-1) !== ')') return false;
  return said.slice(1, -1).some((part, at) => isAnd(part) && depthAt(said.slice(1), at) === 0);
}

function trim(said: readonly WorkPart[]): readonly WorkPart[] {
  return said.filter((part, at) => part !== ' ' || (at > 0 && at < said.length - 1));
}

/**
 * Finds the part that failed: parts are looked at in order and the first that fails ends it, so it is
 * the one with the fact that was read last. Undefined where that fact stands in several, or where the
 * part behind it asks only for what was read before; and of a part with a choice in it.
 */
function findFailing(
  { said }: Condition,
  read: readonly Value[],
  locale: Locale,
): readonly WorkPart[] | undefined {
  const last = read.at(-1);
  const parts = said === undefined ? [] : partsOf(said);
  if (last === undefined) return parts.length === 1 ? parts[0] : undefined;
  const known = read.map((value) => nameOf(value, locale));
  const [part, ...others] = parts.filter((one) =>
    namesIn(one, locale).includes(nameOf(last, locale)),
  );
  if (part === undefined || others.length > 0 || part.some(isOr)) return undefined;
  const behind = parts[parts.indexOf(part) + 1];
  const isBehindRead =
    behind !== undefined && namesIn(behind, locale).every((name) => known.includes(name));
  return isBehindRead ? undefined : part;
}

const isOr = (part: WorkPart): boolean =>
  typeof part === 'object' && part.kind === 'word' && part.word === 'or';

function namesIn(part: readonly WorkPart[], locale: Locale): readonly string[] {
  return part.flatMap((one) => {
    if (typeof one === 'string') return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(one) ? [one] : [];
    return one.kind === 'label' ? [inLocale(one.label, locale)] : [];
  });
}

const bounds: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  ' ≥ ': { ko: '이상', en: 'or more' },
  ' > ': { ko: '초과', en: 'above' },
  ' ≤ ': { ko: '이하', en: 'or less' },
  ' < ': { ko: '미만', en: 'below' },
};

/** Says what is wanted in words where it is one fact beside one value, else as the condition stands. */
function sayWanted(said: readonly WorkPart[], locale: Locale): string {
  return sayYesNo(said, locale) ?? sayBound(said, locale) ?? `‘${renderWork(said, locale)}’`;
}

function sayYesNo(said: readonly WorkPart[], locale: Locale): string | undefined {
  const isNo = isNot(said[0]);
  const [name, ...rest] = isNo ? said.slice(2) : said;
  if (name === undefined || rest.length > 0 || !isName(name)) return undefined;
  return `${renderWork([name], locale)} ${isNo ? words[locale].no : words[locale].yes}`;
}

function sayBound([name, sign, value, ...rest]: readonly WorkPart[], locale: Locale) {
  const bound = typeof sign === 'string' ? bounds[sign] : undefined;
  if (bound === undefined || name === undefined || value === undefined || rest.length > 0) {
    return undefined;
  }
  const [one, limit] = [renderWork([name], locale), renderWork([value], locale)];
  const isBefore = locale === 'en' && (sign === ' > ' || sign === ' < ');
  return isBefore ? `${one} ${bound.en} ${limit}` : `${one} ${limit} ${bound[locale]}`;
}

const isNot = (part: WorkPart | undefined): boolean =>
  typeof part === 'object' && part.kind === 'word' && part.word === 'not';

const isName = (part: WorkPart): boolean =>
  typeof part === 'string' ? /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part) : part.kind === 'label';
