import { type Rational, rational } from '../../../kernel/index.ts';
import type { Knowledge, Quantity } from '../../check/quantity.ts';
import type { Analysis } from '../../check/scope.ts';
import { minorUnit } from '../../check/unit.ts';
import type { Determination } from '../../determination.ts';
import type { PolicyDocument } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import type { Facts, FactValue } from '../../fact.ts';
import { type CompiledPolicy, compileDetermination } from '../direct/compile-policy.ts';
import { openEvaluation } from '../evaluation.ts';
import { type Value, valueOfFact } from '../value.ts';
import { namesBehind } from './depends-on.ts';
import type { Moved } from './find-nearest.ts';
import { followPolicy } from './follow-policy.ts';
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
    const stretchAt = stretchOf(name, { kind, asked });
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
  const isGathered = (name: string) => {
    const kind = analysis.factTypes.get(name)?.kind;
    return kind === 'list' || kind === 'interval_set';
  };
  const gathering = [...numbers.keys()].filter((name) => behind(name).some(isGathered));
  const first = gathering.filter((name) => !behind(name).some((one) => gathering.includes(one)));
  return first.flatMap((name): MovedName[] => {
    const at = numbers.get(name);
    const value = document.lets.get(name)?.value;
    const known = value && analysis.known.get(value);
    if (!at || known?.kind !== 'quantity') return [];
    const kind = 'number';
    const again = (number: Rational) => asked.again(new Map([[name, valueOfNumber(number, kind)]]));
    const grain = grainOfQuantity(known, document.header.currency);
    const stretchAt = stretchOf(name, { kind, asked });
    return [{ name, kind, at, grain, ...endsOf(known), again, stretchAt, isQuick: false }];
  });
}

const compiled = new WeakMap<Analysis, CompiledPolicy>();

function compiledOf({ document, analysis }: Asked): CompiledPolicy {
  const before = compiled.get(analysis);
  if (before) return before;
  const made = compileDetermination(document);
  compiled.set(analysis, made);
  return made;
}

function factAt(
  stated: FactValue,
  { number, kind }: { readonly number: Rational; readonly kind: LineKind },
): FactValue {
  const value = valueOfNumber(number, kind);
  if (value.kind === 'date' || value.kind === 'instant') return value;
  return { ...stated, value: number } as FactValue;
}

function stretchOf(
  name: string,
  { kind, asked }: { readonly kind: LineKind; readonly asked: Asked },
): Moved['stretchAt'] {
  const { document, analysis, facts, tried } = asked;
  return (number) => {
    const replaced = new Map([...tried, [name, valueOfNumber(number, kind)] as const]);
    const reach = new Reach(number);
    const evaluation = openEvaluation({ document, analysis, facts, replaced });
    const { settled } = asked;
    return followPolicy({ name, kind, reach, evaluation, memo: new Map(), settled });
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
  const isWhole = type === 'duration' || type === 'count';
  const low = least ?? (isWhole ? rational(0n) : undefined);
  const range = calendarRange(kind);
  return {
    ...range,
    ...(low ? { low } : {}),
    ...(most ? { high: most } : {}),
  };
}

function constantOf(known: Knowledge | undefined): Rational | undefined {
  return known?.kind === 'quantity' ? known.constant : undefined;
}

function endsOf({ low, high }: Quantity): Pick<Moved, 'low' | 'high'> {
  return { ...(low ? { low } : {}), ...(high ? { high } : {}) };
}

const millionth = rational(1n, 1_000_000n);

/** The least step in which a fact is stated: a minor unit, a day, a second, one, a millionth. */
function factGrain(name: string, { analysis }: Asked): Rational {
  const type = analysis.factTypes.get(name);
  if (type?.kind === 'money') return minorUnit(type.currency);
  return type?.kind === 'ratio' ? millionth : rational(1n);
}

function grainOfQuantity(known: Quantity, currency: string): Rational {
  if (known.grain && known.grain.numerator !== 0n) return known.grain;
  if (known.time === 1) return rational(1n);
  return known.money === 1 ? minorUnit(known.currency ?? currency) : millionth;
}
