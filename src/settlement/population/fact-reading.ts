import { type CurrencyCode, currencyExponent, type Rational } from '../../kernel/index.ts';
import { type FactRange, quoteSqlName, quoteSqlText } from '../../policy/compile/index.ts';

/** A column of a population, with its type as DuckDB names it. */
export interface PopulationColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * How a column becomes a fact. `native`: by arithmetic on the column. `parsed`: each distinct
 * value is read once, by the reader of facts, and joined back. `raw`: as it stands, for documents
 * that are worked out for each party; each distinct value is read once to tell whether it can be,
 * and lists and interval sets are kept as arrays.
 */
export interface FactReading {
  readonly fact: string;
  readonly column: string;
  readonly type: string;
  readonly how: 'native' | 'parsed' | 'raw';
  /** the name of the column that holds what was read */
  readonly key: string;
  /** SQL of the value, for a native reading */
  readonly value: string;
  /** SQL that is false where the value cannot be taken; nulls are taken */
  readonly isValid?: string;
  readonly denominator: bigint;
  readonly isNumber: boolean;
}

const integerType = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const decimalType = /^DECIMAL\((\d+),\s*(\d+)\)$/;

/** Finds the column of a fact: of the same name, or with `_` for `-`. */
export function findColumn(
  fact: string,
  columns: readonly PopulationColumn[],
): PopulationColumn | undefined {
  const named = (wanted: string) => columns.find(({ name }) => name === wanted);
  return named(fact) ?? named(fact.replaceAll('-', '_'));
}

/** Decides how a column is read as a fact; the meaning is that of the same value in JSON. */
export function planReading(fact: FactRange, column: PopulationColumn, key: string): FactReading {
  const base = { fact: fact.name, column: column.name, type: column.type, key };
  const name = `s.${quoteSqlName(column.name)}`;
  const plain = { ...base, value: name, denominator: 1n, isNumber: false } as const;
  const { kind } = fact.type;
  if (kind === 'list' || kind === 'interval_set') {
    return { ...plain, how: 'raw', value: `${key}_m.mapped_value` };
  }
  const native = nativeValue(fact, column, name);
  if (!native) {
    const isNumber = kind !== 'yes_no' && kind !== 'choice' && kind !== 'date';
    return { ...plain, how: 'parsed', value: `${key}_m.mapped_value`, isNumber };
  }
  const inRange = native.isNumber ? rangeOf(fact, native) : [];
  const tests = [...native.tests, ...inRange];
  const isValid = tests.length === 0 ? {} : { isValid: tests.join(' and ') };
  const { value, denominator, isNumber } = native;
  return { ...base, how: 'native', value, denominator, isNumber, ...isValid };
}

interface Native {
  readonly value: string;
  readonly denominator: bigint;
  readonly isNumber: boolean;
  readonly tests: readonly string[];
}

function nativeValue(
  fact: FactRange,
  { type: columnType }: PopulationColumn,
  name: string,
): Native | undefined {
  const { type } = fact;
  const plain = { value: name, denominator: 1n, isNumber: false, tests: [] };
  switch (type.kind) {
    case 'list':
    case 'interval_set':
      return undefined;
    case 'yes_no':
      return columnType === 'BOOLEAN' ? plain : undefined;
    case 'date':
      return columnType === 'DATE' ? plain : undefined;
    case 'instant':
      return columnType === 'TIMESTAMP WITH TIME ZONE'
        ? { ...plain, value: `epoch_ms(${name})`, isNumber: true }
        : undefined;
    case 'choice': {
      if (columnType !== 'VARCHAR' && !columnType.startsWith('ENUM')) return undefined;
      const choices = type.choices.map(quoteSqlText).join(', ');
      return { ...plain, value: `${name}::varchar`, tests: [`${name}::varchar in (${choices})`] };
    }
    default:
      return nativeNumber(fact, columnType, name);
  }
}

function nativeNumber({ type }: FactRange, columnType: string, name: string): Native | undefined {
  if (integerType.test(columnType)) return wholeNumber(type.kind, columnType, name);
  const decimal = decimalType.exec(columnType);
  if (!decimal || type.kind === 'duration') return undefined;
  const exponent = type.kind === 'money' ? currencyExponent(type.currency as CurrencyCode) : 0;
  return decimalNumber(type.kind, { name, scale: Number(decimal[2]), exponent });
}

function wholeNumber(kind: string, columnType: string, name: string): Native {
  const isLarge = columnType === 'UBIGINT' || columnType.endsWith('HUGEINT');
  const value = isLarge ? `try_cast(${name} as bigint)` : `${name}::bigint`;
  const tests = [
    ...(isLarge ? [`try_cast(${name} as bigint) is not null`] : []),
    ...(kind === 'count' || kind === 'duration' ? [`${name} >= 0`] : []),
  ];
  return { value, denominator: 1n, isNumber: true, tests };
}

function decimalNumber(
  kind: string,
  { name, scale, exponent }: { name: string; scale: number; exponent: number },
): Native {
  const denominator = 10n ** BigInt(scale);
  const whole = `(${name}::decimal(38, ${scale}) * ${denominator})`;
  const value = `try_cast(${whole} as bigint)`;
  const kept = kind === 'ratio' ? 0 : Math.max(0, scale - exponent);
  const tests = [
    `${value} is not null`,
    ...(kept > 0 ? [`${value} % ${10n ** BigInt(kept)} = 0`] : []),
    ...(kind === 'count' ? [`${value} >= 0`] : []),
  ];
  return { value, denominator, isNumber: true, tests };
}

function rangeOf({ least, most }: FactRange, { value, denominator }: Native): string[] {
  const compare = (bound: Rational, sign: string) =>
    `${value}::hugeint * ${bound.denominator} ${sign} ${bound.numerator * denominator}`;
  return [...(least ? [compare(least, '>=')] : []), ...(most ? [compare(most, '<=')] : [])];
}

// The largest whole number a JSON reader keeps exactly (RFC 8259, section 6).
const exactInteger = '9007199254740991';

/** Renders a column so that JSON keeps it exactly: large and decimal numbers, instants as text. */
export function renderJsonValue(column: string, type: string): string {
  if (/^U?(BIGINT|HUGEINT)$/.test(type)) {
    const isExact = `${column} between -${exactInteger} and ${exactInteger}`;
    return `case when ${isExact} then to_json(${column}) else to_json(${column}::varchar) end`;
  }
  // JSON has no NaN and no infinity; as text they are told as what was found.
  if (type === 'DOUBLE' || type === 'FLOAT') {
    return `case when isfinite(${column}) then to_json(${column}) else to_json(${column}::varchar) end`;
  }
  if (type.startsWith('DECIMAL')) return `to_json(${column}::varchar)`;
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return `to_json(strftime(make_timestamp(epoch_us(${column})), '%Y-%m-%dT%H:%M:%S.%gZ'))`;
  }
  return `to_json(${column})`;
}
