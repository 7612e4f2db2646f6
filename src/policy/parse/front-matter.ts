import { isMap, isScalar, parseDocument } from 'yaml';
import { isZone, type LocalDate, parseCurrency, parseLocalDate } from '../../kernel/index.ts';
import type { PolicyHeader, UnreadField } from '../document.ts';
import type { FindingCode } from '../finding.ts';
import type { Label } from '../statement.ts';

/** Something wrong in the front matter, at an offset of the document. */
export interface HeaderIssue {
  readonly code: FindingCode;
  readonly offset: number;
  readonly params: Readonly<Record<string, string>>;
}

// A few fields; a longer text is none, and reading it can take minutes.
const mostCharacters = 50_000;

type Report = (field: string, found: unknown, write: string) => undefined;

/**
 * Reads the YAML front matter of a policy document.
 *
 * Fields: `policy`, `version`, `title` (text, or `ko` and `en`), `currency`, `zone`, `applies`
 * (automatic, on-claim, on-acceptance), and, if wanted, `incident`, `scheme`, `effective` (`from`
 * inclusive, `until` exclusive), `source`. All issues are given at once.
 */
export function parseFrontMatter(part: { readonly text: string; readonly offset: number }): {
  readonly header?: PolicyHeader;
  readonly issues: readonly HeaderIssue[];
} {
  const issues: HeaderIssue[] = [];
  const unreadable = (found: string, at: number) => {
    const params = { found, write: 'YAML lines of the form `field: value`' };
    issues.push({ code: 'front_matter_unreadable', offset: part.offset + at, params });
  };
  if (part.text.length > mostCharacters) {
    unreadable(`${part.text.length} characters, where ${mostCharacters} are the most`, 0);
    return { issues };
  }
  const { contents, fields, errors } = readYaml(part.text);
  for (const error of errors) unreadable(error.message, error.at);
  if (errors.length > 0) return { issues };
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    unreadable(String(fields), 0);
    return { issues };
  }
  const report: Report = (field, found, write) => {
    const offset = part.offset + offsetOfField(contents, field);
    const shown = found === undefined ? 'nothing' : JSON.stringify(found);
    issues.push({ code: 'front_matter_field', offset, params: { field, found: shown, write } });
    return undefined;
  };
  const header = readHeader(fields as Record<string, unknown>, report);
  if (issues.length > 0) return { issues };
  const unread = findUnread(contents, part.offset);
  return { header: unread.length === 0 ? header : { ...header, unread }, issues };
}

const innerFields: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['title', ['ko', 'en']],
  ['effective', ['from', 'until']],
]);

/** Finds what is read by nobody: `{ en: Italy, prolonged cuts }` ends at the comma. */
function findUnread(contents: unknown, offset: number): UnreadField[] {
  const fields = isMap(contents) ? contents.items : [];
  return fields.flatMap(({ key, value }) => {
    const known = isScalar(key) ? innerFields.get(key.value) : undefined;
    if (!known || !isScalar(key) || !isMap(value)) return [];
    return value.items.flatMap(({ key: inner }): UnreadField[] => {
      if (!isScalar(inner) || known.includes(String(inner.value))) return [];
      const at = offset + (inner.range?.[0] ?? 0);
      return [{ field: String(key.value), found: String(inner.value), offset: at }];
    });
  });
}

interface Yaml {
  readonly contents?: unknown;
  readonly fields?: unknown;
  readonly errors: readonly { readonly message: string; readonly at: number }[];
}

/** Reads YAML without its own types; aliases, and nesting too deep for the reader, are errors. */
function readYaml(text: string): Yaml {
  try {
    const yaml = parseDocument(text, { prettyErrors: false, schema: 'failsafe' });
    const errors = yaml.errors.map(({ message, pos }) => ({ message, at: pos[0] }));
    if (errors.length > 0) return { errors };
    const fields: unknown = yaml.contents === null ? {} : yaml.toJS({ maxAliasCount: 0 });
    return { contents: yaml.contents, fields, errors };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { errors: [{ message, at: 0 }] };
  }
}

