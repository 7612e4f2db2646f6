import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const staffPages: readonly ConsolePage[] = [];
