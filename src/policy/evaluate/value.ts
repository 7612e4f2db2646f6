import type { Instant, IntervalSet, LocalDate, Rational } from '../../kernel/index.ts';
import { rational, renderInstant, renderRational } from '../../kernel/index.ts';
import { isHeld, type Knowledge, mostDigits } from '../check/quantity.ts';
import type { Shown } from '../determination.ts';
import type { RowOutcome } from '../expression.ts';
import type { FactValue } from '../fact.ts';
import type { FactDeclaration, Label } from '../statement.ts';

/**
 * The value of an expression while it is evaluated. Numbers, money (major units) and durations
 * (seconds) are all exact fractions; their types were checked before. `missing` names the facts
 * without which there is no value; `halt` is a table row that says review or none.
 */
export type Value =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'yes_no'; readonly value: boolean }
  | { readonly kind: 'choice'; readonly choice: string }
  | { readonly kind: 'date'; readonly on: LocalDate }
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'interval_set'; readonly set: IntervalSet }
  | { readonly kind: 'period'; readonly value: Rational }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Value> }
  | { readonly kind: 'list'; readonly entries: readonly { value: Value; times: bigint }[] }
  | Halt
  | Missing;

/** No value: these facts would be needed. */
export interface Missing {
  readonly kind: 'missing';
  readonly names: readonly string[];
}

/** No value: a table row, or the amount itself, ended the calculation. */
export interface Halt {
  readonly kind: 'halt';
  readonly status: 'review' | 'none';
  readonly reason: string;
}

/** Gives the absence of a value, each name once. */
export function missing(names: readonly string[]): Missing {
  return { kind: 'missing', names: [...new Set(names)] };
}

/** Gives the end of the calculation that `review` or `none` stands for, with its reason. */
export function haltOf({ kind, because }: Exclude<RowOutcome, { readonly kind: 'value' }>): Halt {
  const usual = kind === 'review' ? 'review_by_band' : 'band_gives_nothing';
  return { kind: 'halt', status: kind, reason: because ?? usual };
}

/** Gives a number as a value. */
export function numeric(value: Rational): Value {
  return { kind: 'number', value };
}

/** What is needed where a number comes to be too large to be reckoned with. */
export const numberNeeds = `a smaller number: one of at most ${mostDigits} digits`;

/** Gives a number that was reckoned as a value; one of too many digits is none. */
export function reckoned(value: Rational): Value {
  return isHeld(value) ? numeric(value) : missing([numberNeeds]);
}

/** Says whether a value stops the calculation: something is missing, or a row ended it. */
export function isStop(value: Value): value is Halt | Missing {
  return value.kind === 'missing' || value.kind === 'halt';
}

/** Gives the first thing that stops among several values; what is missing is gathered. */
export function stopOf(values: readonly Value[]): Halt | Missing | undefined {
  const names = values.flatMap((value) => (value.kind === 'missing' ? value.names : []));
  if (names.length > 0) return missing(names);
  return values.find((value): value is Halt => value.kind === 'halt');
}

const lists = new WeakMap<FactValue, Value>();

/** A list is read once, however often a document goes through it. */
function listOfFact(fact: Extract<FactValue, { readonly kind: 'list' }>): Value {
  const before = lists.get(fact);
  if (before) return before;
  const entries = fact.entries.map(({ value, times }) => ({ value: valueOfFact(value), times }));
  const list: Value = { kind: 'list', entries };
  lists.set(fact, list);
  return list;
}

/** Gives the runtime value of a fact. */
export function valueOfFact(fact: FactValue): Value {
  switch (fact.kind) {
    case 'money':
    case 'ratio':
    case 'count':
    case 'duration':
      return { kind: 'number', value: fact.value };
    case 'list':
      return listOfFact(fact);
    case 'record': {
      const fields = [...fact.fields].map(([name, value]) => [name, valueOfFact(value)] as const);
      return { kind: 'record', fields: new Map(fields) };
    }
    case 'evidence':
      return { kind: 'choice', choice: fact.names.join(', ') };
    default:
      return fact;
  }
}

/** What of a document's header a shown value needs. */
export interface ShownIn {
  readonly currency: string;
  readonly zone: string;
}

/** Gives a value as the trace keeps it; `known` says whether a number is money or a duration. */
export function showValue(value: Value, known: Knowledge | undefined, header: ShownIn): Shown {
  switch (value.kind) {
    case 'number':
      return showNumber(value.value, known, header);
    case 'yes_no':
      return { type: 'yes_no', value: value.value };
    case 'choice':
      return { type: 'choice', value: value.choice };
    case 'date':
      return { type: 'date', value: value.on };
    case 'instant':
      return { type: 'instant', value: renderInstant(value.at), zone: header.zone };
    case 'interval_set': {
      const runs = value.set
        .slice(0, mostShown)
        .map((run) => `${renderInstant(run.from)}/${renderInstant(run.until)}`);
      const more = moreThan(BigInt(Math.max(value.set.length - mostShown, 0)));
      return { type: 'interval_set', value: runs, zone: header.zone, ...more };
    }
    case 'list': {
      const of = known?.kind === 'list' ? known.of : undefined;
      return {
        type: 'list',
        value: value.entries.slice(0, mostShown).map((entry) => ({
          shown: showValue(entry.value, of, header),
          times: entry.times.toString(),
        })),
        ...moreThan(value.entries.slice(mostShown).reduce((sum, { times }) => sum + times, 0n)),
      };
    }
    case 'record': {
      const fields = known?.kind === 'record' ? known.fields : undefined;
      return {
        type: 'record',
        value: [...value.fields].map(([name, one]) => ({
          name,
          shown: showValue(one, fields?.get(name), header),
        })),
      };
    }
    case 'period':
      return { type: 'number', value: renderRational(value.value) };
    default:
      return { type: 'choice', value: value.kind };
  }
}

// A trace of 10,000 claims would be megabytes that nobody reads: it keeps the first hundred of a
// list and how many more there are. What is due is worked out from all of them.
const mostShown = 100;

function moreThan(count: bigint): { readonly more?: string } {
  return count > 0n ? { more: count.toString() } : {};
}

/** Gives a number as the trace keeps it. */
export function showNumber(
  value: Rational,
  known: Knowledge | undefined,
  { currency }: Pick<ShownIn, 'currency'>,
): Shown {
  const text = renderRational(value);
  if (known?.kind !== 'quantity') return { type: 'number', value: text };
  if (known.money === 1 && known.time === 0) {
    return { type: 'money', value: text, currency: known.currency ?? currency };
  }
  return known.time === 1 && known.money === 0
    ? { type: 'duration', value: text }
    : { type: 'number', value: text, ...(known.isShare ? { isShare: true } : {}) };
}

/** The number 0. */
export const nothing = rational(0n);

/** Adds to the value of a choice fact the text that its declaration has for it. */
export function labelChoice(shown: Shown, declared: FactDeclaration | undefined): Shown {
  return labelWith(shown, declared?.type.choiceLabels);
}

/** Adds to a choice the text that some labels have for it. */
export function labelWith(shown: Shown, labels: ReadonlyMap<string, Label> | undefined): Shown {
  if (shown.type !== 'choice') return shown;
  const label = labels?.get(shown.value);
  return label ? { ...shown, label } : shown;
}
