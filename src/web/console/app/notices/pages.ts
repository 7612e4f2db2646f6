import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const noticePages: readonly ConsolePage[] = [
  {
    path: '/notices',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./notices.page.tsx')).NoticesPage }),
    navigation: { group: 'incident', label: (words) => words.notices.navigation },
  },
];
