import type { CurrencyCode, JsonValue, Outcome } from '../../kernel/index.ts';
import type { PopulationInputs } from './population-inputs.ts';

/** One award as it is written for a party: money in minor units, or an exact quantity in text. */
export interface AssessedAward {
  readonly clause: string;
  readonly remedy: string;
  readonly name?: string;
  readonly amountMinor?: bigint;
  readonly currency?: CurrencyCode;
  readonly quantity?: string;
  readonly unit?: string;
}

/** What a policy says of one set of facts. */
export interface Assessment {
  readonly status: string;
  readonly awards: readonly AssessedAward[];
}

/** Why a policy cannot read the facts of a row. */
export interface FactsRefusal {
  readonly code: string;
}

/** A policy version as a determination run needs it. */
export interface Assessor {
  readonly policyHash: string;
  /** The facts the policy declares; only these columns of a population are read. */
  readonly factNames: readonly string[];
  assess(facts: { readonly [name: string]: JsonValue }): Outcome<Assessment, FactsRefusal>;
}

/** How many parties of a class got what under one clause. `quantity` is what each of them got. */
export interface AwardTotal {
  readonly partyClass: string;
  readonly clause: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly partyCount: number;
  /** What all of them got together, in minor units; null for a remedy in kind. */
  readonly amountMinor: bigint | null;
}

/** How many parties of a class ended with a status: award, none, review and so on. */
export interface StatusTotal {
  readonly partyClass: string;
  readonly status: string;
  readonly partyCount: number;
}

/** What a determination run gave: hashes of both files, totals, and how fast it went. */
export interface Determined {
  readonly policyHash: string;
  readonly populationHash: string;
  readonly awardsHash: string;
  readonly partyCount: number;
  readonly awardCount: number;
  readonly distinctCount: number;
  readonly totals: readonly AwardTotal[];
  readonly statuses: readonly StatusTotal[];
  /** What was read, made anonymous; absent in what was determined before it was kept. */
  readonly inputs?: PopulationInputs;
  /** Declared facts that the population has no column for: unknown for every party. */
  readonly unknownFacts: readonly string[];
  readonly elapsedMs: number;
  readonly accountsPerSecond: number;
  readonly peakMemoryBytes: number;
}

/** Why a population cannot be determined; nothing is written then. */
export type PopulationRefusal =
  | { readonly code: 'population_unreadable'; readonly file: string; readonly found: string }
  | {
      readonly code: 'population_column_missing';
      readonly file: string;
      readonly column: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'population_party_repeated'; readonly file: string; readonly partyId: string }
  | {
      readonly code: 'population_facts_refused';
      readonly file: string;
      readonly facts: string;
      readonly reason: JsonValue;
    };

/** Quotes a name for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes text for SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column of a population file, with its type as DuckDB names it. */
export interface PopulationColumn {
  readonly name: string;
  readonly type: string;
}

/** A fact and the column of the population that holds it. */
export interface FactColumn {
  readonly fact: string;
  readonly column: string;
  readonly type: string;
}

/**
 * Finds the column of each declared fact: of the same name, or with `_` for `-`.
 * A fact without a column is unknown for every party.
 */
export function findFactColumns(
  factNames: readonly string[],
  columns: readonly PopulationColumn[],
): { readonly known: readonly FactColumn[]; readonly unknownFacts: readonly string[] } {
  const known: FactColumn[] = [];
  const unknownFacts: string[] = [];
  for (const fact of factNames) {
    const names = [fact, fact.replaceAll('-', '_')];
    const column = columns.find(({ name }) => names.includes(name));
    if (column === undefined) unknownFacts.push(fact);
    else known.push({ fact, column: column.name, type: column.type });
  }
  return { known, unknownFacts };
}

/** Renders the query that gives each distinct set of facts once, with a number of its own. */
export function renderDistinct(population: string, facts: readonly FactColumn[]): string {
  const source = `read_parquet(${quoteText(population)})`;
  const columns = facts.map(({ column }) => quoteName(column)).join(', ');
  return facts.length === 0
    ? 'select 0::bigint as tuple_id'
    : `select row_number() over () - 1 as tuple_id, * from (select distinct ${columns} from ${source})`;
}

// The largest whole number a JSON reader keeps exactly (RFC 8259, section 6).
const exactInteger = '9007199254740991';

/** Renders a value so that JSON keeps it exactly: large and decimal numbers, instants as text. */
function renderExact(name: string, type: string): string {
  if (/^U?(BIGINT|HUGEINT)$/.test(type)) {
    const isExact = `${name} between -${exactInteger} and ${exactInteger}`;
    return `case when ${isExact} then to_json(${name}) else to_json(${name}::varchar) end`;
  }
  if (type.startsWith('DECIMAL')) return `${name}::varchar`;
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return `strftime(make_timestamp(epoch_us(${name})), '%Y-%m-%dT%H:%M:%S.%gZ')`;
  }
  return name;
}

/** Renders the facts of a tuple as one JSON object by fact name; unknown ones are null. */
export function renderFactsJson(facts: readonly FactColumn[]): string {
  const members = facts.map(({ fact, column, type }) => {
    const name = `t.${quoteName(column)}`;
    return `${quoteText(fact)}, ${renderExact(name, type)}`;
  });
  return members.length === 0 ? `'{}'` : `json_object(${members.join(', ')})::varchar`;
}

/** Renders a party's class: its `party_class` or `class` column; empty when there is neither. */
export function renderClass(columns: readonly PopulationColumn[]): string {
  const found = ['party_class', 'class'].find((name) =>
    columns.some((column) => column.name === name),
  );
  return found === undefined ? `''` : `coalesce(p.${quoteName(found)}::varchar, '')`;
}

/** Renders the condition that a party `p` has the facts of the tuple `t`, unknown equal unknown. */
export function renderJoin(facts: readonly FactColumn[]): string {
  const pairs = facts.map(({ column }) => {
    const name = quoteName(column);
    return `p.${name} is not distinct from t.${name}`;
  });
  return pairs.length === 0 ? 'true' : pairs.join(' and ');
}
