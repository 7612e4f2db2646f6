import { type Instant, withoutEnd } from '../../kernel/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { Scope, Severity, StatedInterval } from '../impact.ts';
import type { AffectedFunction, Titles } from '../incident.ts';
import type { IncidentOpening } from '../open-incident.ts';

/** One impact that a file states, before it is a version of anything. */
export interface ImportedImpact {
  readonly service: string;
  readonly function: string;
  readonly scope: Scope;
  readonly severity: Severity;
  readonly intervals: readonly StatedInterval[];
  readonly reason: string;
}

/** One entry of a timeline that a file tells; `key` names it for ever in its source. */
export interface ImportedEntry {
  readonly key: string;
  readonly occurredAt: Instant;
  readonly text: Titles;
}

/** An incident as another tool keeps it, with the source kept. */
export interface ImportedIncident {
  readonly opening: IncidentOpening;
  readonly statedBy: string;
  readonly impacts: readonly ImportedImpact[];
  readonly entries: readonly ImportedEntry[];
  readonly restoredAt?: Instant;
}

/** What of a file cannot be taken: where, what was found and what would be right. */
export interface ImportFinding {
  /** from one, of a file of lines; else a pointer into the document */
  readonly place: string;
  readonly found: string;
  readonly right: string;
}

export type ImportFileRefusal = {
  readonly code: 'import_unreadable';
  readonly findings: readonly ImportFinding[];
};

/**
 * Gives the id that a thing of another tool has here: always the same for the same names.
 *
 * @source RFC 9562, section 5.8 (UUID version 8)
 */
export function deriveImportId(...names: readonly string[]): string {
  const bytes = Buffer.from(sha256(`amends import 1\n${names.join('\n')}`)).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-');
}

/** Gives the code that a name has here: small Latin letters, digits and _; else the spare one. */
export function codeOf(name: string, spare: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '');
  const code = withoutEnd(plain, '_').slice(0, 60);
  return code.length >= 2 ? code : spare;
}

/** Tells whether two impacts are statements about the same thing. */
export function isSameSubject(
  left: Omit<ImportedImpact, 'intervals' | 'reason'>,
  right: Omit<ImportedImpact, 'intervals' | 'reason'>,
): boolean {
  const name = ({ service, function: of, scope, severity }: typeof left): string =>
    JSON.stringify([service, of, scope.region, scope.platform, scope.plan, severity]);
  return name(left) === name(right);
}

/** Tells whether two impacts state the same intervals. */
export function isSameTime(
  left: Pick<ImportedImpact, 'intervals'>,
  right: Pick<ImportedImpact, 'intervals'>,
): boolean {
  const times = ({ intervals }: typeof left): string =>
    JSON.stringify(intervals.map(({ from, until }) => [from, until ?? null]));
  return times(left) === times(right);
}

/** Gives the functions that are not known yet. */
export function newFunctions(
  wanted: readonly AffectedFunction[],
  known: readonly AffectedFunction[],
): readonly AffectedFunction[] {
  return wanted.filter(
    (one) => !known.some((old) => old.service === one.service && old.function === one.function),
  );
}
