import type { RegulatorMessages } from '../ko/regulator.ts';

/** Every sentence of the regulators' forms, in English. */
export const regulatorMessages: RegulatorMessages = {
  listTitle: 'Forms for authorities',
  listLead:
    'They are filled from the record. What is underlined is not on record: write it by hand.',
  otherLanguage: '한국어',
  field: 'Asked',
  answer: 'Answer',
  asOf: (at: string) => `Made from the record as of ${at}`,
  source: (text: string) => `Source: ${text}`,
  due: 'Due',
  dueAt: (at: string) => `by ${at}`,
  noDue: 'no figure',
  states: {
    not_applicable: 'does not apply',
    not_begun: 'has not begun',
    running: 'running',
    met: 'met',
    missed: 'missed',
    delayed: 'met late',
  },
  charges: { paid: 'paid services', free: 'free services' },
  ongoing: 'ongoing',
  unknown: '____________________',
  statedBy: (party: string) => `stated by ${party}`,
  people: (count: string, who: string) => `${count} ${who}`,
  assumed: 'assumed',
  down: 'down',
  degraded: 'degraded',
  own: 'own',
  supplier: 'supplier',
  shared: 'shared',
  force_majeure: 'force majeure',
  signedBy: 'Made by (signature)',
  filedOn: 'Filed on',
  back: 'All forms',
  costs: ({ decided, paid, returned }) =>
    `cash awarded ${decided}, of it paid ${paid}, come back ${returned}`,
  length: (hours: number, minutes: number) => `${hours} h ${minutes} min`,
};
