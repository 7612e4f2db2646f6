import { parentPort, workerData } from 'node:worker_threads';
import type { Graph } from './graph.ts';
import { type Share, tabulateLosses } from './loss-table.ts';

// Runs in a worker thread: one share of the losses of an inventory.
const { graph, share } = workerData as { readonly graph: Graph; readonly share: Share };
parentPort?.postMessage(tabulateLosses(graph, share));
