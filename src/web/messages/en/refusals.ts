import type * as ko from '../ko/refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';
import { nameFact, sayFacts } from '../refused-facts.ts';
import { evidenceRefusals } from './evidence-refusals.ts';
import { importRefusals } from './import-refusals.ts';
import { noticeRefusals } from './notice-refusals.ts';
import { payoutRefusals } from './payout-refusals.ts';
import { reportRefusals } from './report-refusals.ts';
import { signOnRefusals } from './sign-on-refusals.ts';

const waitText = (seconds: number): string => {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
};

const instants: Readonly<Record<string, string>> = {
  startedAt: 'started',
  detectedAt: 'noticed',
  decidedAt: 'decided',
  firstStepAt: 'first step',
  doneAt: 'back',
};

/** The word for one time of a drill. */
const nameInstant = (instant: string): string => instants[instant] ?? instant;

/** What a person reads when something was refused, by code, in English. */
export const refusals: typeof ko.refusals = {
  ...evidenceRefusals,
  ...payoutRefusals,
  ...importRefusals,
  ...noticeRefusals,
  ...reportRefusals,
  ...signOnRefusals,
  adoption_without_reason: 'The adoption has no reason. Say why this statement is followed.',
  amount_unreadable:
    'An amount in the sales file could not be read. Write it like 1,234,000 and send the file again.',
  answer_malformed:
    'One of the answers could not be read. Write it as the example shows and send it again.',
  answer_missing:
    'An answer that is needed is missing. Fill it in on the check page and send it again.',
  answer_unknown: 'The questions have changed meanwhile. Check your answers and send them again.',
  appeal_already_open:
    'An appeal is already being looked at by somebody else. You will hear the result.',
  appeal_exhausted: 'Both appeals were looked at. This decision is final.',
  appeal_lowers_award:
    'The answer to an appeal cannot give less than the first decision. Give at least as much.',
  appeal_not_found: 'That appeal was not found. Open the list again and choose it there.',
  appeal_not_upheld:
    'No approved answer to this appeal changed the decision. Open it again once one does.',
  appeal_same_person:
    'Whoever took part in the first decision cannot look at the appeal. Hand it to another reviewer.',
  appeal_too_early: 'The decision is not approved yet. You can appeal once it is.',
  assertion_not_set_up:
    'The way in from the app is not open here. File your claim without signing in.',
  assertion_refused:
    'What the app sent could not be trusted and was not used. Open this again from the app, or file without signing in.',
  assertion_used: 'What the app sends can be used once. Open this again from the app.',
  appeal_too_late:
    'The time to appeal is over. Write to the contact on this page when there was a reason.',
  appeal_units_differ: ({ granted, found }: RefusalParams['appeal_units_differ']) =>
    `The first decision granted ${granted}, and this answer grants ${found}: neither can be subtracted from the other. Write it in the unit of the first decision.`,
  assessment_not_found: 'That assessment was not found. Open the list again and choose it there.',
  award_amount_malformed:
    'The amount of an award could not be read. Give one above zero, in digits.',
  award_differs_without_note:
    'The decision differs from what the rules computed. Say why in the note and send it again.',
  award_missing:
    'The outcome is to compensate, but no award is named, and the policy gives none by itself. Name at least one.',
  award_not_expected:
    'The outcome is not to compensate, but an award is named. Take it out, or change the outcome.',
  award_clause_unknown: ({ found, clauses }: RefusalParams['award_clause_unknown']) =>
    `The policy has no clause “${found}”. Choose one of its clauses: ${clauses}.`,
  award_policy_unknown: 'The rules behind that award are not published. Choose published ones.',
  category_not_of_service:
    'The service chosen belongs to another category. Choose the service again; its category follows from it.',
  category_unknown:
    'The questionnaire does not have that answer. Choose again which of these it is about.',
  checkpoint_not_found: 'No checkpoint is signed yet. Look again in a moment.',
  claim_erased: 'This claim was erased on request. It can be filed again.',
  claim_id_malformed: 'The claim could not be made. Begin again at the start page to file it.',
  claim_id_reused:
    'This claim is already filed. Look it up by its number and your contact, or begin a new one at the start page.',
  claim_not_decidable:
    'The claim cannot be decided in its state. Look at the state first; a decision that waits has to be settled before.',
  claim_not_found:
    'No claim has this number and this contact. Check both; give the contact that you gave when you filed.',
  claim_not_open:
    'The claim is past taking documents. If you disagree with the decision, you can appeal.',
  claims_file_column_missing:
    'A column that is needed is missing. The file needs reference, party_class, kind and service.',
  claims_file_empty: 'The file has no rows to file. Send one that has.',
  claims_file_too_long: 'One file may have 5,000 rows. Send it in parts.',
  claims_file_unreadable:
    'This file cannot be read as CSV. Save it as CSV from the spreadsheet and send it again.',
  claims_not_chosen: 'No claim fits what was chosen. Choose claims that wait for review.',
  clock_met_without_source: 'That the duty was met needs a source. Name at least one.',
  clock_never_in_force:
    'The legal clock is never in force. Check from when and until when it applies.',
  clock_still_running: ({ clock }: RefusalParams['clock_still_running']) =>
    `The legal clock “${clock}” is still running. Record when and how the duty was met first.`,
  closing_without_reason: 'The closing has no reason. Say why the incident is closed now.',
  cluster_not_found: 'That group was not found. Choose it from the list.',
  code_not_sent:
    'The code could not be sent. What you wrote is kept. Press the button again in a moment.',
  code_over: 'This code is over: it is too old or was missed too often. Get a new one.',
  code_too_often: ({ waitSeconds }: RefusalParams['code_too_often']) =>
    `All codes of this hour were sent. Get another one in ${Math.ceil(waitSeconds / 60)} min.`,
  cause_unknown: 'The cause that the shares are about was not found. Choose it from the list.',
  code_wrong: 'The code is a different one. Type the six digits of the newest message again.',
  cohort_without_reason: 'The cohort has no reason. Say why it holds whom it holds.',
  contact_unreachable: 'Codes cannot be sent to this number or address. Give an e-mail address.',
  contested_finding_unknown:
    'The finding that is contested was not found. Choose it from the list.',
  corrected_impact_superseded: 'The statement to correct has a newer version. Correct the newest.',
  corrected_impact_unknown:
    'The statement to correct was not found. Open the list again and choose it there.',
  correction_of_another_statement:
    'The correction is about another function, scope or party. State it as a new statement.',
  count_negative: 'The count is below zero. Give zero or more.',
  cross_site_request:
    'The request came from another site, so it was not taken. Do it on a page of this site.',
  currency_differs: 'The amount is in another currency. Give it in the currency shown.',
  confirmation_due: 'What moves money asks for your password once more. Give it and go on.',
  current_password_wrong:
    'The current password does not match. Give it again; if you forgot it, ask an administrator for a one-time password.',
  database_conflict: 'Others are changing the same record. Do it again in a moment.',
  date_unreadable:
    'A date in the sales file could not be read. Write it like 2022-10-15 and send the file again.',
  decision_id_reused:
    'A decision of this id exists with other content. Open the page again and decide anew.',
  decision_not_final: 'There is no decision yet. Tell us once it is made.',
  decision_not_found: 'That decision was not found. Open the list again and choose it there.',
  decision_not_pending:
    'That decision is already approved or sent back. Open the claim to see how it stands.',
  determination_already_approved:
    'A run of the same policy and population is already approved. That one pays.',
  determination_run_id_reused:
    'A determination run of this id exists with other content. Make it anew under another id.',
  determination_run_not_found:
    'That determination run was not found. Open the list again and choose it there.',
  determination_replacement_unfit:
    'That run cannot be replaced by this one. Choose an approved run of the same incident and policy.',
  determination_due_outdated:
    'What is due was reckoned from other runs than those approved by now. Determine again with the awards files of all runs of these parties.',
  determination_run_decided:
    'The run is approved already, so it stays as it is. Prepare a new run over the corrected figures.',
  determination_run_replaced: ({ replacedBy }: RefusalParams['determination_run_replaced']) =>
    `Another approved run has put that one right already: ${replacedBy}. Choose that one.`,
  determination_run_same_person: 'You prepared this run, so somebody else has to approve it.',
  domain_not_found: ({ domain }: RefusalParams['domain_not_found']) =>
    `The inventory has no domain “${domain}”. Choose one it has.`,
  entry_not_found:
    'The way in from the app opens once, within five minutes. Open it again from the app, or file without signing in.',
  facts_refused: ({ findings }: RefusalParams['facts_refused']) =>
    `The policy cannot take a fact.${sayFacts(
      findings,
      (fact) => `${nameFact(fact, 'en')}: found ${fact.found}, right is ${fact.expected}`,
    )} Set it right, or ask the claimant for documents.`,
  fault:
    'It could not be done, and nothing was changed. Try again in a moment; if it stays so, tell the help line.',
  finding_without_source: 'The finding has no source. Name at least one.',
  forbidden:
    'Your roles do not allow this. Hand it to somebody who may do it, or ask an administrator for the role.',
  function_repeated: ({ service, function: name }: RefusalParams['function_repeated']) =>
    `The function “${service} / ${name}” is listed twice. Leave one of them.`,
  function_unknown: 'The service has no such function. Choose one from its list.',
  id_already_used: 'Another record has this id. Open the page again and send it anew.',
  impact_not_adopted: ({ service, function: name }: RefusalParams['impact_not_adopted']) =>
    `No impact of “${service} / ${name}” is adopted yet. Adopt one, then close the incident.`,
  impact_still_open: 'The impact has not ended, so it cannot be adopted. State its end first.',
  impact_superseded: 'A newer version of this statement exists. Adopt the newest.',
  impact_unknown: 'That impact was not found. Open the list again and choose it there.',
  impact_without_interval: 'The impact has no interval. Give at least one.',
  incident_closed: 'The incident is closed, so its record stays as it is. It can still be read.',
  incident_not_found: 'That incident was not found. Choose it from the list.',
  incident_not_restored:
    'The incident is not restored, so it cannot be closed. Record the restoration first.',
  timeline_entry_unknown: 'That entry is not on the timeline. Open the timeline again.',
  attachments_too_many: ({ countMax }: RefusalParams['attachments_too_many']) =>
    `The entry has ${countMax} documents, and more are not taken. Add a further entry.`,
  attachment_not_found: 'That document was not found. Open the timeline again.',
  attachment_unshowable:
    'The place, device or author in the document cannot be taken out, so it cannot be shown. Save it anew as a PDF or a picture and attach that.',
  body_too_large: 'The body is larger than this address takes. Send less at once.',
  input_invalid: 'Some of it could not be read. Mend the marked places and send it again.',
  inventory_refused:
    'The inventory has places to mend. Mend the files and lines named and give it again.',
  inventory_too_large_to_score: ({
    nodeCount,
    nodesMax,
  }: RefusalParams['inventory_too_large_to_score']) =>
    `The inventory has ${nodeCount} nodes; a page scores up to ${nodesMax}. The operator can score it at the command line.`,
  kind_unknown: 'The questionnaire does not have that answer. Choose again how you were affected.',
  last_administrator:
    'Nobody would be left to manage staff. Make somebody else an administrator first.',
  ledger_not_found: 'There is no ledger in that currency yet. Choose a currency that has one.',
  log_damaged:
    'The log recomputed is not the log stored. The operator has to compare it with a backup.',
  log_frozen:
    'Something in the log did not add up, so signing has stopped. The operator has to check the log.',
  lookup_too_often: ({ waitSeconds }: RefusalParams['lookup_too_often']) =>
    `Several look-ups found nothing, so the look-up pauses. Try again in ${waitText(waitSeconds)}. If you do not know the number or the contact, ask the help line.`,
  loss_not_found: ({ lossCount }: RefusalParams['loss_not_found']) =>
    `The assessment has no such loss; it has ${lossCount}. Choose one from the list.`,
  masked_part_not_found: 'That part of the claim was not found. Open the claim again.',
  no_claim_alike: 'No other claim is in the same position, so there is nothing to decide again.',
  no_comparable_week: ({ from }: RefusalParams['no_comparable_week']) =>
    `The sales file has no week to compare with. Add the sales from ${from} on and send it again.`,
  no_outage_week: ({ from }: RefusalParams['no_outage_week']) =>
    `The sales file lacks the week of the outage. Add the week from ${from} and send it again.`,
  no_site_in_inventory:
    'The inventory names no site that could be lost. Add at least one and give it again.',
  draft_of_another:
    'This claim is saved under another contact. Give that one, or go on in this browser.',
  drafts_too_many: ({ countMax }: RefusalParams['drafts_too_many']) =>
    `${countMax} claims are already saved under this contact. File one of them, or give another contact.`,
  drafts_too_often: ({ waitSeconds }: RefusalParams['drafts_too_often']) =>
    `Very many claims were saved from your network this hour. Save this one in ${Math.ceil(waitSeconds / 60)} min; filing it is possible at once.`,
  drill_plan_not_found: 'This plan of a drill is no longer there. Open the list again.',
  drill_plan_ended: 'This drill was held or called off already. Plan it anew if it is to be held.',
  drill_plan_approved_already: 'This drill is approved already.',
  drill_plan_own: 'You planned this drill. Another person approves it.',
  drill_shows_nothing: ({ domains }: RefusalParams['drill_shows_nothing']) =>
    `Nothing that must never be lost relies on what happens when exactly ${domains} is lost. Choose one of the drills proposed.`,
  drill_out_of_order: ({ instant, order }: RefusalParams['drill_out_of_order']) =>
    `The time “${nameInstant(instant)}” is before what comes before it. The order is: ${order.split(', ').map(nameInstant).join(', ')}.`,
  drill_not_held_yet: ({ instant, found }: RefusalParams['drill_not_held_yet']) =>
    `The time “${nameInstant(instant)}” (${found}) has not come yet. Record a drill after it was held, or mend the time.`,
  option_not_found: ({ node, option }: RefusalParams['option_not_found']) =>
    `“${node}” has no way of recovery “${option}”. Choose one it has.`,
  promise_not_found: 'This promise is no longer there. Open the list again.',
  promise_already_kept: ({ keptOn }: RefusalParams['promise_already_kept']) =>
    `That this promise was kept on ${keptOn} is already recorded.`,
  promise_kept_in_future: ({ today }: RefusalParams['promise_kept_in_future']) =>
    `Today is ${today}. Give the day on which it was kept, no later than today.`,
  node_not_found: ({ node }: RefusalParams['node_not_found']) =>
    `The inventory has no node “${node}”. Choose one it has.`,
  not_found: 'There is nothing at this address. Check it, or begin at the start page.',
  outbound_closed:
    'This server is a copy and sends nothing out. The operator has to say which one is the living one (`amends backup take-over`).',
  overloaded:
    'Too many claims are arriving at this moment. What you wrote is kept: send it again shortly. It is filed once, however often you send it.',
  own_account: 'Nobody changes their own account. Another administrator can do it.',
  own_claim: 'You entered this claim, so other people have to decide and approve it.',
  own_decision: 'You made this decision, so somebody else has to approve it.',
  own_policy: 'You wrote this policy, so somebody else has to approve it.',
  own_report: 'You drafted this report, so somebody else has to publish it.',
  party_class_unknown: 'The questionnaire does not have that answer. Choose again who you are.',
  party_repeated: ({ party }: RefusalParams['party_repeated']) =>
    `The party “${party}” is listed twice. Leave one of them.`,
  party_unknown: ({ party }: RefusalParams['party_unknown']) =>
    `The incident has no party “${party}”. Choose one of its list.`,
  password_due: 'You signed in with a one-time password. Set your own, and you can go on.',
  password_too_short: ({ lengthMin }: RefusalParams['password_too_short']) =>
    `The password is short. Choose one of at least ${lengthMin} characters; several words in a row are easy to keep in mind.`,
  policy_cases_failed: ({ failedCount }: RefusalParams['policy_cases_failed']) =>
    `Cases of the document that do not come out as they say: ${failedCount}. Mend the clause or the case and draft it again.`,
  policy_not_found: 'That policy was not found. Open the list again and choose it there.',
  policy_not_simulated: ({ hash }: RefusalParams['policy_not_simulated']) =>
    `Exactly this text (${hash}) has not been simulated. Simulate it over a population and keep the result, then publish: amends policy simulate FILE --population FILE --record E-MAIL.`,
  policy_refused:
    'The policy document has places to mend. Mend the lines and clauses named and draft it again.',
  policy_too_costly: ({ seconds, megabytes }: RefusalParams['policy_too_costly']) =>
    `Checking this text took more than ${seconds} seconds or ${megabytes} MB, so it was ended; nothing was stored. Part it into several documents.`,
  policy_version_exists: ({ policyId, version }: RefusalParams['policy_version_exists']) =>
    `Version ${version} of ${policyId} exists with other content. Give this one the next version.`,
  population_column_missing: ({ column }: RefusalParams['population_column_missing']) =>
    `The population file lacks the column ${column}. Add it and prepare the run again.`,
  population_party_repeated: ({ partyId }: RefusalParams['population_party_repeated']) =>
    `The party ${partyId} is in the population twice. Leave one row.`,
  population_unreadable: ({ file }: RefusalParams['population_unreadable']) =>
    `The population file could not be read: ${file}. Give it as CSV or Parquet.`,
  preview_outdated:
    'A claim changed after the preview, so nothing was recorded. Preview again and decide.',
  public_entry_without_source:
    'A public entry needs a source. Name one, or keep the entry internal.',
  questionnaire_malformed:
    'The questionnaire has places to mend. Mend those marked and publish it again.',
  questionnaire_not_found:
    'The incident has no such questionnaire. Publish one, or choose a version it has.',
  questionnaire_unknown:
    'The questions have changed meanwhile. Check your answers and send them again.',
  questionnaire_version_exists: ({ version }: RefusalParams['questionnaire_version_exists']) =>
    `Version ${version} is already published with other content. Publish this one under the next number.`,
  rules_changed: ({ version }: RefusalParams['rules_changed']) =>
    `Somebody else published version ${version} since you read the rules. Read them again, then make your change.`,
  reason_not_for_outcome: 'That reason does not go with this outcome. Choose one that does.',
  reason_unknown: 'That reason is not on the list. Choose one from it.',
  receipt_proof_not_found:
    'The log has no proof for this receipt yet. Look again in a few seconds.',
  received_in_future:
    'The time of receipt has not come yet. Give the time at which the letter or call came.',
  redecision_exists: 'A run for this appeal exists already. Open that one.',
  redecision_not_found: 'That run was not found. Choose it from the list.',
  reply_id_reused: 'Another reply was sent under this number. Send it again as a new one.',
  responsibility_without_reason: 'The statement has no reason. Say why the shares are so.',
  restored_before_opening: 'The restoration lies before the incident began. Give a later time.',
  row_cancelled:
    'Sales marked as cancelled were left out. If that is not right, put a minus before the cancelled amounts and send the file again.',
  row_short:
    'A row of the sales file lacks a column. Give both date and sales in every row and send it again.',
  sales_file_too_costly:
    'Reading the sales file took too long. Leave only the months that are compared, save it as CSV and send it again.',
  sales_file_too_long:
    'The sales file is too long. Leave only the months that are compared and send it again.',
  sales_file_unreadable:
    'The sales file could not be read as a table. A picture or a PDF cannot be computed: save the table as XLSX or CSV and send it again.',
  sales_header_missing:
    'The columns of date and sales were not found. Name them “date” and “sales” in the first row and send it again.',
  second_review_answered: 'Somebody has taken the second look already. Open the claim again.',
  second_review_differs:
    'The second look came to another result. Send the decision back to review.',
  second_review_due:
    'Another reviewer has to look at this decision first. It can be approved after that.',
  second_review_not_found: 'That decision needs no second look. Choose one from the list.',
  service_unknown: 'The questionnaire does not have that service. Choose again which one it was.',
  session_not_found: 'That session has ended already. Open the list again to see those that go on.',
  sign_in_delayed: ({ waitSeconds }: RefusalParams['sign_in_delayed']) =>
    `Several sign-ins in a row did not match, so signing in pauses. Try again in ${waitText(waitSeconds)}. If you forgot the password, ask an administrator for a one-time password.`,
  sign_in_refused:
    'The e-mail address and the password do not match. Check both; if you forgot, ask an administrator, or whoever runs this server (`amends staff one-time-password`), for a one-time password.',
  signed_out: 'You are not signed in, or the session has ended. Sign in and go on.',
  signing_busy: 'Another process is signing the log. Try again in a moment.',
  slug_taken: ({ slug }: RefusalParams['slug_taken']) =>
    `Another incident has the short name “${slug}”. Choose another.`,
  source_repeated: ({ number }: RefusalParams['source_repeated']) =>
    `Source number ${number} is used twice. Give each source its own.`,
  source_unknown: ({ number }: RefusalParams['source_unknown']) =>
    `The incident has no source number ${number}. Add the source first.`,
  staff_disabled: ({ name }: RefusalParams['staff_disabled']) =>
    `${name} is disabled. Enable the member first, then issue the password.`,
  staff_email_taken: ({ email }: RefusalParams['staff_email_taken']) =>
    `Another member has the address ${email}. Give another, or change that member.`,
  staff_not_found: 'That member was not found. Open the list again and choose one there.',
  stated_loss_negative: 'The loss is below zero. Give zero or more, or leave it empty.',
  ticket_altered:
    'The ticket no longer reads as it was given out. Send the ticket file as it was saved, unchanged; without a ticket the claim can still be filed while the window is open.',
  ticket_expired:
    'The ticket was honoured for thirty days, and they have passed. The claim can be filed without it while the window is open.',
  ticket_forged:
    'This ticket was not given out by this site. File at the site that gave it, or file here without a ticket.',
  ticket_other_claim:
    'The ticket belongs to another claim, or what the claim says was changed after the ticket was given. Send the claim as it was then, or file it without the ticket.',
  ticket_other_incident:
    'The ticket belongs to another outage. File under that outage, or file here without a ticket.',
  upload_not_found: 'The file that was being sent is not there any more. Choose it again.',
  upload_out_of_step:
    'The parts of the file do not join. Choose it again; files that were received are kept.',
  window_closed:
    'Filing has closed. If something kept you from filing in time, tell the help line.',
  window_not_open: 'Filing has not begun yet. What you wrote is kept: send it once filing begins.',
  zone_unknown: ({ zone }: RefusalParams['zone_unknown']) =>
    `There is no time zone “${zone}”. Give one such as Asia/Seoul.`,
};

/** The sentence for a code that has none of its own yet. */
export const refusalFallback =
  'The request was not taken. What you wrote is kept: try again in a moment.';

/** Why a claim was decided as it was, by reason code, to the claimant. */
export const reasonSentences: typeof ko.reasonSentences = {
  policy_met: 'It meets the published rules.',
  individual_review: 'A person looked at the circumstances and decided.',
  appeal_upheld: 'Your appeal was looked at again and upheld.',
  alike_appeal_upheld:
    'A claim in the same position was upheld on appeal, so this one was decided again.',
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
