import type { ConsolePage } from '../page.ts';

/** The pages of this part of the console. */
export const incidentPages: readonly ConsolePage[] = [
  {
    path: '/incident',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./overview.page.tsx')).OverviewPage }),
    navigation: { group: 'incident', label: (words) => words.incident.navigation.overview },
  },
  {
    path: '/incident/new',
    permissions: ['incident:write'],
    load: async () => ({
      default: (await import('./opening/open-incident.page.tsx')).OpenIncidentPage,
    }),
  },
  {
    path: '/incident/impacts',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./impacts.page.tsx')).ImpactsPage }),
    navigation: { group: 'incident', label: (words) => words.incident.navigation.impacts },
  },
  {
    path: '/incident/causes',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./causes.page.tsx')).CausesPage }),
    navigation: { group: 'incident', label: (words) => words.incident.navigation.causes },
  },
  {
    path: '/incident/duties',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./duties.page.tsx')).DutiesPage }),
    navigation: { group: 'incident', label: (words) => words.incident.navigation.duties },
  },
  {
    path: '/incident/timeline',
    permissions: ['incident:read'],
    load: async () => ({ default: (await import('./timeline.page.tsx')).TimelinePage }),
    navigation: { group: 'incident', label: (words) => words.incident.navigation.timeline },
  },
];
