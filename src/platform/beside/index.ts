export { serveThread } from './serve-thread.ts';
export {
  openThreads,
  sparedCores,
  type Threads,
  type WorkDone,
  type WorkLimits,
} from './threads.ts';
