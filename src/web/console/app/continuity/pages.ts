import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const continuityPages: readonly ConsolePage[] = [
  {
    path: '/continuity',
    permissions: ['continuity:read'],
    load: async () => ({ default: (await import('./losses.page.tsx')).LossesPage }),
    navigation: { group: 'incident', label: (words) => words.continuity.navigation.losses },
  },
  {
    path: '/continuity/versions',
    permissions: ['continuity:read'],
    load: async () => ({ default: (await import('./versions/versions.page.tsx')).VersionsPage }),
    navigation: { group: 'incident', label: (words) => words.continuity.navigation.versions },
  },
  {
    path: '/continuity/drills',
    permissions: ['continuity:read'],
    load: async () => ({ default: (await import('./drills/drills.page.tsx')).DrillsPage }),
    navigation: { group: 'incident', label: (words) => words.continuity.navigation.drills },
  },
  {
    path: '/continuity/sites',
    permissions: ['continuity:read'],
    load: async () => ({ default: (await import('./sites/sites.page.tsx')).SitesDrillPage }),
    navigation: { group: 'incident', label: (words) => words.continuity.navigation.sites },
  },
  {
    path: '/continuity/promises',
    permissions: ['continuity:read'],
    load: async () => ({ default: (await import('./promises.page.tsx')).PromisesPage }),
    navigation: { group: 'incident', label: (words) => words.continuity.navigation.promises },
  },
];
