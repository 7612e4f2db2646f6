import {
  currencyExponent,
  groupDigits,
  parseCurrency,
  type Rational,
  renderRational,
} from '../../kernel/index.ts';
import type {
  Bound,
  Edge,
  Expression,
  RoundingText,
  Row,
  RowOutcome,
  Table,
} from '../expression.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** How tightly an expression binds; one that binds less than its place asks for gets parentheses. */
const levels = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  rounding: 5,
  sum: 6,
  product: 7,
  unary: 8,
  primary: 9,
} as const;

/** Gives an expression in canonical text, in parentheses when its place binds tighter. */
export function formatExpression(expression: Expression, atLeast: number = levels.or): string {
  const text = formatBare(expression);
  return levelOf(expression) < atLeast ? `(${text})` : text;
}

/** Gives an expression for a place that takes a sum, such as a bound or a limit. */
export function formatSum(expression: Expression): string {
  return formatExpression(expression, levels.sum);
}

/** Gives an expression for a place that takes a rounding but no comparison, such as an amount. */
export function formatAmount(expression: Expression): string {
  return formatExpression(expression, levels.rounding);
}

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'logic':
      return expression.operator === 'or' ? levels.or : levels.and;
    case 'not':
      return levels.not;
    case 'compare':
    case 'between':
    case 'one_of':
      return levels.compare;
    case 'round':
    case 'if':
      return levels.rounding;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-'
        ? levels.sum
        : levels.product;
    case 'negate':
      return levels.unary;
    case 'table':
    case 'selection':
      return 0;
    default:
      return levels.primary;
  }
}

function formatBare(expression: Expression): string {
  const format = formats[expression.kind] as (one: Expression) => string;
  return format(expression);
}

const relations = {
  equal: 'is',
  not_equal: 'is not',
  below: 'is below',
  at_most: 'is at most',
  above: 'is above',
  at_least: 'is at least',
  before: 'is before',
  after: 'is after',
} as const;

const formats: { readonly [K in Expression['kind']]: (one: Of<K>) => string } = {
  number: ({ value, unit }) => {
    const number = formatNumber(value, digitsOf(unit));
    if (unit === undefined) return number;
    return unit === '%' ? `${number} %` : `${number} ${unit}`;
  },
  date: ({ on }) => on,
  instant: ({ text }) => text,
  yes_no: ({ value }) => (value ? 'yes' : 'no'),
  name: ({ name }) => name,
  dated: ({ name, on }) => `${name} on ${formatExpression(on, levels.primary)}`,
  arithmetic: (one) => {
    const level = levelOf(one);
    const sign = one.operator === '-' ? '−' : one.operator;
    return `${formatExpression(one.left, level)} ${sign} ${formatExpression(one.right, level + 1)}`;
  },
  negate: ({ operand }) => `−${formatExpression(operand, levels.unary)}`,
  compare: ({ left, right, relation }) =>
    `${formatAmount(left)} ${relations[relation]} ${formatAmount(right)}`,
  between: ({ left, low, high }) =>
    `${formatAmount(left)} is between ${formatSum(low)} and ${formatSum(high)}`,
  one_of: ({ left, values, list }) => {
    const among = list ? formatExpression(list) : `(${formatList(values)})`;
    return `${formatAmount(left)} is one of ${among}`;
  },
  logic: (one) => {
    const level = levelOf(one);
    return `${formatExpression(one.left, level)} ${one.operator} ${formatExpression(one.right, level + 1)}`;
  },
  not: ({ operand }) => `not ${formatExpression(operand, levels.not)}`,
  if: (one) => {
    const { condition, then } = one;
    return `if ${formatExpression(condition)} then ${formatAmount(then)} else ${formatLast(one)}`;
  },
  round: ({ operand, rounding }) => `${formatSum(operand)} ${formatRounding(rounding)}`,
  extreme: ({ which, operands }) => `${which} of (${formatList(operands)})`,
  counting: (one) => {
    const [unit, total] = [one.unit, one.total].map((part) =>
      formatExpression(part, levels.primary),
    );
    const { part } = one;
    const rule = part ? ` part ${part.bound} ${formatExpression(part.value, levels.primary)}` : '';
    return `${one.rule} ${unit} in ${total}${rule}`;
  },
  call: ({ callee, operands }) => `${callee}(${formatList(operands)})`,
  list: ({ items }) => `list of (${formatList(items)})`,
  each: ({ of }) => of ?? 'each',
  field: ({ name, of }) => `${name} of ${of ?? 'each'}`,
  end: ({ end }) => formatOutcome(end),
  selection: ({ source, variable, item, where }) => {
    const clause = where ? ` where ${formatExpression(where)}` : '';
    if (!item) return `${formatAmount(source)}${clause}`;
    const start = item.kind === 'table' ? formatInline(item.table) : formatAmount(item);
    const named = variable ? ` ${variable.name}` : '';
    return `${start} for each${named} of ${formatSum(source)}${clause}`;
  },
  table: ({ table }) => formatInline(table),
};

