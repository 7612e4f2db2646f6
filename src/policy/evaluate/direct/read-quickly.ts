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
  // The last slot is for facts that no part of the document asks for.
  const blank: (Direct | undefined)[] = new Array(slotCount + 1).fill(undefined);
  const order = new Order(takers);
  return (json) => {
    if (!isPlain(json)) return undefined;
    const slots = blank.slice();
    return order.read(json, slots) ? slots : undefined;
  };
}

/**
 * The facts in the order in which the party before had them; whoever comes next mostly has the same. What
 * is asked of each stands in columns, as numbers of the machine.
 */
class Order {
  private readonly takers: ReadonlyMap<string, Taker>;
  private readonly names: string[];
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly slot: Int32Array;
  private readonly takes: Take[];

  constructor(takers: ReadonlyMap<string, Taker>) {
    const { size } = takers;
    this.takers = takers;
    this.names = new Array<string>(size).fill('');
    this.low = new Float64Array(size);
    this.high = new Float64Array(size);
    this.slot = new Int32Array(size);
    this.takes = new Array<Take>(size).fill(takeNone);
  }

  /** Puts every value into its slot, and says whether all could be taken at once. */
  read(json: Readonly<Record<string, unknown>>, slots: (Direct | undefined)[]): boolean {
    let place = 0;
    // Going through the keys of the object at hand is the quickest way to its values.
    for (const name in json) {
      const value = json[name];
      if (this.names[place] === name || this.isPlaced(place, name)) {
        if (!this.take(place, value, slots)) return false;
        place += 1;
      } else if (!isNothing(value)) return false;
    }
    return true;
  }

  /** Sets which fact stands at a place; a name that is not declared does not. */
  private isPlaced(place: number, name: string): boolean {
    const taker = this.takers.get(name);
    if (!taker) return false;
    this.names[place] = name;
    this.low[place] = taker.low;
    this.high[place] = taker.high;
    this.slot[place] = taker.slot;
    this.takes[place] = taker.take;
    return true;
  }

  /** Puts a value into the slot of the fact at a place, and says whether it could be taken at once. */
  private take(place: number, value: unknown, slots: (Direct | undefined)[]): boolean {
    if (typeof value === 'number') {
      // What is no whole number of the range, such as 1.5, is read the exact way.
      if (!(value >= (this.low[place] as number) && value <= (this.high[place] as number))) {
        return false;
      }
      if (value !== Math.floor(value)) return false;
      slots[this.slot[place] as number] = value + 0;
      return true;
    }
    if (isNothing(value)) return true;
    const taken = (this.takes[place] as Take)(value);
    if (taken !== undefined) slots[this.slot[place] as number] = taken;
    return taken !== undefined;
  }
}

/** Says whether it is what a reader of JSON makes: whatever else has values that are not its own. */
function isPlain(json: unknown): json is Readonly<Record<string, unknown>> {
  const isObject = typeof json === 'object' && json !== null;
  return isObject && Object.getPrototypeOf(json) === Object.prototype;
}

const isNothing = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

interface Taker {
  readonly slot: number;
  readonly take: Take;
  /** The whole numbers that are taken; none where low is above high. */
  readonly low: number;
  readonly high: number;
}

function takerOf(fact: FactDeclaration, program: Program): Taker {
  const { name } = fact;
  const slot = program.factSlots.get(name) ?? program.slotCount;
  const type = program.analysis.factTypes.get(name);
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
