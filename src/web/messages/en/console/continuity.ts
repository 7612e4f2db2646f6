import type { ContinuityMessages } from '../../ko/console/continuity.ts';

/** Every sentence of this part of the console in English. */
export const continuity: ContinuityMessages = {};
