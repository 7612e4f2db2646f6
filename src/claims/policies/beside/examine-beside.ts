import { type Outcome, refuse } from '../../../kernel/index.ts';
import { openThreads, sparedCores, type WorkLimits } from '../../../platform/beside/index.ts';
import { type PolicyTask, type PolicyWork, workOnPolicy } from './policy-work.ts';

/** A text took longer, or more memory, than one may; the limits are in `seconds` and `megabytes`. */
export interface PolicyTooCostly {
  readonly code: 'policy_too_costly';
  readonly exceeded: 'time' | 'memory';
  readonly seconds: number;
  readonly megabytes: number;
}

// Every document of the catalogue is checked within a second.
const limits: WorkLimits = {
  seconds: 20,
  memoryMb: 384,
  threadCount: sparedCores(),
  waitingMax: 16,
};

const threads = openThreads({
  program: new URL('./policy-worker.js', import.meta.url),
  work: workOnPolicy,
  limits,
});

type Examined<K extends keyof PolicyWork> = Outcome<
  PolicyWork[K]['given'],
  PolicyWork[K]['refusal'] | PolicyTooCostly
>;

/**
 * Works on a policy text beside the main thread: every clause is held against every other, so a text
 * of the size that is taken can ask for minutes.
 *
 * @returns what the kind of work gives, or the refusal of a text that took too much
 * @throws PlatformError `overloaded` when too many texts wait already
 */
export async function examineBeside<K extends keyof PolicyWork>(
  kind: K,
  asked: PolicyWork[K]['asked'],
): Promise<Examined<K>> {
  const done = await threads({ kind, asked } as PolicyTask);
  if (done.isDone) return done.value as Examined<K>;
  const { seconds, memoryMb: megabytes } = limits;
  return refuse({ code: 'policy_too_costly', exceeded: done.exceeded, seconds, megabytes });
}
