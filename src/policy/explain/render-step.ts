import type { ShownEdge, TraceStep, WorkPart } from '../determination.ts';
import type { Label } from '../statement.ts';
import { differenceOf, inLocale, renderShown } from './render-shown.ts';
import { type Locale, words } from './words.ts';

type StepOf<K extends TraceStep['kind']> = Extract<TraceStep, { readonly kind: K }>;
type Render<K extends TraceStep['kind']> = (step: StepOf<K>, locale: Locale) => string;

/** Gives one step of the trace as a sentence without its full stop. */
export function renderStep(step: TraceStep, locale: Locale): string {
  const render = sentences[step.kind] as Render<TraceStep['kind']>;
  return render(step, locale);
}

const sentences: { readonly [K in TraceStep['kind']]: Render<K> } = {
  fact: (step, locale) => {
    return `${nameOf(step, locale)}: ${renderShown(step.value, locale)}`;
  },
  constant: (step, locale) => {
    const value = renderShown(step.value, locale);
    const from =
      step.from === undefined
        ? ''
        : locale === 'ko'
          ? ` (${step.from}부터)`
          : ` (from ${step.from})`;
    const cited = step.cited ? ` ${inLocale(step.cited, locale)}` : '';
    return `${nameOf(step, locale)} = ${value}${from}${cited}`;
  },
  let: (step, locale) => {
    const work = step.work ? `${renderWork(step.work, locale)} = ` : '';
    return `${nameOf(step, locale)} = ${work}${renderShown(step.value, locale)}`;
  },
  worked: (step, locale) => `${renderWork(step.work, locale)} = ${renderShown(step.value, locale)}`,
  condition: (step, locale) => {
    const said = step.said ? renderWork(step.said, locale) : quoteOf(step.text, locale);
    if (locale === 'ko') return `조건 ${said}: ${step.holds ? '맞음' : '맞지 않음'}`;
    return `condition ${said}: ${step.holds ? 'met' : 'not met'}`;
  },
  band: renderBand,
  counted: renderCounted,
  form: (step, locale) =>
    locale === 'ko' ? `대신하는 방식: 「${step.text}」` : `fallback form: “${step.text}”`,
  rounded: (step, locale) => {
    const [before, after, increment] = [step.before, step.after, step.increment].map((shown) =>
      renderShown(shown, locale),
    );
    const mode = words[locale].roundings[step.mode] ?? step.mode;
    if (locale === 'ko') return `${before} → ${after} (${increment} 단위 ${mode})`;
    return `${before} → ${after} (${mode} to a multiple of ${increment})`;
  },
  capped: (step, locale) => renderLimit(step, locale),
  raised: (step, locale) => renderLimit(step, locale),
  deducted: renderDeducted,
  dropped: (step, locale) => renderLimit(step, locale),
  not_capped: (step, locale) => renderUnmet(step, locale),
  not_raised: (step, locale) => renderUnmet(step, locale),
};

/** Gives what people call a name, in their language; the name itself where it has no text. */
function nameOf(
  { name, label }: { readonly name: string; readonly label?: Label },
  locale: Locale,
): string {
  return label ? inLocale(label, locale) : name;
}

function quoteOf(text: string, locale: Locale): string {
  return locale === 'ko' ? `「${text}」` : `“${text}”`;
}

/** Gives a calculation or condition with its figures, in one language. */
export function renderWork(work: readonly WorkPart[], locale: Locale): string {
  return work.map((part) => renderPart(part, locale)).join('');
}

function renderPart(part: WorkPart, locale: Locale): string {
  if (typeof part === 'string') return part;
  if (part.kind === 'label') return inLocale(part.label, locale);
  return part.kind === 'word' ? words[locale].joins[part.word] : renderShown(part.shown, locale);
}

