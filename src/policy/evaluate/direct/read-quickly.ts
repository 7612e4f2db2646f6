import type { FactDeclaration } from '../../statement.ts';
import { ceilExact, exactOf, floorExact } from './exact-number.ts';
import type { Direct, Program } from './program.ts';

/**
 * Gives the values of JSON facts by slot, or undefined where `parseFacts` must read them or say
 * what is wrong: whole numbers, yes/no and choices are read at once, nothing else is.
 */
export type QuickReader = (json: unknown) => (Direct | undefined)[] | undefined;

/** Makes the declared facts of a program into a reader; call it when every slot is known. */
export function compileReader(program: Program): QuickReader {
  const { document, slotCount } = program;
  const takers = new Map(
    [...document.facts.values()].map((fact) => [fact.name, takerOf(fact, program)] as const),
  );
  const blank: (Direct | undefined)[] = new Array(slotCount).fill(undefined);
  return (json) => {
    if (!isPlain(json)) return undefined;
    const slots = blank.slice();
    // Going through the keys of the object at hand is the quickest way to its values.
    for (const name in json) {
      const value = json[name];
      if (value !== null && value !== undefined && !put(value, takers.get(name), slots)) {
        return undefined;
      }
    }
    return slots;
  };
}

/** Says whether it is what a reader of JSON makes: whatever else has values that are not its own. */
function isPlain(json: unknown): json is Readonly<Record<string, unknown>> {
  const isObject = typeof json === 'object' && json !== null;
  return isObject && Object.getPrototypeOf(json) === Object.prototype;
}

/** Puts a value into its slot, if it can be taken at once. */
function put(value: unknown, taker: Taker | undefined, slots: (Direct | undefined)[]): boolean {
  if (!taker) return false;
  const isInRange = typeof value === 'number' && value >= taker.low && value <= taker.high;
  const taken = isInRange && Number.isInteger(value) ? value + 0 : taker.take(value);
  if (taken === undefined) return false;
  if (taker.slot >= 0) slots[taker.slot] = taken;
  return true;
}

interface Taker {
  /** Below 0 where no part of the document asks for the fact. */
  readonly slot: number;
  readonly take: Take;
  /** The whole numbers that are taken; none where low is above high. */
  readonly low: number;
  readonly high: number;
}

function takerOf(fact: FactDeclaration, program: Program): Taker {
  const slot = program.factSlots.get(fact.name) ?? -1;
  const type = program.analysis.factTypes.get(fact.name);
  switch (type?.kind) {
    case 'yes_no':
      return { slot, take: takeYesNo, ...noNumbers };
    case 'choice': {
      const choices = new Set<unknown>(type.choices);
      const take: Take = (value) => (choices.has(value) ? (value as string) : undefined);
      return { slot, take, ...noNumbers };
    }
    case 'money':
    case 'ratio':
      return { slot, take: takeNone, ...rangeOf(fact, program, -safe) };
    case 'count':
    case 'duration':
      return { slot, take: takeNone, ...rangeOf(fact, program, 0) };
    default:
      return { slot, take: takeNone, ...noNumbers };
  }
}

const safe = Number.MAX_SAFE_INTEGER;
const noNumbers = { low: 1, high: 0 };

type Take = (value: unknown) => Direct | undefined;

const takeNone: Take = () => undefined;
const takeYesNo: Take = (value) => (typeof value === 'boolean' ? value : undefined);

/** The whole numbers of a fact's range, from a least one on; a bound that is too large leaves none. */
function rangeOf(
  { least, most }: FactDeclaration,
  { analysis }: Program,
  from: number,
): Pick<Taker, 'low' | 'high'> {
  const boundOf = (bound: typeof least) => {
    const known = bound && analysis.known.get(bound);
    return known?.kind === 'quantity' && known.constant ? exactOf(known.constant) : undefined;
  };
  const [low, high] = [boundOf(least), boundOf(most)];
  const first = low === undefined ? from : ceilExact(low);
  const last = high === undefined ? safe : floorExact(high);
  const isQuick = typeof first === 'number' && typeof last === 'number';
  return isQuick ? { low: Math.max(first, from), high: last } : noNumbers;
}
