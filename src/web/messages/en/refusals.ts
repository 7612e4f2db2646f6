import type * as ko from '../ko/refusals.ts';

/** What a person reads when something was refused, by code, in English. */
export const refusals: typeof ko.refusals = {
  amount_unreadable: 'An amount in the sales file could not be read. Write it like 1,234,000.',
  answer_malformed: 'One of the answers could not be read. Check your answers.',
  answer_missing: 'An answer that is needed is missing. Check your answers.',
  answer_unknown: 'The questions have changed. Check your answers.',
  appeal_already_open: 'An appeal is already being looked at. Wait for its result.',
  appeal_same_person: 'The person who made the first decision cannot look at the appeal.',
  appeal_too_early: 'The decision is not approved yet. You can appeal once it is.',
  award_amount_malformed: 'The amount could not be read. Write it in digits.',
  award_differs_without_note: 'Write down why, to decide otherwise than the rules computed.',
  award_missing: 'Name at least one award to compensate.',
  award_not_expected: 'A decision without compensation cannot carry an award.',
  award_policy_unknown: 'The rule behind that award was not found. Choose a published one.',
  category_unknown: 'Choose again which of these it is about.',
  claim_erased: 'This claim was erased on request. You can file again.',
  claim_id_malformed: 'The claim could not be made. Begin again at the start page.',
  claim_id_reused:
    'This claim is already filed. Look it up by its number and your contact, or begin a new one at the start page.',
  claim_not_decidable: 'It cannot be decided as it stands. Look at the state of the claim first.',
  claim_not_open: 'No documents can be added now. If you disagree, you can appeal.',
  claim_not_found: 'No claim has this number and this contact. Check both.',
  currency_differs: 'The amount is in another currency. Check the amount.',
  date_unreadable: 'A date in the sales file could not be read. Write it like 2022-10-15.',
  decision_id_reused: 'The same decision exists with other content. Open the page again.',
  decision_not_found: 'That decision was not found. Choose it from the list again.',
  decision_not_pending: 'That decision is already approved or sent back.',
  evidence_empty: 'The file is empty. Choose another file.',
  evidence_kind_unknown: 'We do not take that kind of document. Choose one from the list.',
  evidence_too_large: 'The file is too large. Files can have up to 20 MB.',
  evidence_too_many: 'There are too many files. You can send up to 20 in all.',
  evidence_type_refused: 'The file could not be read. Choose a CSV, PDF, JPG, PNG or XLSX file.',
  facts_refused: 'The rules could not be computed from the claim. A person will look at it.',
  function_unknown: 'Choose again which part of the service it was.',
  input_invalid: 'Something could not be read. Check the marked places.',
  kind_unknown: 'Choose again how you were affected.',
  no_comparable_week: 'The sales file has no week to compare with. Add sales from before.',
  no_outage_week: 'The sales file lacks the week of the outage. Add the sales of that week.',
  own_decision: 'Somebody else has to approve your decision.',
  own_policy: 'Somebody else has to approve your policy.',
  party_class_unknown: 'Choose again who you are.',
  questionnaire_malformed: 'The questionnaire could not be read. Mend the marked places.',
  questionnaire_unknown: 'The questions have changed. Check your answers and send them again.',
  reason_not_for_outcome: 'That reason does not go with this decision. Choose another.',
  reason_unknown: 'Choose a reason from the list.',
  received_in_future: 'The time of receipt has not come yet. Check the time.',
  row_short: 'A row of the sales file lacks a column. Write both the date and the sales.',
  sales_file_too_long: 'The sales file is too long. Leave only the months that are needed.',
  sales_file_unreadable: 'The sales file could not be read. Save it as CSV and send it again.',
  sales_header_missing: 'The first line of the sales file has to name the date and the sales.',
  service_unknown: 'Choose again which service it was.',
  stated_loss_negative: 'A loss cannot be below zero. Check the amount.',
  window_closed: 'Filing has closed. If something kept you from filing, write to the help line.',
  window_not_open: 'Filing has not begun yet. Send it again a little later.',
};

/** The sentence for a code that has none of its own yet. */
export const refusalFallback =
  'The request was not taken. What you wrote is kept: try again in a moment.';

/** Why a claim was decided as it was, by reason code, to the claimant. */
export const reasonSentences: typeof ko.reasonSentences = {
  policy_met: 'It meets the published rules.',
  individual_review: 'A person looked at the circumstances and decided.',
  appeal_upheld: 'Your appeal was looked at again and upheld.',
  loss_not_shown: 'There is no document yet that shows the loss.',
  no_loss_found: 'The sales you sent show no fall.',
  business_not_shown: 'There is no document yet that shows the business.',
  use_not_shown: 'There is no document yet that shows that you used the service.',
  account_not_shown: 'There is no document yet that shows the account to pay to.',
  service_not_affected: 'That part of the service was not affected by this outage.',
  outside_outage: 'The time you gave lies outside the outage.',
  no_rule_applies: 'None of the published rules covers this harm.',
  paid_automatically: 'It was already settled by compensation that needs no claim.',
  duplicate_claim: 'The same harm is already claimed; it is looked at there.',
  withdrawn: 'The claim was withdrawn on request.',
};

/** The documents that change an answer, by the code policies and reasons use. */
export const evidenceNames: typeof ko.evidenceNames = {
  'sales-records': 'A sales file (CSV) for September and October',
  'business-certificate': 'A small-business certificate or business registration',
  'proof-of-use': 'A screenshot or document that shows you used the service',
  'bank-account': 'A copy of the bank book, yours or of the business',
};
