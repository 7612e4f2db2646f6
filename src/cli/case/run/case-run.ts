import { createHash } from 'node:crypto';
import type { Instant } from '../../../kernel/index.ts';
import type { Context, Platform, Role } from '../../../platform/index.ts';
import { derivedId } from './derived-id.ts';

/** One replay of a case at a scale, on a database of its own. */
export interface CaseRun {
  readonly caseId: string;
  readonly caseDir: string;
  readonly scale: string;
  readonly platform: Platform;
  /** Where the population and its awards are written. */
  readonly filesDir: string;
  readonly incidentId: string;
}

/** Gives bytes that follow from the seed alone: SHA-256 of the seed and a counter. */
export function seededBytes(seed: string): (count: number) => Uint8Array {
  let counter = 0;
  return (count) => {
    const chunks: Buffer[] = [];
    for (let have = 0; have < count; have += 32) {
      chunks.push(createHash('sha256').update(`${seed}/${counter}`).digest());
      counter += 1;
    }
    return new Uint8Array(Buffer.concat(chunks).subarray(0, count));
  };
}

/**
 * Gives the context of the member of staff who plays a role in the replay. The same step gets the
 * same ids, the same clock and the same randomness whenever it is run again.
 */
export function contextFor(
  run: CaseRun,
  role: Role | 'system',
  options: { readonly now: Instant; readonly step: string },
): Context {
  const randomBytes = seededBytes(`${run.caseId}@${run.scale}/${role}/${options.step}`);
  const id = derivedId(run.caseId, 'staff', role);
  const actor =
    role === 'system'
      ? ({ kind: 'system', id: 'case-run', name: 'case run', roles: [] } as const)
      : ({ kind: 'staff', id, name: role, roles: [role] } as const);
  return run.platform.context({ actor, now: options.now, randomBytes });
}
