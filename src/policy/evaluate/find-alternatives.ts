import {
  addRational,
  compareRational,
  type Rational,
  rational,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import type { Analysis } from '../check/scope.ts';
import type { Alternative, Determination } from '../determination.ts';
import type { PolicyDocument } from '../document.ts';
import type { Facts } from '../fact.ts';
import { summariseAward } from './evaluate-form.ts';
import { findPivots, grainOf } from './find-pivots.ts';
import { labelChoice, showValue, type Value, valueOfFact } from './value.ts';

interface Asked {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly facts: Facts;
  readonly usedFacts: ReadonlySet<string>;
  readonly again: (replaced: ReadonlyMap<string, Value>) => Determination;
}

// An explanation is read by a person; a longer list explains nothing.
const mostAlternatives = 12;

/**
 * Finds the nearest values of single facts and lets that would have changed the determination.
 *
 * For numbers the bounds of tables and comparisons are tried, nearest first, upward and downward;
 * for yes/no and choices every other value. Each is tried by determining again, so what is told
 * is so.
 */
export function findAlternatives(determination: Determination, asked: Asked): Alternative[] {
  const found = [
    ...numberAlternatives(determination, asked),
    ...wordAlternatives(determination, asked),
  ];
  return found.slice(0, mostAlternatives);
}

function numberAlternatives(determination: Determination, asked: Asked): Alternative[] {
  const shown = shownNumbers(determination);
  return findPivots(asked).flatMap(({ name, bounds }) => {
    const current = shown.get(name);
    if (!current) return [];
    const grain = grainOf(name, asked);
    const values = bounds.flatMap((bound) => [
      bound,
      addRational(bound, grain),
      subtractRational(bound, grain),
    ]);
    values.sort(compareRational);
    const above = values.filter((value) => compareRational(value, current) > 0);
    const below = values.filter((value) => compareRational(value, current) < 0).reverse();
    const ways = [
      { name, current, values: above, direction: 'at_least' as const },
      { name, current, values: below, direction: 'at_most' as const },
    ];
    return ways.flatMap((way) => firstChange(way, { determination, asked }) ?? []);
  });
}

/** Gives the numbers that the determination came by, as facts or lets, by name. */
function shownNumbers(determination: Determination): Map<string, Rational> {
  const numbers = new Map<string, Rational>();
  for (const step of determination.trace.rules.flatMap((rule) => rule.steps)) {
    if (step.kind !== 'fact' && step.kind !== 'let') continue;
    const { type, value } = step.value;
    if (type !== 'money' && type !== 'number' && type !== 'duration') continue;
    const [numerator = '0', denominator = '1'] = value.split('/');
    numbers.set(step.name, rational(BigInt(numerator), BigInt(denominator)));
  }
  return numbers;
}

interface Way {
  readonly name: string;
  readonly current: Rational;
  readonly values: readonly Rational[];
  readonly direction: 'at_least' | 'at_most';
}

function firstChange(
  way: Way,
  { determination, asked }: { determination: Determination; asked: Asked },
): Alternative | undefined {
  const before = signature(determination);
  for (const value of way.values.slice(0, mostAlternatives)) {
    const replacement: Value = { kind: 'number', value };
    const other = asked.again(new Map([[way.name, replacement]]));
    if (signature(other) === before) continue;
    const current: Value = { kind: 'number', value: way.current };
    return describe({ ...way, current, value: replacement, other }, asked);
  }
  return undefined;
}

function wordAlternatives(determination: Determination, asked: Asked): Alternative[] {
  const before = signature(determination);
  return [...asked.usedFacts].flatMap((name) => {
    const type = asked.analysis.factTypes.get(name);
    const stated = Object.hasOwn(asked.facts, name) ? asked.facts[name] : undefined;
    if (!stated || !type) return [];
    const current = valueOfFact(stated);
    const others: Value[] =
      current.kind === 'yes_no'
        ? [{ kind: 'yes_no', value: !current.value }]
        : current.kind === 'choice' && type.kind === 'choice'
          ? type.choices
              .filter((choice) => choice !== current.choice)
              .map((choice) => ({ kind: 'choice', choice }))
          : [];
    return others.flatMap((value) => {
      const other = asked.again(new Map([[name, value]]));
      if (signature(other) === before) return [];
      return [describe({ name, current, value, direction: 'is', other }, asked)];
    });
  });
}

function describe(
  found: {
    readonly name: string;
    readonly current: Value;
    readonly value: Value;
    readonly direction: Alternative['direction'];
    readonly other: Determination;
  },
  { document, analysis }: Asked,
): Alternative {
  const { name, current, value, direction, other } = found;
  const declared = document.facts.get(name);
  const label = declared?.label;
  const known = knowledgeByName(name, { document, analysis });
  const { header } = document;
  return {
    name,
    ...(label ? { label } : {}),
    current: labelChoice(showValue(current, known, header), declared),
    value: labelChoice(showValue(value, known, header), declared),
    direction,
    status: other.status,
    awards: other.awards.map(summariseAward),
  };
}

function knowledgeByName(
  name: string,
  { document, analysis }: Pick<Asked, 'document' | 'analysis'>,
) {
  const type = analysis.factTypes.get(name);
  if (type?.kind === 'money') {
    return { kind: 'quantity', money: 1, time: 0, currency: type.currency } as const;
  }
  if (type?.kind === 'duration') return { kind: 'quantity', money: 0, time: 1 } as const;
  const value = document.lets.get(name)?.value;
  return value && analysis.known.get(value);
}

/** What a determination gives, without how it came about. */
function signature(determination: Determination): string {
  const awards = determination.awards.map((award) => {
    const amount = award.amountMinor ?? (award.quantity ? renderRational(award.quantity) : '');
    return `${award.rule} ${award.remedy} ${award.label?.ko ?? ''} ${amount} ${award.unit ?? ''}`;
  });
  return [determination.status, ...awards].join('\n');
}
