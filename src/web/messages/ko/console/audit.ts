/** Every sentence of this part of the console in Korean. */
export const audit = {};

export type AuditMessages = typeof audit;
