export { openRushRoute, type RushRoute } from './hot-threads.ts';
export { serveHotThread } from './serve-hot-thread.ts';
export { serveThread } from './serve-thread.ts';
export {
  openThreads,
  sparedCores,
  type Threads,
  type WorkDone,
  type WorkLimits,
} from './threads.ts';
