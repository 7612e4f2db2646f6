import { type Rational, rational } from '../../../kernel/index.ts';
import type { Knowledge, Quantity } from '../../check/quantity.ts';
import type { Analysis } from '../../check/scope.ts';
import { minorUnit } from '../../check/unit.ts';
import type { Determination } from '../../determination.ts';
import type { PolicyDocument } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import type { Facts, FactType, FactValue } from '../../fact.ts';
import { type CompiledPolicy, compileDetermination } from '../direct/compile-policy.ts';
import { openEvaluation } from '../evaluation.ts';
import { type Value, valueOfFact } from '../value.ts';
import { namesBehind } from './depends-on.ts';
import type { Moved } from './find-nearest.ts';
import { followPolicy } from './follow-policy.ts';
import type { Following } from './followed.ts';
import type { ListPlace } from './list-place.ts';
import { calendarRange, type LineKind, numberOfValue, valueOfNumber } from './number-value.ts';
import { Reach } from './reach.ts';

/** What a determination is asked about again. */
export interface Asked {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly facts: Facts;
  readonly usedFacts: ReadonlySet<string>;
  /** Readings tried in place of those the document takes. */
  readonly tried: ReadonlyMap<string, Value>;
  readonly again: (replaced: ReadonlyMap<string, Value>) => Determination;
  /** What was worked out without the name that was moved; begins empty, and grows. */
  readonly settled: Map<Expression, Value>;
}

/** A name on a line: its value, and what it takes to move it. */
export interface MovedName extends Pick<Moved, 'at' | 'grain' | 'low' | 'high' | 'again'> {
  readonly name: string;
  /** Where it stands, when the name is a list's. */
  readonly place?: ListPlace;
  readonly kind: LineKind;
  readonly stretchAt: Moved['stretchAt'];
  readonly isQuick: boolean;
}

/** Gives the facts whose values lie on a line: numbers, money, durations, dates and instants. */
export function movedFacts(asked: Asked): MovedName[] {
  return [...asked.usedFacts].flatMap((name): MovedName[] => {
    const stated = Object.hasOwn(asked.facts, name) ? asked.facts[name] : undefined;
    const value = stated && valueOfFact(stated);
    const at = value && numberOfValue(value);
    if (!stated || !value || !at) return [];
    const kind = value.kind === 'date' || value.kind === 'instant' ? value.kind : 'number';
    const grain = factGrain(name, asked);
    const again =
      asked.tried.size === 0
        ? (number: Rational) =>
            compiledOf(asked).determine({
              ...asked.facts,
              [name]: factAt(stated, { number, kind }),
            })
        : (number: Rational) => asked.again(new Map([[name, valueOfNumber(number, kind)]]));
    const ownAt = (number: Rational) => valueOfNumber(number, kind);
    const stretchAt = stretchOf({ name, kind, ownAt }, asked);
    const isQuick = asked.tried.size === 0;
    return [
      { name, kind, at, grain, ...rangeOf(name, { kind, asked }), again, stretchAt, isQuick },
    ];
  });
}

/**
 * Gives the numbers a document works out from lists and stretches of time, which have no nearest
 * value themselves: the first let of each way from such a fact.
 */
export function movedLets(determination: Determination, asked: Asked): MovedName[] {
  const { document, analysis } = asked;
  const numbers = shownLets(determination);
  const behind = (name: string) => {
    const value = document.lets.get(name)?.value;
    return value ? [...namesBehind(value, { document, analysis })] : [];
  };
  const gathering = [...numbers.keys()].filter((name) => gatheredBehind(name, asked).size > 0);
  const first = gathering.filter((name) => !behind(name).some((one) => gathering.includes(one)));
  return first.flatMap((name): MovedName[] => {
    const at = numbers.get(name);
    const value = document.lets.get(name)?.value;
    const known = value && analysis.known.get(value);
    if (!at || known?.kind !== 'quantity') return [];
    const kind = 'number';
    const again = (number: Rational) => asked.again(new Map([[name, valueOfNumber(number, kind)]]));
    const grain = grainOfQuantity(known, document.header.currency);
    const ownAt = (number: Rational) => valueOfNumber(number, kind);
    const stretchAt = stretchOf({ name, kind, ownAt }, asked);
    return [{ name, kind, at, grain, ...endsOf(known), again, stretchAt, isQuick: false }];
  });
}

