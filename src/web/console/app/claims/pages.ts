import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const claimPages: readonly ConsolePage[] = [
  {
    path: '/claims',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./queue.page.tsx')).QueuePage }),
    navigation: { group: 'work', label: (words) => words.claims.navigation.queue },
  },
  {
    path: '/enter-claim',
    permissions: ['claim:enter'],
    load: async () => ({ default: (await import('./enter/enter-claim.page.tsx')).EnterClaimPage }),
    navigation: { group: 'work', label: (words) => words.claims.navigation.enter },
  },
  {
    path: '/import-claims',
    permissions: ['claim:enter'],
    load: async () => ({ default: (await import('./enter/import.page.tsx')).ImportPage }),
    navigation: { group: 'work', label: (words) => words.desk.navigation.imports },
  },
  {
    path: '/claims/$claimId',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./claim/claim.page.tsx')).ClaimPage }),
  },
  {
    path: '/approvals',
    permissions: ['claim:approve'],
    load: async () => ({ default: (await import('./approvals.page.tsx')).ApprovalsPage }),
    navigation: { group: 'work', label: (words) => words.claims.navigation.approvals },
  },
  {
    path: '/clusters',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./clusters.page.tsx')).ClustersPage }),
    navigation: { group: 'work', label: (words) => words.desk.navigation.clusters },
  },
  {
    path: '/replies',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./many/replies.page.tsx')).RepliesPage }),
    navigation: { group: 'work', label: (words) => words.desk.navigation.replies },
  },
  {
    path: '/appeals',
    permissions: ['claim:review', 'claim:approve'],
    load: async () => ({ default: (await import('./appeals.page.tsx')).AppealsPage }),
    navigation: { group: 'work', label: (words) => words.claims.navigation.appeals },
  },
  {
    path: '/claim-rules',
    permissions: ['claim:read'],
    load: async () => ({ default: (await import('./rules/rules.page.tsx')).RulesPage }),
    navigation: { group: 'work', label: (words) => words.care.navigation },
  },
];
