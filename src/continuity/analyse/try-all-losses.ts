import { Worker } from 'node:worker_threads';
import type { Inventory } from '../inventory.ts';
import { compileGraph, type Graph } from './graph.ts';
import { addShares, type LossTable, type Share, tabulateLosses } from './loss-table.ts';

/** Below this many losses times nodes a second thread costs more than it saves. */
const sharedWork = 2_000_000;

/**
 * Tries every single loss, and every pair when asked, over several threads.
 *
 * Deterministic: the table does not depend on the number of threads. From TypeScript sources, as tests run
 * them, one thread does it all.
 */
export async function tryAllLosses(
  inventory: Inventory,
  options: { readonly hasPairs: boolean; readonly threads: number },
): Promise<LossTable> {
  const graph = compileGraph(inventory);
  const { hasPairs } = options;
  const losses = hasPairs ? graph.domainCount ** 2 / 2 : graph.domainCount;
  const isCompiled = import.meta.url.endsWith('.js');
  const isLarge = losses * graph.nodeCount > sharedWork;
  const parts = isCompiled && isLarge ? Math.max(1, options.threads) : 1;
  const shares = Array.from({ length: parts }, (_, part) => ({ part, parts, hasPairs }));
  const [own, ...others] = shares as [Share, ...Share[]];
  const elsewhere = others.map((share) => tabulateInWorker(graph, share));
  const first = tabulateLosses(graph, own);
  return addShares([first, ...(await Promise.all(elsewhere))]);
}

function tabulateInWorker(graph: Graph, share: Share): Promise<LossTable> {
  return new Promise((resolve, reject) => {
    const url = new URL('./loss-worker.js', import.meta.url);
    // Names are not needed to count, and take longest to hand over.
    const bare = { ...graph, nodeIds: [], nodeIndex: new Map(), domainIndex: new Map() };
    const worker = new Worker(url, { workerData: { graph: bare, share } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
