import { findingWords } from './finding-words.ts';

/** The name of a finding's file when it is about all files together. */
export const WHOLE = 'the inventory';

/** What is wrong with an inventory. */
export type FindingCode =
  | 'not_yaml'
  | 'too_large'
  | 'alias_used'
  | 'duplicate_key'
  | 'unknown_field'
  | 'wrong_value'
  | 'duplicate_id'
  | 'unknown_name'
  | 'wrong_formula'
  | 'containment_cycle'
  | 'missing_manual_need'
  | 'missing_name';

/** One thing wrong in an inventory: where, what was found, what would be right. */
export interface InventoryFinding {
  readonly code: FindingCode;
  readonly file: string;
  /** Counted from 1; 0 when the finding is about the whole file or folder. */
  readonly line: number;
  readonly column: number;
  /** The path of the field, as `nodes.deploy.options.0.minutes`. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** The refusal of an inventory, with every finding up to `FINDINGS_MAX`. */
export interface InventoryRefusal {
  readonly code: 'inventory_refused';
  readonly findings: readonly InventoryFinding[];
  /** How many more there are than those listed. */
  readonly moreCount: number;
}

/** The most findings that one refusal lists. */
export const FINDINGS_MAX = 100;

/** Gives a finding as the one line an operator reads: `sites.yaml:12:5: field: found …; expected …`. */
export function renderFinding(finding: InventoryFinding): string {
  return tellFinding(finding, 'en');
}

/** The same in the reader's language; names, fields and values stay as they are written. */
export function tellFinding(finding: InventoryFinding, locale: 'ko' | 'en'): string {
  const { found, expected } = findingWords(finding, locale);
  const isWhole = finding.line === 0;
  const file = isWhole && locale === 'ko' && finding.file === WHOLE ? '목록 전체' : finding.file;
  const place = isWhole ? file : `${file}:${finding.line}:${finding.column}`;
  const field = finding.field === '' ? '' : ` ${finding.field}:`;
  return escapeControls(
    locale === 'en'
      ? `${place}:${field} found ${found}; expected ${expected}`
      : `${place}:${field} 적힌 것: ${found}. 올바른 것: ${expected}`,
  );
}

/** Characters that move the cursor, end a line, or turn the direction of writing: a finding is one line of plain text. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
