import { setTimeout as sleep } from 'node:timers/promises';
import { type Platform, systemActor } from '../../../platform/index.ts';
import { escalateWaiting } from './desk-commands.ts';

async function escalateOrLog(platform: Platform): Promise<void> {
  try {
    const count = await escalateWaiting(platform.context({ actor: systemActor }));
    if (count > 0) platform.log.info({ count }, 'claims that waited long became more urgent');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    platform.log.warn({ message }, 'waiting claims could not be looked at; trying again');
  }
}

/**
 * Makes claims that wait long more urgent, a look every `intervalMs`, until the signal aborts.
 * Several processes may do so at once: what one did is not found by the other.
 */
export async function runEscalation(
  platform: Platform,
  { signal, intervalMs = 30_000 }: { signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  while (!signal.aborted) {
    await escalateOrLog(platform);
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