/** Gives what stands after `else`; brackets around a rounding of it alone are kept. */
function formatLast({ otherwise, isElseBracketed }: Of<'if'>): string {
  return formatExpression(otherwise, isElseBracketed === true ? levels.sum : levels.rounding);
}

function formatList(operands: readonly Expression[]): string {
  return operands
    .map((operand) =>
      operand.kind === 'selection' ? formatBare(operand) : formatExpression(operand),
    )
    .join(', ');
}

/** Gives `rounded up to 10 KRW`. */
export function formatRounding({ mode, increment, open }: RoundingText): string {
  if (open) return `rounded${open === 'tie' ? ' half' : ''} to ${formatSum(increment)}`;
  return `rounded ${mode.replace('_', ' ')} to ${formatSum(increment)}`;
}

/** Gives how many digits an amount has after the point where it has any, as in `34.50 EUR`. */
function digitsOf(unit: string | undefined): number {
  const currency = unit === undefined ? undefined : parseCurrency(unit);
  return currency === undefined ? 0 : currencyExponent(currency);
}

/**
 * Gives a number with `_` between thousands when it has four digits or more before the point, and
 * `least` digits after the point when it has any.
 */
function formatNumber(value: Rational, least: number): string {
  const { numerator, denominator } = value;
  let digits = denominator === 1n ? 0 : least;
  let scale = 10n ** BigInt(digits);
  while (scale % denominator !== 0n && digits < 400) {
    digits += 1;
    scale *= 10n;
  }
  if (scale % denominator !== 0n) return renderRational(value);
  const scaled = ((numerator * scale) / denominator).toString().padStart(digits + 1, '0');
  const whole = scaled.slice(0, scaled.length - digits);
  const grouped = groupDigits(whole, '_');
  return digits === 0 ? grouped : `${grouped}.${scaled.slice(scaled.length - digits)}`;
}

/** Gives a table as its head and its rows, the colons of the rows in one column. */
export function formatTable(table: Table): string[] {
  const head = `${table.isMarginal ? 'marginal ' : ''}by ${formatSum(table.key)}`;
  const bounds = table.rows.map((row) => formatBound(row.bound));
  const width = Math.max(...bounds.map((bound) => bound.length));
  return [head, ...formatRows(table, width)];
}

/** Gives a table on one line, for a place inside a calculation. */
function formatInline(table: Table): string {
  const [head = ''] = formatTable(table);
  return [head, ...formatRows(table, 0)].join(' ');
}

function formatRows({ rows }: Table, width: number): string[] {
  return rows.map(
    ({ bound, outcome }: Row) => `${formatBound(bound).padEnd(width)} : ${formatOutcome(outcome)}`,
  );
}

function formatOutcome(outcome: RowOutcome): string {
  if (outcome.kind === 'value') return formatAmount(outcome.value);
  if (outcome.because === undefined) return outcome.kind;
  const { ko, en } = outcome.text ?? { ko: '', en: '' };
  const text = ko === en ? `"${ko}"` : `"${ko}" / "${en}"`;
  return `${outcome.kind} because ${outcome.because}${outcome.text ? ` ${text}` : ''}`;
}

function formatBound(bound: Bound): string {
  switch (bound.kind) {
    case 'rest_above':
      return 'above';
    case 'otherwise':
      return 'otherwise';
    case 'exactly':
      return `exactly ${formatSum(bound.value)}`;
    case 'values':
      return `is ${bound.values.map(({ name }) => name).join(', ')}`;
    default:
      return formatRange(bound);
  }
}

function formatRange({ low, high, open }: Extract<Bound, { kind: 'range' }>): string {
  if (open === 'between' && low && high) {
    return `between ${formatSum(low.value)} and ${formatSum(high.value)}`;
  }
  const until = high && formatUpper(high, { open, isAlone: !low });
  if (!low) return until ?? '';
  const from = `${low.isInclusive ? 'from' : 'above'} ${formatSum(low.value)}`;
  return until === undefined ? from : `${from} ${until}`;
}

function formatUpper(
  high: Edge,
  { open, isAlone }: { open: 'to' | 'between' | undefined; isAlone: boolean },
): string {
  const value = formatSum(high.value);
  if (open) return `to ${value}`;
  if (high.isInclusive) return `up to ${value}`;
  return isAlone ? `below ${value}` : `to below ${value}`;
}
