import type { ResolvedEdge, ResolvedRow } from '../../check/resolve-table.ts';
import type { Expression, RowOutcome, Table } from '../../expression.ts';
import { haltOf } from '../value.ts';
import {
  addExact,
  compareExact,
  type Exact,
  exactOf,
  multiplyExact,
  subtractExact,
} from './exact-number.ts';
import { type Direct, held, type Program, type Run, type State, Stop } from './program.ts';

interface Tools {
  readonly program: Program;
  readonly compileExpression: (expression: Expression, program: Program) => Run;
}

/** Makes a table into a function, or gives undefined where the general way must be taken. */
export function compileTable(table: Table, tools: Tools): Run | undefined {
  const { program, compileExpression } = tools;
  const rows = program.analysis.tables.get(table)?.rows;
  const kind = program.analysis.known.get(table.key)?.kind;
  if (!rows || (kind !== 'quantity' && kind !== 'choice')) return undefined;
  const key = compileExpression(table.key, program);
  if (kind === 'choice') return byChoice(rows, key, tools);
  return table.isMarginal ? marginal(rows, key, tools) : byRange(rows, key, tools);
}

function outcomeOf(outcome: RowOutcome, { program, compileExpression }: Tools): Run {
  if (outcome.kind === 'value') return compileExpression(outcome.value, program);
  const stop = new Stop(haltOf(outcome));
  return () => stop;
}

function byChoice(rows: readonly ResolvedRow[], key: Run, tools: Tools): Run {
  const runs = new Map<Direct, Run>();
  let rest: Run | undefined;
  for (const row of rows) {
    const run = outcomeOf(row.row.outcome, tools);
    if (row.kind === 'otherwise') rest ??= run;
    if (row.kind !== 'values') continue;
    for (const value of row.values) if (!runs.has(value)) runs.set(value, run);
  }
  return (state) => {
    const choice = key(state);
    if (choice instanceof Stop) return choice;
    return ((runs.get(choice) ?? rest) as Run)(state);
  };
}

interface Band {
  readonly low?: Exact;
  readonly high?: Exact;
  readonly isLowInclusive: boolean;
  readonly isHighInclusive: boolean;
  readonly run: Run;
}

function bandsOf(rows: readonly ResolvedRow[], tools: Tools): Band[] {
  return rows.flatMap((row) => {
    if (row.kind !== 'range') return [];
    const value = (edge: ResolvedEdge | undefined) => edge && exactOf(edge.value);
    const [low, high] = [value(row.low), value(row.high)];
    return {
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
      isLowInclusive: row.low?.isInclusive === true,
      isHighInclusive: row.high?.isInclusive === true,
      run: outcomeOf(row.row.outcome, tools),
    };
  });
}

function holds(key: Exact, { low, high, isLowInclusive, isHighInclusive }: Band): boolean {
  if (low !== undefined) {
    const order = compareExact(key, low);
    if (order < 0 || (order === 0 && !isLowInclusive)) return false;
  }
  if (high === undefined) return true;
  const order = compareExact(key, high);
  return order < 0 || (order === 0 && isHighInclusive);
}

function byRange(rows: readonly ResolvedRow[], key: Run, tools: Tools): Run {
  const bands = bandsOf(rows, tools);
  const rest = rows.find((row) => row.kind === 'otherwise');
  const otherwise = rest && outcomeOf(rest.row.outcome, tools);
  return (state) => {
    const value = key(state);
    if (value instanceof Stop) return value;
    for (const band of bands) if (holds(value as Exact, band)) return band.run(state);
    return (otherwise as Run)(state);
  };
}

/** Adds up the parts of the key inside each row, as `marginal by` says. */
function marginal(rows: readonly ResolvedRow[], key: Run, tools: Tools): Run {
  const bands = bandsOf(rows, tools);
  return (state) => {
    const whole = key(state);
    if (whole instanceof Stop) return whole;
    return sumBands(bands, { state, whole: whole as Exact });
  };
}

function sumBands(
  bands: readonly Band[],
  { state, whole }: { readonly state: State; readonly whole: Exact },
): Direct {
  let sum: Direct = 0;
  for (const band of bands) {
    if (sum instanceof Stop) break;
    const part = partInside(band, whole);
    const value = compareExact(part, 0) > 0 ? band.run(state) : 0;
    if (!(value instanceof Stop)) {
      sum = held(addExact(sum as Exact, multiplyExact(part, value as Exact)));
    } else if (!isNone(value)) return value;
  }
  return sum;
}

function partInside({ low = 0, high }: Band, key: Exact): Exact {
  const isInside = high !== undefined && compareExact(high, key) < 0;
  return subtractExact(isInside ? high : key, low);
}

function isNone({ value }: Stop): boolean {
  return value.kind === 'halt' && value.status === 'none';
}
