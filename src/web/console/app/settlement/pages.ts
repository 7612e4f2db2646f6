import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const settlementPages: readonly ConsolePage[] = [
  {
    path: '/payout-runs',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./runs/run-list.page.tsx')).RunListPage }),
    navigation: { group: 'money', label: (words) => words.settlement.navigation.runs },
  },
  {
    path: '/payout-runs/prepare',
    permissions: ['payout:prepare'],
    load: async () => ({ default: (await import('./runs/prepare-run.page.tsx')).PrepareRunPage }),
  },
  {
    path: '/payout-runs/$runId',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./runs/run.page.tsx')).RunPage }),
  },
  {
    path: '/payouts/$payoutId',
    permissions: ['settlement:read'],
    load: async () => ({ default: (await import('./runs/payout.page.tsx')).PayoutPage }),
  },
  {
    path: '/reconciliation',
    permissions: ['settlement:read'],
    load: async () => ({
      default: (await import('./reconciliation/reconciliation.page.tsx')).ReconciliationPage,
    }),
    navigation: { group: 'money', label: (words) => words.settlement.navigation.reconciliation },
  },
  {
    path: '/determinations',
    permissions: ['settlement:read'],
    load: async () => ({
      default: (await import('./determinations/determination-list.page.tsx')).DeterminationListPage,
    }),
    navigation: { group: 'money', label: (words) => words.settlement.navigation.determinations },
  },
  {
    path: '/determinations/$runId',
    permissions: ['settlement:read'],
    load: async () => ({
      default: (await import('./determinations/determination.page.tsx')).DeterminationPage,
    }),
  },
  {
    path: '/ledger',
    permissions: ['ledger:read'],
    load: async () => ({ default: (await import('./ledger/ledger.page.tsx')).LedgerPage }),
    navigation: { group: 'money', label: (words) => words.settlement.navigation.ledger },
  },
];
