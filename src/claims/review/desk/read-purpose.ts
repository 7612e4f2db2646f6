/** Why a member of staff reads what is personal; written into the audit trail with every reading. */
export const readPurposes = [
  'review',
  'appeal',
  'payout',
  'support',
  'request_of_person',
  'supervision',
] as const;
export type ReadPurpose = (typeof readPurposes)[number];