/** Gives the lists and stretches of time that a let is worked out from. */
export function gatheredBehind(name: string, { document, analysis }: Asked): ReadonlySet<string> {
  const value = document.lets.get(name)?.value;
  const behind = value ? [...namesBehind(value, { document, analysis })] : [];
  const isGathered = (one: string) => {
    const kind = analysis.factTypes.get(one)?.kind;
    return kind === 'list' || kind === 'interval_set';
  };
  return new Set(behind.filter(isGathered));
}

const compiled = new WeakMap<Analysis, CompiledPolicy>();

export function compiledOf({ document, analysis }: Asked): CompiledPolicy {
  const before = compiled.get(analysis);
  if (before) return before;
  const made = compileDetermination(document);
  compiled.set(analysis, made);
  return made;
}

/** Gives a stated number, date or instant with another value. */
export function factAt<F extends FactValue>(
  stated: F,
  { number, kind }: { readonly number: Rational; readonly kind: LineKind },
): F {
  const value = valueOfNumber(number, kind);
  if (value.kind === 'date' || value.kind === 'instant') return value as F;
  return { ...stated, value: number };
}

/** Gives the stretch around any value of a name in which nothing that is due changes. */
export function stretchOf(
  moved: Pick<Following, 'name' | 'kind' | 'item' | 'ownAt'>,
  asked: Asked,
): Moved['stretchAt'] {
  const { document, analysis, facts, tried, settled } = asked;
  return (number) => {
    const replaced = new Map([...tried, [moved.name, moved.ownAt(number)] as const]);
    const reach = new Reach(number);
    const evaluation = openEvaluation({ document, analysis, facts, replaced });
    return followPolicy({ ...moved, reach, evaluation, memo: new Map(), settled });
  };
}

function shownLets(determination: Determination): Map<string, Rational> {
  const numbers = new Map<string, Rational>();
  for (const step of determination.trace.rules.flatMap((rule) => rule.steps)) {
    if (step.kind !== 'let') continue;
    const { type, value } = step.value;
    if (type !== 'money' && type !== 'number' && type !== 'duration') continue;
    const [numerator = '0', denominator = '1'] = value.split('/');
    numbers.set(step.name, rational(BigInt(numerator), BigInt(denominator)));
  }
  return numbers;
}

function rangeOf(
  name: string,
  { kind, asked }: { readonly kind: LineKind; readonly asked: Asked },
): Pick<Moved, 'low' | 'high'> {
  const { document, analysis } = asked;
  const declared = document.facts.get(name);
  const type = analysis.factTypes.get(name)?.kind;
  const [least, most] = [declared?.least, declared?.most].map(
    (bound) => bound && constantOf(analysis.known.get(bound)),
  );
  return rangeOfType(type, { kind, least, most });
}

/** Gives the values that a type of fact can have, between the bounds of its declaration. */
export function rangeOfType(
  type: FactType['kind'] | undefined,
  {
    kind,
    least,
    most,
  }: {
    readonly kind: LineKind;
    readonly least: Rational | undefined;
    readonly most: Rational | undefined;
  },
): Pick<Moved, 'low' | 'high'> {
  const isCounted = type === 'duration' || type === 'count';
  const low = least ?? (isCounted ? rational(0n) : undefined);
  return {
    ...calendarRange(kind),
    ...(low ? { low } : {}),
    ...(most ? { high: most } : {}),
  };
}

/** Gives the number that a bound of a declaration is. */
export function constantOf(known: Knowledge | undefined): Rational | undefined {
  return known?.kind === 'quantity' ? known.constant : undefined;
}

function endsOf({ low, high }: Quantity): Pick<Moved, 'low' | 'high'> {
  return { ...(low ? { low } : {}), ...(high ? { high } : {}) };
}

const millionth = rational(1n, 1_000_000n);

/** The least step in which a fact is stated: a minor unit, a day, a second, one, a millionth. */
function factGrain(name: string, { analysis }: Asked): Rational {
  return grainOfType(analysis.factTypes.get(name));
}

/** Gives the least step in which a type of fact is stated. */
export function grainOfType(type: FactType | undefined): Rational {
  if (type?.kind === 'money') return minorUnit(type.currency);
  return type?.kind === 'ratio' ? millionth : rational(1n);
}

function grainOfQuantity(known: Quantity, currency: string): Rational {
  if (known.grain && known.grain.numerator !== 0n) return known.grain;
  if (known.time === 1) return rational(1n);
  return known.money === 1 ? minorUnit(known.currency ?? currency) : millionth;
}
