import type { PoliciesMessages } from '../../ko/console/policies.ts';

/** Every sentence of this part of the console in English. */
export const policies: PoliciesMessages = {};
