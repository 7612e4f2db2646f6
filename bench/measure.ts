/** One figure beside its peer or limit, both measured in the same run; medians. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string;
  readonly peerValue: number;
  readonly ratio: number;
  readonly runs: number;
  /** Further figures of the same run. */
  readonly also?: readonly Figure[];
}

/** Gives the median; of an even count, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Measures ours and the peer in turn, so that a machine that slows down slows both. */
export async function compare(options: {
  name: string;
  unit: string;
  peer: string;
  runs: number;
  measureOurs: () => Promise<number>;
  measurePeer: () => Promise<number>;
}): Promise<Figure> {
  const { name, unit, peer, runs } = options;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await options.measureOurs());
    theirs.push(await options.measurePeer());
  }
  const [value, peerValue] = [median(ours), median(theirs)];
  return { name, value, unit, peer, peerValue, ratio: value / peerValue, runs };
}

/** Gives how long the work took, in seconds of the wall clock. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
