import type { LawsMessages } from '../../ko/console/laws.ts';

/** Every sentence of the console about laws and their forms in English. */
export const laws: LawsMessages = {
  title: 'Laws and forms',
  hint: 'Choose the duties of a law from the list. The periods of DORA and NIS2 run from awareness or classification.',
  duty: 'Legal duty',
  charge: 'Charge',
  add: 'Add the duty',
  milestone: 'What',
  kinds: { awareness: 'Became aware', classification: 'Classified as major' },
  at: 'When',
  reason: 'Reason',
  record: 'Record',
  forms: 'Open the forms for authorities (to print)',
};
