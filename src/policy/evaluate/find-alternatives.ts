import { type Rational, renderRational } from '../../kernel/index.ts';
import type { Alternative, Determination, Shown } from '../determination.ts';
import { summariseAward } from './evaluate-form.ts';
import { labelFor } from './evaluation.ts';
import { countSelections } from './nearest/count-selections.ts';
import { findNearest, type Way } from './nearest/find-nearest.ts';
import {
  type ListPlace,
  listPlaces,
  listWith,
  otherValues,
  positionOf,
} from './nearest/list-place.ts';
import { movedItems } from './nearest/moved-items.ts';
import {
  type Asked,
  gatheredBehind,
  type MovedName,
  movedFacts,
  movedLets,
} from './nearest/moved-names.ts';
import { valueOfNumber } from './nearest/number-value.ts';
import { SearchBudget } from './nearest/search-budget.ts';
import { labelWith, showValue, type Value, valueOfFact } from './value.ts';

// An explanation is read by a person; a longer list explains nothing.
const mostAlternatives = 12;

/**
 * Finds the nearest values of single facts that would have changed the determination.
 *
 * For numbers, money, durations, dates and instants, in lists and records too, it is the nearest
 * value above and below: one least step before it changes nothing. For yes/no and choices it is
 * every other value. Where a document works on lists and stretches of time, the number first worked
 * out from them is told too. Each is determined again, so what is told is so. Where a decision
 * turns comes first; where an amount only goes on by a step of its rounding comes last. What was
 * not looked at value by value is named, and so is what was not reached within the budget.
 */
export function findAlternatives(
  determination: Determination,
  asked: Asked,
): Pick<Determination, 'alternatives' | 'unsearched'> {
  const { places, tooLong } = listPlaces(asked);
  const lets = movedLets(determination, asked);
  const budget = new SearchBudget(asked.facts, {
    selectionCount: countSelections(asked.document),
  });
  // The few other values of a choice are asked for first: they take little, and tell most.
  const words = [
    ...wordAlternatives(determination, { asked, budget }),
    ...placeAlternatives(determination, { asked, budget, places }),
  ];
  const moved = [...movedFacts(asked), ...lets, ...movedItems(places, asked)];
  const numbers = numberAlternatives(determination, { asked, budget, moved });
  const of = (isStep: boolean) =>
    numbers.flatMap((one) => (one.isStep === isStep ? one.alternative : []));
  const alternatives = [...of(false), ...words, ...of(true)].slice(0, mostAlternatives);
  const passedOver = new Set([...tooLong, ...unsearchedSets(lets, asked)]);
  const ended = [...budget.ended].filter((name) => !passedOver.has(name));
  const unsearched = [
    ...[...passedOver].map((name) => ({ name, ...labelFor(asked.document, name) })),
    ...ended.map((name) => ({ name, ...labelFor(asked.document, name), isEnded: true as const })),
  ];
  return { alternatives, ...(unsearched.length > 0 ? { unsearched } : {}) };
}

/** Stretches of time have no nearest value; where no number is worked out from them, that is told. */
function unsearchedSets(lets: readonly MovedName[], asked: Asked): readonly string[] {
  const gathered = new Set(lets.flatMap(({ name }) => [...gatheredBehind(name, asked)]));
  return [...asked.usedFacts].filter((name) => {
    const isSet = asked.analysis.factTypes.get(name)?.kind === 'interval_set';
    return isSet && Object.hasOwn(asked.facts, name) && !gathered.has(name);
  });
}

const ways: readonly (readonly [Way, Alternative['direction']])[] = [
  ['up', 'at_least'],
  ['down', 'at_most'],
];

interface Found {
  readonly alternative: Alternative;
  readonly isStep: boolean;
}

interface Searching {
  readonly asked: Asked;
  readonly budget: SearchBudget;
}

function numberAlternatives(
  determination: Determination,
  { asked, budget, moved }: Searching & { readonly moved: readonly MovedName[] },
): Found[] {
  const before = signature(determination);
  const isSame = (other: Determination) => signature(other) === before;
  return moved.flatMap((one) =>
    ways.flatMap(([way, direction]) =>
      budget.within(one.name, () => {
        const nearest = findNearest({ ...budget.paying(one), isSame }, way);
        if (!nearest) return [];
        const { value, beyond, isStep, determination: other } = nearest;
        const told = { value, beyond, direction, other, asked };
        return [{ alternative: describeNumber(one, told), isStep }];
      }),
    ),
  );
}

