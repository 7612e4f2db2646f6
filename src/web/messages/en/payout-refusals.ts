import type * as ko from '../ko/payout-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

const fields: Readonly<Record<string, string>> = {
  bank: 'bank',
  account: 'account number',
  holder: 'account holder',
  payee: 'payee',
  payee_memo: 'memo for the payee',
  title: 'title line',
};
const ofTemplate: readonly string[] = ['payee_memo', 'title'];

/** What a person reads when something about ways to pay was refused, by code, in English. */
export const payoutRefusals: typeof ko.payoutRefusals = {
  claim_without_award: 'This claim has no award to be paid. Look at its decision first.',
  contact_not_proved:
    'The contact given in the claim is not confirmed. On the page of your claim, have a code sent to that contact.',
  manual_result_in_future:
    'The time is ahead of now. Give the time at which the bank dealt with it.',
  manual_result_not_found: 'No result waits to be confirmed. Open the list again.',
  manual_result_same_person:
    'A result you recorded has to be confirmed by somebody else. Hand it to them.',
  manual_result_waits:
    'A result is recorded already and waits. Have it confirmed or declined first.',
  payee_not_asked:
    'No redress waits for an account now. See how far each payment is on the page of your claim.',
  payee_unwritable: ({ field, reference }: RefusalParams['payee_unwritable']) => {
    const part = fields[field] ?? 'payee';
    return ofTemplate.includes(field)
      ? `The ${part} of the bank’s file has characters that the bank does not use. Change it in the template of the rail.`
      : `The ${part} of payment ${reference ?? ''} cannot be written into the bank’s file. Ask the claimant for it as the bank writes it.`;
  },
  payout_not_manual: ({ rail }: RefusalParams['payout_not_manual']) =>
    `Payments by “${rail}” are not settled by hand. Look up their outcome at the rail.`,
  payout_rail_unfit: ({ rail }: RefusalParams['payout_rail_unfit']) =>
    `“${rail}” cannot give this. Choose a rail that can.`,
  payout_state_settled: 'The outcome of this payment is known already. See its page.',
  rail_file_not_found: 'That file was not found. Open the list again and choose it there.',
  rail_file_state_refused:
    'The file was handed over or discarded before, or is not made yet. Look at its state.',
  rail_key_malformed: 'That key cannot be read. Paste one that begins with whsec_ or whpk_.',
  rail_key_unfit:
    'That key cannot do this. Sign with a secret key; check with the other side’s public one.',
  rail_not_set_up: ({ rail }: RefusalParams['rail_not_set_up']) =>
    `The rail “${rail}” is not set up. Set it up first.`,
  rail_reads_no_such_file: 'This rail reads no such file. Look at how it is set up.',
  rail_writes_no_files: 'This rail writes no files for a bank. Choose one that does.',
  unclaimed_terms_disordered:
    'The days have to rise from reminders to setting apart to giving away, and giving away needs a place.',
  alarm_not_found: 'That alarm was not found. Open the list again and choose it there.',
  approval_over_day_limit: ({ limitMinor }: RefusalParams['approval_over_day_limit']) =>
    `With what you approved today this run passes your limit of the day, ${limitMinor}. Approve it tomorrow, or have somebody with a higher limit do it.`,
  approval_over_payment_limit: ({ limitMinor }: RefusalParams['approval_over_payment_limit']) =>
    `One of its payments passes what you may approve, ${limitMinor}. Somebody with a higher limit has to approve it.`,
  approval_over_run_limit: ({ limitMinor }: RefusalParams['approval_over_run_limit']) =>
    `The run passes what you may approve at once, ${limitMinor}. Somebody with a higher limit has to approve it.`,
  determination_already_approved:
    'A run of the same policy and population is already approved. That one pays.',
  determination_run_id_reused:
    'A determination run of this id exists with other content. Make it anew under another id.',
  determination_run_not_found:
    'That determination run was not found. Open the list again and choose it there.',
  determination_run_same_person: 'You prepared this run, so somebody else has to approve it.',
  exception_not_bookable:
    'Only a payment of ours that left can be booked to be recovered. Close this line as dealt with.',
  exception_not_found: 'That exception was not found. Open the list again and choose it there.',
  payout_event_refused:
    'The news does not fit the state of the payout. Look at it in the reconciliation.',
  payout_not_found: 'That payout was not found. Open the list again and choose it there.',
  payout_rail_unknown: ({ rail }: RefusalParams['payout_rail_unknown']) =>
    `There is no way to pay named ${rail}. Choose one that is set up, or have it set up first.`,
  payout_rail_differs: ({ rail }: RefusalParams['payout_rail_differs']) =>
    `This run was prepared for the rail “${rail}”. Send it over that one.`,
  payout_run_changed: 'What it would pay has changed since it was prepared. Prepare a new run.',
  payout_run_empty: ({ heldBackCount }: RefusalParams['payout_run_empty']) =>
    `No award can be paid now; held back: ${heldBackCount}. Look at why they are held back.`,
  payout_run_id_reused:
    'A payout run of this id exists with other content. Open the page again and prepare it anew.',
  payout_run_not_found: 'That payout run was not found. Open the list again and choose it there.',
  payout_run_same_person: 'You prepared this run, so somebody else has to approve it.',
  payout_run_state_refused:
    'The state of the run does not allow this. Look at its state: it is approved before it is sent.',
  population_column_missing: ({ column }: RefusalParams['population_column_missing']) =>
    `The population file lacks the column ${column}. Add it and prepare the run again.`,
  population_party_repeated: ({ partyId }: RefusalParams['population_party_repeated']) =>
    `The party ${partyId} is in the population twice. Leave one row.`,
  population_unreadable: ({ file }: RefusalParams['population_unreadable']) =>
    `The population file could not be read: ${file}. Give it as CSV or Parquet.`,
};
