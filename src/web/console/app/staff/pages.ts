import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const staffPages: readonly ConsolePage[] = [
  {
    path: '/staff',
    permissions: ['staff:administer'],
    load: async () => ({ default: (await import('./staff.page.tsx')).StaffPage }),
    navigation: { group: 'house', label: (words) => words.staff.navigation },
  },
];
