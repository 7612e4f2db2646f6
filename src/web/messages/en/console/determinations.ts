import type { DeterminationMessages } from '../../ko/console/determinations.ts';

/** Words of determination runs. */
export const determinations: DeterminationMessages = {
  title: 'Determinations',
  lead: 'What a policy gives to everybody at once, without a claim.',
  caption: 'Determination runs, the first prepared first',
  empty:
    'There is no determination run yet. One made on the command line and proposed appears here.',
  policy: 'Policy',
  policyUnknown: 'A policy that is not on record',
  version: (version) => `Version ${version}`,
  parties: 'Parties',
  awarded: 'Awarded',
  state: 'State',
  states: { proposed: 'Waits for approval', approved: 'Approved' },
  preparedBy: 'Proposed by',
  approvedBy: 'Approved by',
  open: 'Open',
  back: 'To determinations',
  facts: 'This run',
  policyHash: 'Hash of the policy',
  populationHash: 'Hash of the population file',
  awardsHash: 'Hash of the awards file',
  dueHash: 'Hash of the file of what is due',
  earlierHashes: 'Hashes of the earlier awards files it was reckoned from',
  dueCommitment: 'Commitment to what is due in the public log',
  totalsCommitment: 'Commitment to the totals in the public log',
  totalsSalt: 'Salt that opens it',
  commitmentHint:
    'The log has no counts by class, because a count of one is about one person. Whoever has the totals and the salt can check that they are those that were approved.',
  hashHint:
    'The same policy over the same population file must give an awards file of the same hash.',
  bars: 'Amount awarded by class',
  barsEmpty: 'Nothing is awarded as an amount.',
  totals: 'By class and clause',
  totalsCaption: 'Who gets what, by class and remedy',
  each: 'Each gets',
  amount: 'In all',
  statuses: 'What became of the parties',
  statusesCaption: 'Parties by class and outcome',
  status: 'Outcome',
  statusNames: {
    award: 'Award',
    none: 'Nothing due',
    review: 'Individual review',
    evidence_required: 'Evidence needed',
    undecidable: 'Cannot be computed',
  },
  approve: 'Approve',
  approveTitle: 'Approve this determination?',
  approveText: ({ parties, awarded }) =>
    `${parties} parties were determined and ${awarded} becomes owed in the ledger. It cannot be undone, and the same policy over the same population is approved once only.`,
  inKindOnly: 'nothing in money',
  own: 'You proposed this run, so another approver has to approve it.',
  replacement: 'Run that is put right',
  replaceLead:
    'When this run puts an approved one right, nothing given is taken back and only what is due beyond it is paid.',
  replaceWhich: 'Run to put right',
  replaceNone: 'None',
  replace: 'Put it right by this run',
  reckoned: {
    party:
      'What is paid beyond the earlier runs was reckoned party by party, from their awards files.',
    class:
      'What is paid beyond the earlier runs is reckoned class by class: where some of a class get more and others less, or parties took the place of others, what they lack is not seen. Determine again with the awards files of the earlier runs (--earlier) to reckon it party by party.',
  },
  concerns: (parties: string, text: string): string => `${text} (Parties: ${parties})`,
  replaced: 'The run that this one puts right',
  nothingToReplace: 'There is no approved run that this one could put right.',
  differencesCaption: 'Who changes by how much, by class and clause',
  ofParties: (total: string, parties: string): string => `${total} (${parties})`,
  differenceReason: 'Why not more',
  differenceReasons: {
    less_than_granted: 'Less than was granted: nothing is taken back.',
    units_differ:
      'Days and months, or two currencies, cannot be subtracted from one another: none of it is granted. Have the rule say it in the unit that was granted, or decide it by claims.',
  },
  before: 'Earlier run',
  after: 'This run',
  posted: 'Paid beyond it',
  waits: 'It waits for an approver.',
};
