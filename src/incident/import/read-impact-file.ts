import { CsvError, parse } from 'csv-parse/sync';
import {
  accept,
  compareInstant,
  type Instant,
  type Outcome,
  parseInstant,
  refuse,
} from '../../kernel/index.ts';
import type { Precision, Scope, Severity } from '../impact.ts';
import type { AffectedFunction } from '../incident.ts';
import { cleanTitle } from '../wire/shown-text.ts';
import type { ImportedImpact, ImportFileRefusal, ImportFinding } from './imported.ts';

/** What a file of impacts states, and the functions it names. */
export interface ImpactFile {
  readonly impacts: readonly ImportedImpact[];
  readonly functions: readonly AffectedFunction[];
}

const columns = ['service', 'function', 'severity', 'from'] as const;
const optional = [
  ...['until', 'title_ko', 'title_en', 'region', 'platform', 'plan'],
  ...['from_precision', 'until_precision', 'reason'],
] as const;
const precisions: readonly string[] = [
  ...['exact', 'approximate', 'no_earlier_than', 'no_later_than'],
];
const findingsMax = 100;
const rowsMax = 100_000;

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface ReadRow extends Omit<ImportedImpact, 'intervals'> {
  readonly line: number;
  readonly interval: ImportedImpact['intervals'][number];
  readonly titles: AffectedFunction['titles'];
}

class Finder {
  readonly findings: ImportFinding[] = [];

  add(line: number, column: string, finding: { found: string; right: string }): void {
    const { found, right } = finding;
    if (this.findings.length >= findingsMax) return;
    this.findings.push({ place: `line ${line}, ${column}`, found: found.slice(0, 100), right });
  }
}

function readInstant(finder: Finder, row: Row, column: string): Instant | undefined {
  const found = row.cells[column] ?? '';
  const instant = parseInstant(found);
  if (instant === undefined) {
    finder.add(row.line, column, { found, right: 'a time such as 2022-10-15T15:30:00+09:00' });
  }
  return instant;
}

function readCode(finder: Finder, row: Row, column: string): string {
  const found = row.cells[column] ?? '';
  if (!/^[a-z][a-z0-9_]*$/.test(found)) {
    finder.add(row.line, column, { found, right: 'small letters, digits and _, a letter first' });
  }
  return found;
}

function readPrecision(finder: Finder, row: Row, column: string): Precision {
  const found = row.cells[column] || 'exact';
  if (!precisions.includes(found)) {
    finder.add(row.line, column, { found, right: `one of ${precisions.join(', ')}` });
  }
  return found as Precision;
}

function readSeverity(finder: Finder, row: Row): Severity {
  const found = row.cells.severity ?? '';
  if (found !== 'down' && found !== 'degraded') {
    finder.add(row.line, 'severity', { found, right: 'down or degraded' });
  }
  return found as Severity;
}

function readScope({ cells }: Row): Scope {
  const { region, platform, plan } = cells;
  return {
    ...(region ? { region } : {}),
    ...(platform ? { platform } : {}),
    ...(plan ? { plan } : {}),
  };
}

function readInterval(finder: Finder, row: Row, now: Instant): ReadRow['interval'] | undefined {
  const from = readInstant(finder, row, 'from');
  const hasEnd = (row.cells.until ?? '') !== '';
  const until = hasEnd ? readInstant(finder, row, 'until') : undefined;
  const fromPrecision = readPrecision(finder, row, 'from_precision');
  const untilPrecision = readPrecision(finder, row, 'until_precision');
  if (from === undefined) return undefined;
  const late = compareInstant(until ?? from, now) > 0;
  if (late) {
    const column = until === undefined ? 'from' : 'until';
    finder.add(row.line, column, {
      found: row.cells[column] ?? '',
      right: 'a time that has come; nothing is known of the future',
    });
  }
  if (until === undefined) return { from, fromPrecision };
  if (compareInstant(from, until) >= 0) {
    finder.add(row.line, 'until', { found: row.cells.until ?? '', right: 'a time after from' });
  }
  return { from, fromPrecision, until, untilPrecision };
}

