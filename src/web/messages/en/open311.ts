import type { Open311Messages } from '../ko/open311.ts';

/** What programs that file claims over Open311 are answered with, in English. */
export const open311: Open311Messages = {
  contact: 'Filing and looking up also work without signing in at /en.',
  jurisdiction: 'There is no such outage. Give its short name as jurisdiction_id.',
  service: 'There is no such service. Give a service_code from the list of services.',
  request: 'No claim has this number and this account_id. Check both.',
  list: 'A claim is shown to its claimant only, so there is no list. Ask for one by its number and account_id; counts are in claims.csv under /public.',
  form: 'The body of the POST has to be application/x-www-form-urlencoded or multipart/form-data.',
  tooLarge: 'What was sent is too large. Send less than 128 kB.',
  filed: 'Filed. Keep the account_id: with it you can ask how far the claim is.',
  ticketed: (at, claimId) =>
    `Not stored yet. It counts as filed at ${at}: send the same again with claim_id=${claimId}.`,
};
