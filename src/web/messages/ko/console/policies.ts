/** Every sentence of this part of the console in Korean. */
export const policies = {};

export type PoliciesMessages = typeof policies;
