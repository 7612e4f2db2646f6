import type { importRefusals as ko } from '../ko/import-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

/** What is said of times and files of an incident that were refused, by code, in English. */
export const importRefusals: typeof ko = {
  import_unreadable: 'The file cannot be taken. Mend the places named below and send it again.',
  interval_in_future: ({ position }: RefusalParams['interval_in_future']) =>
    `Interval ${position + 1} lies in the future. Give times that have come.`,
  time_in_future: 'This time lies in the future. Give one that has come.',
};
