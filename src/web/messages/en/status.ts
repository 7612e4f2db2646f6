import type { StatusMessages } from '../ko/status.ts';

/** Every sentence of the status page, in English. */
export const statusMessages: StatusMessages = {
  siteName: 'Service status',
  skip: 'Skip to the content',
  otherLanguage: '한국어',
  overall: {
    operational: 'Everything works',
    degraded: 'Some services are slow or work in part',
    down: 'Some services are down',
  },
  states: { operational: 'Works', degraded: 'Degraded', down: 'Down' },
  asOf: (at: string) => `As of ${at}`,
  uptime: (share: string) => `${share} up in 90 days`,
  ninetyDaysAgo: '90 days ago',
  today: 'Today',
  tableSummary: 'As a table, by day',
  tableCaption: (name: string) => `${name}: days with an outage`,
  tableDay: 'Day',
  tableDown: 'Down',
  tableDegraded: 'Degraded',
  tableEmpty: 'There was no outage in the last 90 days.',
  tableNote: 'On every day that is not listed it worked all day.',
  minutes: (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  },
  none: 'none',
  legend: 'Each bar is a day.',
  parts: (count) => `${count} functions, one by one`,
  openIncidents: 'Going on now',
  incidents: 'Outages',
  incidentsEmpty: 'No outage is on record.',
  incidentStates: { open: 'Ongoing', restored: 'Restored', closed: 'Settled' },
  account: 'The whole account, and redress',
  otherServices: 'Other services',
  notices: 'What was told of outages',
  allNotices: 'Everything that was told of outages',
  toStatus: 'The state now',
  noticeKinds: { opened: 'Outage', updated: 'News', restored: 'Restored' },
  subscribe: 'Be told of outages',
  feeds: 'Feeds',
  privateTitle: 'This status page is for members of staff who are signed in',
  privateText: 'Sign in to the console, then open this address again.',
  privateChoiceTitle: 'This status page is for people who are signed in',
  privateChoice:
    'Sign in below to come back to this address, or with your password for the console.',
  signInPassword: 'Sign in with a password',
  signIn: 'Sign in',
  badge: 'status',
};
