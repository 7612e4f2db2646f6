import type { AuditMessages } from '../../ko/console/audit.ts';

/** Every sentence of this part of the console in English. */
export const audit: AuditMessages = {};