function renderBand(step: StepOf<'band'>, locale: Locale): string {
  const value = renderShown(step.value, locale);
  const key = keyOf(step, locale);
  if (step.value.type === 'choice') {
    const choices = step.choiceLabels?.map((label) => inLocale(label, locale)) ?? step.choices;
    if (locale === 'ko') return `${key}: ${choices?.join(' 또는 ') ?? '그 밖의 경우'}에 해당`;
    return `${key}: the row for ${choices?.join(' or ') ?? 'all else'}`;
  }
  const bounds = renderBounds(step, locale);
  if (locale === 'ko') return `${key} ${value}: ${bounds} 구간`;
  return `${key} of ${value} falls in the band ${bounds}`;
}

/** Gives what a table is read by: a name, or “the value” where it is worked out on the spot. */
function keyOf({ label, key }: StepOf<'band'>, locale: Locale): string {
  if (label) return inLocale(label, locale);
  if (/^[\p{L}\p{N}_-]+$/u.test(key)) return key;
  return locale === 'ko' ? '값' : 'the value';
}

const boundWords = {
  ko: { from: '이상', above: '초과', upTo: '이하', below: '미만', all: '그 밖의' },
  en: {
    from: 'from',
    above: 'above',
    upTo: 'up to and including',
    below: 'below',
    all: 'of all else',
  },
} as const;

function renderBounds(
  { low, high }: { low?: ShownEdge; high?: ShownEdge },
  locale: Locale,
): string {
  const own = boundWords[locale];
  const parts = [
    ...(low ? [renderEdge(low, low.isInclusive ? own.from : own.above, locale)] : []),
    ...(high ? [renderEdge(high, high.isInclusive ? own.upTo : own.below, locale)] : []),
  ];
  return parts.join(locale === 'ko' ? ' ' : ', ') || own.all;
}

function renderEdge(edge: ShownEdge, word: string, locale: Locale): string {
  const value = renderShown(edge.value, locale);
  return locale === 'ko' ? `${value} ${word}` : `${word} ${value}`;
}

function renderCounted(step: StepOf<'counted'>, locale: Locale): string {
  const [unit, total] = [step.unit, step.total].map((shown) => renderShown(shown, locale));
  if (locale === 'ko') {
    const rules = { completed: '다 찬 것만', begun: '시작한 것도', counted: '기준을 넘긴 것도' };
    return `${total}에 든 ${unit} 단위: ${step.count} (${rules[step.rule]} 셈)`;
  }
  const rules = {
    completed: 'completed units only',
    begun: 'begun units included',
    counted: 'a part counted from its threshold on',
  };
  return `${total} holds ${step.count} units of ${unit} (${rules[step.rule]})`;
}

function renderDeducted(step: StepOf<'deducted'>, locale: Locale): string {
  const [before, limit] = [step.before, step.limit].map((shown) => renderShown(shown, locale));
  const after = renderShown(differenceOf(step.before, step.limit), locale);
  if (locale === 'ko') return `${before} − ${limit} = ${after} (공제)`;
  return `${before} − ${limit} = ${after} (taken off)`;
}

function renderLimit(step: StepOf<'capped' | 'raised' | 'dropped'>, locale: Locale): string {
  const [before, limit] = [step.before, step.limit].map((shown) => renderShown(shown, locale));
  const after = step.kind === 'dropped' ? '0' : limit;
  if (locale === 'ko') {
    const acts = { capped: '상한', raised: '하한', dropped: '지급 하한' };
    const act = step.kind === 'dropped' ? '미달' : '적용';
    return `${before} → ${after} (${acts[step.kind]} ${limit} ${act})`;
  }
  const acts = { capped: 'cap of', raised: 'floor of', dropped: 'below the payout threshold of' };
  return `${before} → ${after} (${acts[step.kind]} ${limit})`;
}

function renderUnmet(step: StepOf<'not_capped' | 'not_raised'>, locale: Locale): string {
  const limit = renderShown(step.limit, locale);
  const isCap = step.kind === 'not_capped';
  if (locale === 'ko') {
    return isCap ? `상한 ${limit}에 이르지 않음` : `하한 ${limit}을 이미 넘음`;
  }
  return isCap ? `the cap of ${limit} was not reached` : `the floor of ${limit} was already met`;
}
