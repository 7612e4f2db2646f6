import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const disclosurePages: readonly ConsolePage[] = [
  {
    path: '/log',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./log.page.tsx')).LogPage }),
    navigation: { group: 'proof', label: (words) => words.disclosure.navigation.log },
  },
  {
    path: '/reports',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./reports.page.tsx')).ReportsPage }),
    navigation: { group: 'proof', label: (words) => words.disclosure.navigation.reports },
  },
];
