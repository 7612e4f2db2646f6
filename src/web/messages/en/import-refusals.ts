import type { importRefusals as ko } from '../ko/import-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

/** What is said of times, shares and files of an incident that were refused, by code, in English. */
export const importRefusals: typeof ko = {
  import_unreadable: 'The file cannot be taken. Mend the places named below and send it again.',
  interval_in_future: ({ position }: RefusalParams['interval_in_future']) =>
    `Interval ${position + 1} lies in the future. Give times that have come.`,
  grade_unknown: ({ grade, known }: RefusalParams['grade_unknown']) =>
    `${grade} is not in the playbook of this installation. It has: ${known}.`,
  incident_role_unknown: ({ role, known }: RefusalParams['incident_role_unknown']) =>
    `There is no role ${role} within an incident. There are: ${known}.`,
  role_without_reason: 'There is no reason. Say why the role changes hands.',
  role_holder_unknown: 'Nobody who can sign in has this id. Choose one of the staff.',
  role_unchanged: 'The role is with this person, or with nobody, as it was. Choose somebody else.',
  role_before_last_change:
    'The role last changed hands after this time. Give that time or a later one.',
  milestone_before_outage: 'This lies before the outage began. Give a later time.',
  milestone_without_reason: 'There is no reason. Say by what this moment was reached.',
  time_in_future: 'This time lies in the future. Give one that has come.',
  interval_ends_before_start: ({ position }: RefusalParams['interval_ends_before_start']) =>
    `Interval ${position + 1} ends before it starts. Give its start and end again.`,
  intervals_overlap: ({ position }: RefusalParams['intervals_overlap']) =>
    `Interval ${position + 1} overlaps the one before it. Join them, or mend the times.`,
  share_not_positive: ({ position }: RefusalParams['share_not_positive']) =>
    `Share ${position + 1} is zero or less. Give it above zero, or take it out.`,
  share_without_party: ({ position }: RefusalParams['share_without_party']) =>
    `Share ${position + 1} names no party. Choose whose it is.`,
  shares_do_not_sum_to_one: ({ sum }: RefusalParams['shares_do_not_sum_to_one']) =>
    `The shares sum to ${sum}. Mend them so that they sum to 1.`,
};
