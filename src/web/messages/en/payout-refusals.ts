import type * as ko from '../ko/payout-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

/** What a person reads when something about ways to pay was refused, by code, in English. */
export const payoutRefusals: typeof ko.payoutRefusals = {
  claim_without_award: 'This claim has no award to be paid. Look at its decision first.',
  manual_result_in_future:
    'The time is ahead of now. Give the time at which the bank dealt with it.',
  manual_result_not_found: 'No result waits to be confirmed. Open the list again.',
  manual_result_same_person:
    'A result you recorded has to be confirmed by somebody else. Hand it to them.',
  manual_result_waits:
    'A result is recorded already and waits. Have it confirmed or declined first.',
  payee_unwritable:
    'A payee cannot be written into the bank’s file. Ask the claimant for it as the bank writes it.',
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
};
