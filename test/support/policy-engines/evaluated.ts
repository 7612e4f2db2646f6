import { rational } from '../../../src/kernel/index.ts';
import { type CompiledPolicy, planStatuses } from '../../../src/policy/compile/index.ts';
import {
  type Award,
  evaluatePolicy,
  type Facts,
  type PolicyDocument,
} from '../../../src/policy/index.ts';

/** What either road gives for one party, in one form, so that the two can be compared. */
export interface Comparable {
  readonly status: string;
  readonly missing: readonly string[];
  /** one for each award statement: the clause, how it ended, and what is due */
  readonly statements: readonly string[];
}

const seconds: Readonly<Record<string, bigint>> = {
  second: 1n,
  minute: 60n,
  hour: 3_600n,
  day: 86_400n,
  week: 604_800n,
};

function write(award: {
  readonly remedy: string;
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  readonly currency?: string | undefined;
  readonly amount: string;
}): string {
  const { remedy, name = '', unit = '', currency = '', amount } = award;
  return `${remedy} ${name} ${amount} ${currency}${unit in seconds ? 'second' : unit}`;
}

function quantityOf({ amountMinor, quantity = rational(0n), unit = '' }: Award): string {
  if (amountMinor !== undefined) return String(amountMinor);
  const scale = seconds[unit] ?? 1n;
  const { numerator, denominator } = quantity;
  const whole = rational(numerator * scale, denominator);
  return whole.denominator === 1n
    ? String(whole.numerator)
    : `${whole.numerator}/${whole.denominator}`;
}

/** Gives what the exact evaluator says. */
export function evaluated(document: PolicyDocument, facts: Facts): Comparable {
  const determination = evaluatePolicy(document, facts, { alternatives: false });
  const awards = [...determination.awards];
  const statements = determination.trace.rules.map(({ clause, status, reason }) => {
    if (status !== 'award') return `${clause} ${status} ${reason ?? ''}`;
    const award = awards.shift();
    if (!award) throw new Error('an award that is listed nowhere');
    const { remedy, name, unit, currency } = award;
    return `${clause} award ${write({ remedy, name, unit, currency, amount: quantityOf(award) })}`;
  });
  const missing = determination.missing.map((name) => name.replace(/ on \d{4}-.*$/, ' on a date'));
  return { status: determination.status, missing: [...new Set(missing)].sort(), statements };
}

/** Gives what a row of the compiled query says. */
export function compiled(
  policy: CompiledPolicy,
  row: Readonly<Record<string, unknown>>,
): Comparable {
  let bits = 0n;
  const statements = policy.statements.map((statement) => {
    const { clause, outcomes, outcomeColumn, amountColumn, missingColumn } = statement;
    const { status, reason, remedy } = outcomes[Number(row[outcomeColumn])] ?? {};
    if (missingColumn && status === 'undecidable') bits |= BigInt(String(row[missingColumn] ?? 0));
    if (status !== 'award' || !remedy) return `${clause} ${status} ${reason ?? ''}`;
    const scale = seconds[remedy.unit ?? ''] ?? 1n;
    const amount = String(BigInt(String(row[amountColumn])) * scale);
    return `${clause} award ${write({ ...remedy, amount })}`;
  });
  const missing = policy.missingNames.filter((_, bit) => (bits >> BigInt(bit)) & 1n);
  const status = planStatuses[Number(row[policy.statusColumn])] ?? '';
  return { status, missing: [...missing].sort(), statements };
}
