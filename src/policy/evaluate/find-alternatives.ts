import { type Rational, renderRational } from '../../kernel/index.ts';
import type { Alternative, Determination, Shown } from '../determination.ts';
import { summariseAward } from './evaluate-form.ts';
import { findNearest, type Way } from './nearest/find-nearest.ts';
import { type Asked, type MovedName, movedFacts, movedLets } from './nearest/moved-names.ts';
import { valueOfNumber } from './nearest/number-value.ts';
import { labelChoice, showValue, type Value, valueOfFact } from './value.ts';

// An explanation is read by a person; a longer list explains nothing.
const mostAlternatives = 12;

/**
 * Finds the nearest values of single facts that would have changed the determination.
 *
 * For numbers, money, durations, dates and instants it is the nearest value above and below: one
 * least step before it changes nothing. For yes/no and choices it is every other value. Where a
 * document works on lists and stretches of time, it is the number first worked out from them. Each
 * is determined again, so what is told is so. Where a decision turns comes first; where an amount
 * only goes on by a step of its rounding comes last.
 */
export function findAlternatives(determination: Determination, asked: Asked): Alternative[] {
  const numbers = numberAlternatives(determination, asked);
  const of = (isStep: boolean) =>
    numbers.flatMap((one) => (one.isStep === isStep ? one.alternative : []));
  const found = [...of(false), ...wordAlternatives(determination, asked), ...of(true)];
  return found.slice(0, mostAlternatives);
}

const ways: readonly (readonly [Way, Alternative['direction']])[] = [
  ['up', 'at_least'],
  ['down', 'at_most'],
];

interface Found {
  readonly alternative: Alternative;
  readonly isStep: boolean;
}

function numberAlternatives(determination: Determination, asked: Asked): Found[] {
  const before = signature(determination);
  const isSame = (other: Determination) => signature(other) === before;
  return [...movedFacts(asked), ...movedLets(determination, asked)].flatMap((moved) =>
    ways.flatMap(([way, direction]) => {
      const nearest = findNearest({ ...moved, isSame }, way);
      if (!nearest) return [];
      const { value, beyond, isStep, determination: other } = nearest;
      const told = { value, beyond, direction, other, asked };
      return [{ alternative: describeNumber(moved, told), isStep }];
    }),
  );
}

function describeNumber(
  { name, kind, at, grain }: MovedName,
  found: {
    readonly value: MovedName['at'];
    readonly beyond: MovedName['at'] | undefined;
    readonly direction: Alternative['direction'];
    readonly other: Determination;
    readonly asked: Asked;
  },
): Alternative {
  const { value, beyond, direction, other, asked } = found;
  const [current, wanted] = [valueOfNumber(at, kind), valueOfNumber(value, kind)];
  const alternative = describe({ name, current, value: wanted, direction, other }, asked);
  if (!beyond || !isFine(alternative.value, grain)) return alternative;
  return { ...alternative, beyond: showNamed(name, valueOfNumber(beyond, kind), asked) };
}

/** Of a fine measure people say the bound that is passed, not the least step after it. */
function isFine({ type }: Shown, grain: Rational): boolean {
  return type === 'duration' || type === 'instant' || grain.denominator > 1n;
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
  asked: Asked,
): Alternative {
  const { name, current, value, direction, other } = found;
  const label = asked.document.facts.get(name)?.label;
  return {
    name,
    ...(label ? { label } : {}),
    current: showNamed(name, current, asked),
    value: showNamed(name, value, asked),
    direction,
    status: other.status,
    awards: other.awards.map(summariseAward),
  };
}

function showNamed(name: string, value: Value, { document, analysis }: Asked) {
  const known = knowledgeByName(name, { document, analysis });
  return labelChoice(showValue(value, known, document.header), document.facts.get(name));
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
