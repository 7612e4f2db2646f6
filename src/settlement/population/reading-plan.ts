import type { PolicyDocument } from '../../policy/index.ts';
import type { ReadColumn } from './distinct-store.ts';
import type { FactReading } from './fact-reading.ts';

/** How the columns of a population become the facts of one document. */
export interface Plan {
  readonly document: PolicyDocument;
  readonly readings: readonly FactReading[];
  /** what the distinct values of a column came to, by its key */
  readonly columns: Map<string, ReadColumn>;
  /** SQL of the list of evidence shown */
  readonly evidence: string | undefined;
}