function readRow(finder: Finder, row: Row, now: Instant): ReadRow | undefined {
  const service = readCode(finder, row, 'service');
  const of = readCode(finder, row, 'function');
  const severity = readSeverity(finder, row);
  const interval = readInterval(finder, row, now);
  if (interval === undefined) return undefined;
  const { title_ko: ko, title_en: en, reason } = row.cells;
  const plain = `${service} ${of}`;
  return {
    ...{ line: row.line, service, function: of, severity, interval, scope: readScope(row) },
    reason: reason || `line ${row.line} of the file`,
    titles: { ko: cleanTitle(ko || en || plain), en: cleanTitle(en || ko || plain) },
  };
}

function joinRows(finder: Finder, rows: readonly ReadRow[]): readonly ImportedImpact[] {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const { region = '', platform = '', plan = '' } = row.scope;
    const key = [row.service, row.function, region, platform, plan, row.severity].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    group.sort((left, right) => compareInstant(left.interval.from, right.interval.from));
    for (const [at, row] of group.entries()) {
      const before = group[at - 1];
      if (before === undefined) continue;
      const { until } = before.interval;
      if (until !== undefined && compareInstant(until, row.interval.from) <= 0) continue;
      const right = `a time that does not overlap line ${before.line}`;
      finder.add(row.line, 'from', { found: 'an overlap', right });
    }
    const [{ service, function: of, scope, severity, reason }] = group as [ReadRow];
    const intervals = group.map(({ interval }) => interval);
    return { service, function: of, scope, severity, reason, intervals };
  });
}

function readRows(finder: Finder, text: string): readonly Row[] {
  try {
    const parsed = parse(text, {
      ...{ bom: true, columns: true, info: true, trim: true, skip_empty_lines: true },
    }) as unknown as { info: { lines: number }; record: Record<string, string> }[];
    const [first] = parsed;
    const known: readonly string[] = [...columns, ...optional];
    const names = Object.keys(first?.record ?? {});
    for (const column of columns) {
      if (first !== undefined && !names.includes(column)) {
        finder.add(1, column, { found: 'no such column', right: `columns ${columns.join(', ')}` });
      }
    }
    for (const name of names.filter((one) => !known.includes(one))) {
      finder.add(1, name, { found: 'an unknown column', right: `one of ${known.join(', ')}` });
    }
    if (first === undefined || parsed.length > rowsMax) {
      const right = `from 1 to ${rowsMax} rows below a line of column names`;
      finder.add(1, 'file', { found: `${parsed.length} rows`, right });
    }
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as { lines?: number }).lines ?? 1);
    finder.add(line, 'file', { found: error.message, right: 'CSV as RFC 4180 says' });
    return [];
  }
}

/**
 * Reads a CSV file of impact intervals, a row each; rows about the same thing are one statement.
 *
 * Everything that is off is told at once, by line and column, and then nothing is taken.
 *
 * @param now nothing in the file may lie after it
 * @source RFC 4180
 */
export function readImpactFile(text: string, now: Instant): Outcome<ImpactFile, ImportFileRefusal> {
  const finder = new Finder();
  const rows = readRows(finder, text);
  const isShaped = finder.findings.length === 0;
  const read = isShaped ? rows.flatMap((row) => readRow(finder, row, now) ?? []) : [];
  const impacts = joinRows(finder, read);
  if (finder.findings.length > 0) {
    return refuse({ code: 'import_unreadable', findings: finder.findings });
  }
  const functions = new Map(
    read.map(({ service, function: of, titles }) => [
      `${service}.${of}`,
      { service, function: of, titles },
    ]),
  );
  return accept({ impacts, functions: [...functions.values()] });
}