function describeNumber(
  { name, place, kind, at, grain }: MovedName,
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
  const about = { name, ...(place ? { place } : {}) };
  const alternative = describe({ ...about, current, value: wanted, direction, other }, asked);
  if (!beyond || !isFine(alternative.value, grain)) return alternative;
  return { ...alternative, beyond: showNamed(about, valueOfNumber(beyond, kind), asked) };
}

/** Of a fine measure people say the bound that is passed, not the least step after it. */
function isFine({ type }: Shown, grain: Rational): boolean {
  return type === 'duration' || type === 'instant' || grain.denominator > 1n;
}

function wordAlternatives(
  determination: Determination,
  { asked, budget }: Searching,
): Alternative[] {
  const before = signature(determination);
  return [...asked.usedFacts].flatMap((name) => {
    const type = asked.analysis.factTypes.get(name);
    const stated = Object.hasOwn(asked.facts, name) ? asked.facts[name] : undefined;
    if (!stated || !type || type.kind === 'list' || stated.kind === 'list') return [];
    if (stated.kind === 'evidence') return [];
    const current = valueOfFact(stated);
    return otherValues({ stated, type }).flatMap((one) =>
      budget.within(name, () => {
        budget.spend();
        const value = valueOfFact(one);
        const other = asked.again(new Map([[name, value]]));
        if (signature(other) === before) return [];
        return [describe({ name, current, value, direction: 'is', other }, asked)];
      }),
    );
  });
}

function placeAlternatives(
  determination: Determination,
  { asked, budget, places }: Searching & { readonly places: readonly ListPlace[] },
): Alternative[] {
  const before = signature(determination);
  return places.flatMap((place) =>
    otherValues(place).flatMap((one) =>
      budget.within(place.name, () => {
        budget.spend();
        const { name, stated } = place;
        const other = asked.again(new Map([[name, listWith(place, one)]]));
        if (signature(other) === before) return [];
        const [current, value] = [valueOfFact(stated), valueOfFact(one)];
        return [describe({ name, place, current, value, direction: 'is', other }, asked)];
      }),
    ),
  );
}

interface About {
  readonly name: string;
  readonly place?: ListPlace;
}

function describe(
  found: About & {
    readonly current: Value;
    readonly value: Value;
    readonly direction: Alternative['direction'];
    readonly other: Determination;
  },
  asked: Asked,
): Alternative {
  const { name, place, current, value, direction, other } = found;
  return {
    name,
    ...labelFor(asked.document, name),
    ...(place ? { item: itemOf(place, asked) } : {}),
    current: showNamed(found, current, asked),
    value: showNamed(found, value, asked),
    direction,
    status: other.status,
    awards: other.awards.map(summariseAward),
  };
}

function itemOf(place: ListPlace, { document }: Asked): NonNullable<Alternative['item']> {
  const position = positionOf(place);
  const { field } = place.item;
  if (field === undefined) return { position };
  const declared = document.facts.get(place.name)?.type.fields?.find(({ name }) => name === field);
  return { position, field, ...(declared?.label ? { fieldLabel: declared.label } : {}) };
}

function showNamed({ name, place }: About, value: Value, { document, analysis }: Asked): Shown {
  const { header, facts } = document;
  const type = facts.get(name)?.type;
  if (!place) {
    const known = knowledgeByName(name, { document, analysis });
    return labelWith(showValue(value, known, header), type?.choiceLabels);
  }
  const { field } = place.item;
  const own = field === undefined ? type : type?.fields?.find((one) => one.name === field)?.type;
  return labelWith(showValue(value, knowledgeOfType(place.type), header), own?.choiceLabels);
}

function knowledgeByName(
  name: string,
  { document, analysis }: Pick<Asked, 'document' | 'analysis'>,
) {
  const type = analysis.factTypes.get(name);
  const known = type && knowledgeOfType(type);
  const value = document.lets.get(name)?.value;
  return known ?? (value && analysis.known.get(value));
}

function knowledgeOfType(type: {
  readonly kind: string;
  readonly currency?: string;
  readonly isShare?: true;
}) {
  if (type.kind === 'money') {
    const currency = type.currency ?? '';
    return { kind: 'quantity', money: 1, time: 0, currency } as const;
  }
  if (type.isShare) return { kind: 'quantity', money: 0, time: 0, isShare: true } as const;
  return type.kind === 'duration' ? ({ kind: 'quantity', money: 0, time: 1 } as const) : undefined;
}

/** What a determination gives, without how it came about. */
function signature(determination: Determination): string {
  const awards = determination.awards.map((award) => {
    const amount = award.amountMinor ?? (award.quantity ? renderRational(award.quantity) : '');
    return `${award.rule} ${award.remedy} ${award.label?.ko ?? ''} ${amount} ${award.unit ?? ''}`;
  });
  return [determination.status, ...awards].join('\n');
}
