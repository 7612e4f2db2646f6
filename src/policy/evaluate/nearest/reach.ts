import { compareRational, type Rational } from '../../../kernel/index.ts';

/** One end of a stretch, and whether the end itself belongs to it. */
export interface ReachEdge {
  readonly value: Rational;
  readonly isInclusive: boolean;
}

/** A stretch of a fact's values; an absent edge means without end. */
export interface Stretch {
  readonly low?: ReachEdge;
  readonly high?: ReachEdge;
  /** Whether an end is only where the amount goes on by a step, and no decision turns. */
  readonly isStepLow?: boolean;
  readonly isStepHigh?: boolean;
}

/**
 * The stretch of one fact's values around the value it has in which every decision falls the same
 * way. It begins without ends and is narrowed by each decision that is met.
 */
export class Reach {
  readonly at: Rational;
  low: ReachEdge | undefined;
  high: ReachEdge | undefined;

  constructor(at: Rational) {
    this.at = at;
  }

  /** Keeps what lies on the value's own side of an edge; `belongs` says whether the edge does too. */
  keepSide(edge: Rational, belongs: boolean): void {
    const order = compareRational(this.at, edge);
    if (order === 0) return;
    const kept = { value: edge, isInclusive: belongs };
    if (order > 0) this.low = tighter(this.low, kept, 1);
    else this.high = tighter(this.high, kept, -1);
  }

  /** Ends the stretch at the value itself, downward or upward. */
  stopAt(side: 'low' | 'high'): void {
    this[side] = { value: this.at, isInclusive: true };
  }

  /** Keeps the value alone. */
  narrowToPoint(): void {
    this.stopAt('low');
    this.stopAt('high');
  }

  /** Says whether nothing but the value itself is left. */
  isPoint(): boolean {
    const { low, high, at } = this;
    return (
      low !== undefined &&
      high !== undefined &&
      compareRational(low.value, at) === 0 &&
      compareRational(high.value, at) === 0
    );
  }

  /** Gives the stretch as it is now. */
  take(): Stretch {
    const { low, high } = this;
    return { ...(low ? { low } : {}), ...(high ? { high } : {}) };
  }

  /** Goes back to a stretch taken before. */
  put({ low, high }: Stretch): void {
    this.low = low;
    this.high = high;
  }

  /** Keeps what lies in another stretch too. */
  keep({ low, high }: Stretch): void {
    if (low) this.low = tighter(this.low, low, 1);
    if (high) this.high = tighter(this.high, high, -1);
  }
}

function tighter(before: ReachEdge | undefined, edge: ReachEdge, side: 1 | -1): ReachEdge {
  if (!before) return edge;
  const order = compareRational(edge.value, before.value) * side;
  if (order !== 0) return order > 0 ? edge : before;
  return edge.isInclusive ? before : edge;
}
