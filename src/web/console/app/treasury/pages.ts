import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const treasuryPages: readonly ConsolePage[] = [
  {
    path: '/fund',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./fund/fund.page.tsx')).FundPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.fund },
  },
  {
    path: '/bank-files',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./files/files.page.tsx')).FilesPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.files },
  },
  {
    path: '/manual-payments',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./files/manual.page.tsx')).ManualPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.manual },
  },
  {
    path: '/unclaimed',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./unclaimed/unclaimed.page.tsx')).UnclaimedPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.unclaimed },
  },
  {
    path: '/claims/$claimId/payee',
    permissions: ['claim:enter'],
    load: async () => ({ default: (await import('./unclaimed/payee.page.tsx')).PayeePage }),
  },
  {
    path: '/rails',
    permissions: ['settlement:read', 'staff:administer'],
    load: async () => ({ default: (await import('./rails/rails.page.tsx')).RailsPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.rails },
  },
  {
    path: '/approval-limits',
    permissions: ['settlement:read', 'staff:administer'],
    load: async () => ({ default: (await import('./rails/limits.page.tsx')).LimitsPage }),
    navigation: { group: 'money', label: (words) => words.treasury.navigation.limits },
  },
];
