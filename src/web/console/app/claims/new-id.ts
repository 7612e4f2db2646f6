import { uuidV7 } from '../../../../kernel/index.ts';

/** Makes an id for something new; the same id sent again is the same thing. */
export function newId(): string {
  return uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });
}
