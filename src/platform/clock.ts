import { type Instant, instantFromEpochMs, uuidV7 } from '../kernel/index.ts';
import { drawRandomBytes } from './crypto.ts';

/** Gives the instant of the machine's clock; the only place of the platform that reads it. */
export function clockNow(): Instant {
  return instantFromEpochMs(Date.now());
}

/** Gives a fresh UUIDv7 (RFC 9562 section 5.7) at the machine's clock. */
export function newUuid(): string {
  return uuidV7({ atMs: Date.now(), random: drawRandomBytes(10) });
}
