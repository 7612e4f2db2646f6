import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const auditPages: readonly ConsolePage[] = [
  {
    path: '/audit',
    permissions: ['audit:read'],
    load: async () => ({ default: (await import('./audit.page.tsx')).AuditPage }),
    navigation: { group: 'house', label: (words) => words.audit.navigation },
  },
];
