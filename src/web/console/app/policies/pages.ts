import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const policyPages: readonly ConsolePage[] = [
  {
    path: '/policies',
    permissions: ['policy:read'],
    load: async () => ({ default: (await import('./policy-list.page.tsx')).PolicyListPage }),
    navigation: { group: 'rules', label: (words) => words.policies.navigation },
  },
  {
    path: '/policies/draft',
    permissions: ['policy:author'],
    load: async () => ({ default: (await import('./editor/draft.page.tsx')).NewPolicyPage }),
  },
  {
    path: '/policies/$policyVersionId/draft',
    permissions: ['policy:author'],
    load: async () => ({ default: (await import('./editor/draft.page.tsx')).NewVersionPage }),
  },
  {
    path: '/policies/$policyVersionId',
    permissions: ['policy:read'],
    load: async () => ({ default: (await import('./version/policy.page.tsx')).PolicyPage }),
  },
  {
    path: '/policies/$policyVersionId/simulation',
    permissions: ['policy:read'],
    load: async () => ({
      default: (await import('./simulation/simulation.page.tsx')).SimulationPage,
    }),
  },
  {
    path: '/policies/$policyVersionId/comparison/$otherId',
    permissions: ['policy:read'],
    load: async () => ({
      default: (await import('./comparison/comparison.page.tsx')).ComparisonPage,
    }),
  },
];
