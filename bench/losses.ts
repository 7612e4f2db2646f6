import { availableParallelism } from 'node:os';
import { findGateways, tryAllLosses } from '../src/continuity/index.ts';
import { type Figure, median, seconds } from './measure.ts';
import { randomInventory } from './random-inventory.ts';

// Issue of the continuity analysis: what must be done, and within what time on two cores.
const pairs = { nodes: 5_000, domains: 300, limitSeconds: 20 };
const singles = { nodes: 100_000, domains: 63, limitSeconds: 3 };
const growth = [625, 1_250, 2_500, 5_000];
/** Nodes of which it is asked what everything goes through. */
const gatewayGrowth = [12_500, 25_000, 50_000, 100_000];
const threads = Math.min(2, availableParallelism());

interface Size {
  readonly nodes: number;
  readonly domains: number;
  readonly hasPairs: boolean;
}

async function measure(size: Size, runs: number): Promise<number> {
  const inventory = randomInventory({ ...size, seed: 20221015 });
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    times.push(
      await seconds(async () => {
        const table = await tryAllLosses(inventory, { hasPairs: size.hasPairs, threads });
        const { down, stuck } = size.hasPairs ? table.pairs : table.singles;
        if (run === 0) process.stderr.write(`${describe(size, { down, stuck })}\n`);
      }),
    );
  }
  return median(times);
}

/** Prints how the search for what everything goes through grows with the number of nodes. */
async function printGateways(): Promise<void> {
  for (const nodes of gatewayGrowth) {
    const inventory = randomInventory({ nodes, domains: 1, seed: 20221015 });
    let count = 0;
    const time = await seconds(async () => {
      count = findGateways(inventory).size;
    });
    process.stderr.write(`gateways of ${nodes} nodes: ${count} found, ${time.toFixed(2)} s\n`);
  }
}

function describe(
  size: Size,
  tally: { readonly down: Uint32Array; readonly stuck: Uint32Array },
): string {
  const mean = (values: Uint32Array): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
  const what = size.hasPairs ? 'pairs' : 'singles';
  return `${size.nodes} nodes, ${size.domains} domains: ${tally.down.length} ${what}; on average ${mean(tally.down)} nodes down, ${mean(tally.stuck)} stuck`;
}

/**
 * Seconds to try every single loss and every pair of 300 domains over 5,000 nodes with 20,000 dependencies,
 * on two threads, against the limit; the growth with the number of nodes, and the singles of 100,000 nodes,
 * are printed beside it.
 */
export async function benchLosses(runs: number): Promise<Figure> {
  for (const nodes of growth.slice(0, -1)) {
    const time = await measure({ nodes, domains: pairs.domains, hasPairs: true }, 1);
    process.stderr.write(`  ${time.toFixed(2)} s\n`);
  }
  const value = await measure({ nodes: pairs.nodes, domains: pairs.domains, hasPairs: true }, runs);
  process.stderr.write(`  ${value.toFixed(2)} s of ${pairs.limitSeconds} s\n`);
  const large = await measure(
    { nodes: singles.nodes, domains: singles.domains, hasPairs: false },
    runs,
  );
  process.stderr.write(`  ${large.toFixed(2)} s of ${singles.limitSeconds} s\n`);
  await printGateways();
  return {
    name: 'losses',
    value,
    unit: 's',
    peer: `limit for all singles and pairs of ${pairs.domains} domains over ${pairs.nodes} nodes, ${threads} threads`,
    peerValue: pairs.limitSeconds,
    ratio: value / pairs.limitSeconds,
    runs,
  };
}
