import type { PolicyDocument } from '../../policy/index.ts';
import type { FactReading } from './fact-reading.ts';

/** How the columns of a population become the facts of one document. */
export interface Plan {
  readonly document: PolicyDocument;
  readonly readings: readonly FactReading[];
  readonly denominators: Map<string, bigint>;
  /** SQL of the list of evidence shown */
  readonly evidence: string | undefined;
}
