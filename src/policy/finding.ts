/** How much a finding weighs: an error refuses the document, a warning and a report do not. */
export type Severity = 'error' | 'warning' | 'report';

/**
 * One thing found in a policy document. The sentence is made by `renderFinding`.
 *
 * `line` and `column` count from 1, `column` in UTF-16 units. `clause` is the nearest heading's
 * label, absent in the front matter. `params` hold what was found, both readings where there are
 * two (`readingA`, `readingB`) and what to write (`write`).
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly clause?: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A policy document that could not be read, with every reason. */
export interface PolicyFindings {
  readonly code: 'policy_unreadable';
  readonly file?: string;
  readonly findings: readonly Finding[];
}

/** Every code a finding can carry, with its weight. */
export const findingSeverity = {
  front_matter_missing: 'error',
  front_matter_unreadable: 'error',
  front_matter_field: 'error',
  front_matter_unread: 'error',
  block_not_closed: 'error',
  syntax: 'error',
  document_too_large: 'error',
  number_with_comma: 'error',
  reserved_word: 'error',
  nested_too_deeply: 'error',
  clause_repeated: 'error',
  block_outside_clause: 'error',
  block_in_html: 'warning',
  block_not_run: 'warning',
  heading_underlined: 'warning',
  character_hidden: 'warning',
  cases_unreadable: 'error',
  cases_missing: 'warning',
  unknown_type: 'error',
  unknown_source: 'error',
  unknown_unit: 'error',
  unknown_remedy: 'error',
  unknown_burden: 'error',
  unknown_function: 'error',
  unknown_name: 'error',
  unknown_choice: 'error',
  unknown_clause: 'error',
  name_repeated: 'error',
  name_circular: 'error',
  reason_repeated: 'error',
  facts_alike: 'warning',
  fact_unused: 'warning',
  name_unused: 'warning',
  type_mismatch: 'error',
  unit_mismatch: 'error',
  unit_compound: 'error',
  currency_mixed: 'error',
  period_mixed: 'error',
  not_constant: 'error',
  division_by_zero: 'error',
  value_out_of_range: 'error',
  constant_undated: 'error',
  constant_dates: 'error',
  date_outside_version: 'warning',
  bound_open: 'error',
  table_gap: 'error',
  table_overlap: 'error',
  row_unreachable: 'error',
  choice_uncovered: 'error',
  order_open: 'error',
  rounding_missing: 'error',
  unit_open: 'error',
  reading_open: 'error',
  counting_open: 'error',
  rounding_open: 'error',
  each_outside_list: 'error',
  priority_open: 'error',
  priority_circular: 'error',
  form_unreachable: 'error',
  award_missing: 'warning',
  exclude_everywhere: 'warning',
  below_zero: 'warning',
  sum_below_zero: 'warning',
  less_below_zero: 'warning',
  rounding_of_one_way: 'warning',
  needs_without_award: 'error',
  condition_constant: 'warning',
  burdened_remedy: 'report',
} as const satisfies Record<string, Severity>;

/** The codes of findings; stable, and listed in docs/policy-language.md. */
export type FindingCode = keyof typeof findingSeverity;

/**
 * Errors that the checker learned of after versions had been published without them. They refuse
 * what is new; a version that was published before goes on to give what it gave, to the byte.
 *
 * @source docs/decisions/0087-findings-that-came-later.md
 */
const cameLater: ReadonlySet<FindingCode> = new Set(['period_mixed', 'front_matter_unread']);

/** Says whether a document with this finding cannot be evaluated, however old it is. */
export function stopsEvaluation({ code, severity }: Finding): boolean {
  return severity === 'error' && !cameLater.has(code);
}
