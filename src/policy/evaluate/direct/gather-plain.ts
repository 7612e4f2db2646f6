import type { Award, Determination } from '../../determination.ts';
import type { SlotTest } from './compile-quick.ts';
import type { QuickFormRun } from './compile-quick-form.ts';
import { Gathering, type Place } from './gather-results.ts';
import type { State } from './program.ts';

/** An award statement as the plain way takes it. */
export interface Plain {
  readonly place: Place;
  /** The rule's audience, where one fact says it. */
  readonly test: SlotTest | undefined;
  /** The award of a party of the audience, where nothing can stand before it. */
  readonly quick: QuickFormRun | undefined;
}

/** Has the rest: from a statement on for which the plain way has no answer, after what was gathered before. */
export type GoOn = (state: State, at: number, before: Gathering) => Determination;

// Whom a policy leaves out differs from party to party in few ways; more than this are not kept.
const mostKept = 4_096;
// Those met last are found by their digits alone, at one of so many places, a power of two.
const placeCount = 8_192;
const placeOf = (outside: number): number => (outside ^ (outside >>> 13)) & (placeCount - 1);
// Each statement is a binary digit of a safe whole number.
const mostStatements = 52;

const nothing: readonly never[] = [];

/** A statement with all that is asked of it at hand, so that nothing is looked for. */
interface Step {
  /** The slot of the fact that says whether a party is meant; below 0 where everybody is. */
  readonly slot: number;
  /** A number says so within these bounds, both inclusive, or outside of them. */
  readonly from: number;
  readonly to: number;
  readonly isWithin: boolean;
  readonly quick: QuickFormRun | undefined;
  readonly digit: number;
}

function stepOf({ place, test, quick }: Plain, at: number): Step {
  const digit = 2 ** at;
  if (!test) {
    // For whom more than one fact says, the plain way has no answer.
    const taken = place.isForAll ? quick : undefined;
    return { slot: -1, from: 0.5, to: 0.5, isWithin: false, quick: taken, digit };
  }
  const { slot, limit, low, high, holds } = test;
  return { slot, from: limit + low, to: limit + high, isWithin: holds, quick, digit };
}

/** Says whether a party is meant by a statement, or undefined where the exact way must say. */
function isMeant({ slot, from, to, isWithin }: Step, slots: State['slots']): boolean | undefined {
  if (slot < 0) return true;
  const value = slots[slot];
  if (typeof value === 'number') return (value >= from && value <= to) === isWithin;
  return typeof value === 'boolean' ? value : undefined;
}

/** What a party is told beside its awards, for one set of statements that leave it out, by digits. */
interface Ending extends Pick<Determination, 'status' | 'clauses' | 'reasons'> {
  readonly outside: number;
}

/**
 * Makes award statements into the determination of a party for whom each gives an award or is not
 * meant for it, as is so for nearly everybody. What such a party is told beside its awards hangs on
 * who is left out alone, and is made once for each such set.
 */
export function compilePlain(
  statements: readonly Plain[],
  about: {
    readonly trace: Determination['trace'];
    readonly clauses: readonly string[];
    readonly goOn: GoOn;
  },
): (state: State) => Determination {
  const { trace, goOn } = about;
  const kept = new Map<number, Ending>();
  const last: (Ending | undefined)[] = new Array(placeCount).fill(undefined);
  const steps = statements.map(stepOf);
  const count = steps.length;

  const gatherBefore = (at: number, outside: number, awards: readonly Award[]): Gathering => {
    const gathering = new Gathering();
    let given = 0;
    for (const [index, { place }] of statements.slice(0, at).entries()) {
      if (Math.floor(outside / 2 ** index) % 2 === 1) gathering.addOutside(place);
      else {
        gathering.addAward(awards[given] as Award, place);
        given += 1;
      }
    }
    return gathering;
  };
  const makeEnding = (outside: number, awards: readonly Award[]): Ending => {
    const whole = gatherBefore(count, outside, awards).finish(trace, about.clauses);
    const { status, clauses, reasons } = whole;
    const ending = { status, clauses, reasons, outside };
    if (kept.size < mostKept) kept.set(outside, ending);
    return ending;
  };
  const endingOf = (outside: number, awards: readonly Award[]): Ending => {
    const place = placeOf(outside);
    const found = last[place];
    if (found?.outside === outside) return found;
    const ending = kept.get(outside) ?? makeEnding(outside, awards);
    last[place] = ending;
    return ending;
  };

  if (count > mostStatements) return (state) => goOn(state, 0, new Gathering());
  return (state) => {
    const { slots } = state;
    const awards: Award[] = [];
    let outside = 0;
    for (let at = 0; at < count; at += 1) {
      const step = steps[at] as Step;
      const isIn = isMeant(step, slots);
      if (isIn === false) {
        outside += step.digit;
        continue;
      }
      const award = isIn ? step.quick?.(state) : undefined;
      if (award === undefined) return goOn(state, at, gatherBefore(at, outside, awards));
      awards.push(award);
    }
    const { status, clauses, reasons } = endingOf(outside, awards);
    // biome-ignore format: one shape
    return { status, awards, clauses, trace, missing: nothing, evidence: nothing, reasons, alternatives: nothing };
  };
}