function offsetOfField(contents: unknown, field: string): number {
  if (!isMap(contents)) return 0;
  const top = field.split('.')[0];
  for (const pair of contents.items) {
    if (isScalar(pair.key) && pair.key.value === top) return pair.key.range?.[0] ?? 0;
  }
  return 0;
}

function readHeader(fields: Record<string, unknown>, report: Report): PolicyHeader {
  for (const field of Object.keys(fields)) {
    if (!knownFields.has(field))
      report(field, fields[field], `one of: ${[...knownFields].join(', ')}`);
  }
  const optional = (field: 'incident' | 'scheme') =>
    fields[field] === undefined ? {} : { [field]: readText(fields[field], field, report) };
  return {
    policy: readText(fields.policy, 'policy', report),
    version: readText(fields.version, 'version', report),
    title: readTitle(fields.title, report),
    ...optional('incident'),
    ...optional('scheme'),
    currency: readCurrency(fields.currency, report),
    zone: readZone(fields.zone, report),
    ...readEffective(fields.effective, report),
    source: readSources(fields.source, report),
    applies: readApplies(fields.applies, report),
  };
}

const knownFields = new Set([
  'policy',
  'version',
  'title',
  'incident',
  'scheme',
  'currency',
  'zone',
  'effective',
  'source',
  'applies',
]);

function readText(found: unknown, field: string, report: Report): string {
  if (typeof found === 'string' && found.trim() !== '') return found.trim();
  return report(field, found, `${field}: a-name`) ?? '';
}

function readTitle(found: unknown, report: Report): Label {
  if (typeof found === 'string' && found.trim() !== '') return { ko: found, en: found };
  const { ko, en } = (typeof found === 'object' && found !== null ? found : {}) as {
    ko?: unknown;
    en?: unknown;
  };
  if (typeof ko === 'string' && typeof en === 'string') return { ko, en };
  return report('title', found, 'title: { ko: 제목, en: Title }') ?? { ko: '', en: '' };
}

function readCurrency(found: unknown, report: Report): string {
  const currency = typeof found === 'string' ? parseCurrency(found) : undefined;
  return currency ?? report('currency', found, 'an ISO 4217 code: currency: KRW') ?? '';
}

function readZone(found: unknown, report: Report): string {
  if (typeof found === 'string' && isZone(found)) return found;
  return report('zone', found, 'an IANA time zone: zone: Asia/Seoul') ?? 'UTC';
}

function readEffective(
  found: unknown,
  report: Report,
): { effectiveFrom?: LocalDate; effectiveUntil?: LocalDate } {
  if (found === undefined) return {};
  const { from, until } = (typeof found === 'object' && found !== null ? found : {}) as {
    from?: unknown;
    until?: unknown;
  };
  const date = (value: unknown, field: string): LocalDate | undefined => {
    if (value === undefined || value === '') return undefined;
    const on = typeof value === 'string' ? parseLocalDate(value) : undefined;
    return on ?? report(field, value, `a date: ${field}: 2022-12-29`);
  };
  const effectiveFrom = date(from, 'effective.from');
  const effectiveUntil = date(until, 'effective.until');
  if (effectiveFrom && effectiveUntil && effectiveFrom >= effectiveUntil) {
    report('effective', found, 'a `from` that comes before `until` (exclusive)');
  }
  return {
    ...(effectiveFrom ? { effectiveFrom } : {}),
    ...(effectiveUntil ? { effectiveUntil } : {}),
  };
}

function readSources(found: unknown, report: Report): readonly string[] {
  if (found === undefined) return [];
  if (typeof found === 'string') return [found];
  if (Array.isArray(found) && found.every((one) => typeof one === 'string')) return found;
  return report('source', found, 'source: [one address, another]') ?? [];
}

const appliesWords = new Map<unknown, PolicyHeader['applies']>([
  ['automatic', 'automatic'],
  ['on-claim', 'on_claim'],
  ['on-acceptance', 'on_acceptance'],
]);

function readApplies(found: unknown, report: Report): PolicyHeader['applies'] {
  const applies = appliesWords.get(found);
  return (
    applies ?? report('applies', found, 'one of: automatic, on-claim, on-acceptance') ?? 'automatic'
  );
}
