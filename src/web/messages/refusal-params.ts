/**
 * The parameters of a refusal that its sentence uses, by code. `test/errors.test.ts` holds them
 * against the refusals of the rooms; no room is imported here, because the console's bundle reads
 * this file too.
 */
export interface RefusalParams {
  readonly approval_over_day_limit: { readonly limitMinor: bigint };
  readonly approval_over_payment_limit: { readonly limitMinor: bigint };
  readonly approval_over_run_limit: { readonly limitMinor: bigint };
  readonly attachments_too_many: { readonly countMax: number };
  readonly clock_still_running: { readonly clock: string };
  readonly code_too_often: { readonly waitSeconds: number };
  readonly confirmation_too_often: { readonly waitSeconds: number };
  readonly determination_run_replaced: { readonly replacedBy: string };
  readonly domain_not_found: { readonly domain: string };
  readonly drafts_too_many: { readonly countMax: number };
  readonly drafts_too_often: { readonly waitSeconds: number };
  readonly evidence_cut_off: { readonly filename: string };
  readonly evidence_empty: { readonly filename: string };
  readonly evidence_encrypted: { readonly filename: string };
  readonly evidence_infected: { readonly filename: string };
  readonly evidence_swells: { readonly filename: string };
  readonly evidence_together_too_large: { readonly bytesMax: number };
  readonly evidence_too_large: { readonly filename: string; readonly bytesMax: number };
  readonly evidence_too_many: { readonly countMax: number };
  readonly evidence_type_refused: { readonly filename: string };
  readonly facts_refused: {
    readonly findings: {
      readonly issues: readonly {
        readonly path: string;
        readonly found: string;
        readonly expected: string;
        readonly label?: { readonly ko: string; readonly en: string };
      }[];
    };
  };
  readonly function_repeated: { readonly service: string; readonly function: string };
  readonly grade_unknown: { readonly grade: string; readonly known: string };
  readonly incident_role_unknown: { readonly role: string; readonly known: string };
  readonly impact_not_adopted: { readonly service: string; readonly function: string };
  readonly interval_ends_before_start: { readonly position: number };
  readonly interval_in_future: { readonly position: number };
  readonly intervals_overlap: { readonly position: number };
  readonly inventory_too_large_to_score: { readonly nodeCount: number; readonly nodesMax: number };
  readonly lookup_too_often: { readonly waitSeconds: number };
  readonly loss_not_found: { readonly lossCount: number };
  readonly no_comparable_week: { readonly from: string };
  readonly no_outage_week: { readonly from: string };
  readonly node_not_found: { readonly node: string };
  readonly drill_out_of_order: { readonly instant: string; readonly order: string };
  readonly drill_not_held_yet: { readonly instant: string; readonly found: string };
  readonly drill_shows_nothing: { readonly domains: string };
  readonly option_not_found: { readonly node: string; readonly option: string };
  readonly promise_already_kept: { readonly keptOn: string };
  readonly promise_kept_in_future: { readonly today: string };
  readonly party_repeated: { readonly party: string };
  readonly party_unknown: { readonly party: string };
  readonly password_too_short: { readonly lengthMin: number };
  readonly payee_unwritable: { readonly field: string; readonly reference: string };
  readonly payout_not_manual: { readonly rail: string };
  readonly payout_rail_differs: { readonly rail: string };
  readonly payout_rail_unfit: { readonly rail: string };
  readonly payout_rail_unknown: { readonly rail: string };
  readonly payout_run_empty: { readonly heldBackCount: number };
  readonly appeal_units_differ: { readonly granted: string; readonly found: string };
  readonly award_clause_unknown: { readonly found: string; readonly clauses: string };
  readonly policy_cases_failed: { readonly failedCount: number };
  readonly policy_not_simulated: { readonly hash: string };
  readonly policy_too_costly: { readonly seconds: number; readonly megabytes: number };
  readonly policy_version_exists: { readonly policyId: string; readonly version: string };
  readonly population_column_missing: { readonly column: string };
  readonly population_party_repeated: { readonly partyId: string };
  readonly population_unreadable: { readonly file: string };
  readonly questionnaire_version_exists: { readonly version: number };
  readonly rail_not_set_up: { readonly rail: string };
  readonly report_draft_outdated: { readonly publishedVersion: number };
  readonly report_question_open: { readonly pointer: string; readonly question: string };
  readonly report_text_one_language: { readonly pointer: string };
  readonly report_text_too_long: { readonly pointer: string; readonly most: number };
  readonly report_unchanged: { readonly version: number };
  readonly rules_changed: { readonly version: number };
  readonly share_not_positive: { readonly position: number };
  readonly share_without_party: { readonly position: number };
  readonly shares_do_not_sum_to_one: { readonly sum: string };
  readonly sign_in_delayed: { readonly waitSeconds: number };
  readonly slug_taken: { readonly slug: string };
  readonly source_repeated: { readonly number: number };
  readonly source_unknown: { readonly number: number };
  readonly staff_disabled: { readonly name: string };
  readonly staff_email_taken: { readonly email: string };
  readonly zone_unknown: { readonly zone: string };
}
