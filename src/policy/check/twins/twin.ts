import type { FindingCode } from '../../finding.ts';
import { documentText } from '../../trial-document.ts';

/** A text that has the finding, and its nearest neighbour that has not. */
export interface Twins {
  readonly code: FindingCode;
  readonly bad: string;
  readonly good: string;
  /** Whole documents instead of the inside of one block. */
  readonly isWhole?: boolean;
}

/** A loss that the claimant states. */
export const loss = 'fact loss : money at least 0 KRW from claimant\n';
/** A fee of won, not below 0. */
export const fee = 'fact fee : money at least 0 KRW from company\n';
/** What was paid, not below 0. */
export const paid = 'fact paid : money at least 0 KRW from company\n';
/** A length of time, not below 0. */
export const outage = 'fact outage : duration from incident\n';
/** A whole number that can be 0. */
export const days = 'fact days : count from incident\n';
/** One of three values. */
export const plan = 'fact plan : choice(free, paid, team) from company\n';
/** A yes/no. */
export const member = 'fact member : yes/no from company\n';
/** A day. */
export const on = 'fact day : date from incident\n';
/** Records with money and a length of time. */
export const lines = 'fact lines : list of (fee : money, lost : duration) from company\n';
/** Records with whole numbers that can be 0. */
export const counts = 'fact counts : list of (all : count, bad : count) from company\n';
/** Another length of time. */
export const late = 'fact late : duration from company\n';
/** The award of the fee. */
export const awardFee = 'award cash fee';

/** A table under its head. */
export function table(head: string, rows: readonly string[]): string {
  return `${head}\n${rows.map((row) => `  ${row}`).join('\n')}`;
}

/** A table by the loss. */
export const byLoss = (rows: readonly string[]) => loss + table('award cash by loss', rows);

/** A document of two sections, of which the second one awards something too. */
export function twoSections(first: string): string {
  const facts = 'fact late : yes/no from company\nfact member : yes/no from company\n';
  const second = '\n## §2 Other\n\n```amends\naward cash "b" 2 KRW\n```\n';
  return documentText(facts + first, { extra: second });
}

/** A whole document without a mistake. */
export const whole = documentText('award cash 1 KRW');
