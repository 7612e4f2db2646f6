import type { TryPolicyMessages } from '../ko/try-policy.ts';

/** What the page says on which anyone tries a published policy. */
export const tryPolicyMessages: TryPolicyMessages = {
  title: 'See what the policy would give you',
  lead: 'Put your own figures into the published terms. Only what is needed is asked, one thing after another.',
  private: 'The calculation runs on this device alone. Nothing that you enter is sent anywhere.',
  unbinding:
    'This is for orientation; what you receive is decided by the same terms after a claim.',
  none: 'No terms are published yet.',
  choose: 'Terms',
  version: 'version',
  from: (day) => `begins on ${day}`,
  noScript: 'The calculation on this page needs a script. The terms themselves can be read below.',
  unknown: (usual) => `Not known (then taken as: ${usual})`,
  nothing: 'none',
  yes: 'Yes',
  no: 'No',
  pick: 'Choose one',
  hours: 'hours',
  minutes: 'minutes',
  days: 'days',
  unit: 'Unit',
  evidence: 'Documents you can show',
  hint: {
    money: 'An amount in digits.',
    ratio: 'A number or a percentage, such as 12.5 %',
    count: 'A whole number, 0 or more.',
    list: 'Parted by commas, such as 30 hours, 13 hours',
    interval_set:
      'Start..end, parted by commas, such as 2022-10-15T15:30+09:00..2022-10-15T18:00+09:00',
  },
  issue: 'This cannot be read. What would be right',
  status: {
    award: 'With these figures an award is due.',
    none: 'With these figures no award is due.',
    review: 'With these figures a person reviews the case individually.',
    evidence_required: 'With these figures an award follows once the documents are shown.',
    undecidable: 'There is more to ask. Go on with the question above.',
  },
  resultTitle: 'Result',
  stepsTitle: 'How it was worked out',
  soFar: 'Settled by the answers so far',
  calculate: 'Work it out',
  startOver: 'Clear and start over',
  textTitle: 'The terms, in full',
};
