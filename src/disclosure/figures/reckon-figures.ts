import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type PopulationInputs, reckonPopulation } from '../../settlement/counts/index.ts';
import type { Bounds, CashFigures, ClassClaims, Figures, PolicyFigures } from './figures.ts';
import { parseTable } from './input-file.ts';
import { anyValue, groupMin } from './k-anonymous.ts';
import { inputNames, tables } from './make-inputs.ts';

/** Why figures cannot be reckoned from files; `file` is the one that stands in the way. */
export interface FiguresRefusal {
  readonly code:
    | 'input_missing'
    | 'input_unreadable'
    | 'input_not_anonymous'
    | 'input_policy_missing'
    | 'input_policy_unreadable';
  readonly file: string;
  readonly found: string;
}

type Row<C extends keyof typeof tables> = Readonly<Record<(typeof tables)[C][number], string>>;

interface Tables {
  readonly claims: readonly Row<'claims'>[];
  readonly days: readonly Row<'days'>[];
  readonly payments: readonly Row<'payments'>[];
  readonly delays: readonly Row<'delays'>[];
  readonly issues: readonly Row<'issues'>[];
}

const countColumns = {
  ...{ claims: 'claims', days: 'claims', payments: 'payments' },
  ...{ delays: 'payments', issues: 'parties' },
} as const;

const wholeNumber = /^(0|[1-9]\d{0,30})$/;

function readOne(
  files: ReadonlyMap<string, string>,
  table: keyof typeof tables,
): Outcome<readonly Readonly<Record<string, string>>[], FiguresRefusal> {
  const file = inputNames[table];
  const text = files.get(file);
  if (text === undefined) return refuse({ code: 'input_missing', file, found: '' });
  const rows = parseTable<string>(text, tables[table]);
  if (rows === undefined) {
    const found = text.split('\n')[0] ?? '';
    return refuse({ code: 'input_unreadable', file, found });
  }
  const counted = [countColumns[table], ...tables[table].filter((name) => name === 'total_minor')];
  for (const row of rows) {
    const wrong = counted.find((column) => !wholeNumber.test(row[column] ?? ''));
    if (wrong !== undefined) {
      return refuse({ code: 'input_unreadable', file, found: `${wrong}: ${row[wrong]}` });
    }
    if (BigInt(row[countColumns[table]] ?? '0') < groupMin) {
      return refuse({ code: 'input_not_anonymous', file, found: Object.values(row).join(',') });
    }
  }
  return accept(rows);
}

function readTables(files: ReadonlyMap<string, string>): Outcome<Tables, FiguresRefusal> {
  const read: Record<string, unknown> = {};
  for (const table of Object.keys(tables) as (keyof typeof tables)[]) {
    const rows = readOne(files, table);
    if (!rows.ok) return rows;
    read[table] = rows.value;
  }
  return accept(read as unknown as Tables);
}

function sumOf<R>(rows: readonly R[], value: (row: R) => string): bigint {
  return rows.reduce((sum, row) => sum + BigInt(value(row)), 0n);
}

/** Sums the rows that are surely meant, and those that may be because it was left out of them. */
function boundsOf<R>(
  rows: readonly R[],
  of: {
    readonly isMeant: (row: R) => boolean;
    readonly isHidden: (row: R) => boolean;
    readonly value: (row: R) => string;
  },
): Bounds {
  const least = sumOf(rows.filter(of.isMeant), of.value);
  const hidden = sumOf(rows.filter(of.isHidden), of.value);
  return { least: String(least), most: String(least + hidden) };
}

function reckonClaims(rows: Tables['claims']): Figures['claims'] {
  const isHidden = (row: Row<'claims'>): boolean => row.outcome === anyValue;
  const value = (row: Row<'claims'>): string => row.claims;
  const classes = [...new Set(rows.map((row) => row.class))].toSorted();
  const byClass = classes.map((partyClass): ClassClaims => {
    const own = rows.filter((row) => row.class === partyClass);
    const count = (outcome: string): string =>
      String(
        sumOf(
          own.filter((row) => row.outcome === outcome),
          value,
        ),
      );
    const outcomes = { award: count('award'), deny: count('deny'), close: count('close') };
    return { partyClass, claims: String(sumOf(own, value)), ...outcomes, open: count('open') };
  });
  return {
    total: String(sumOf(rows, value)),
    decided: boundsOf(rows, {
      value,
      isHidden,
      isMeant: (row) => /^(award|deny|close)$/.test(row.outcome),
    }),
    awarded: boundsOf(rows, { value, isHidden, isMeant: (row) => row.outcome === 'award' }),
    byClass,
  };
}

function reckonCash(rows: Tables['payments'], currency: string): CashFigures {
  const own = rows.filter((row) => row.currency === currency);
  const isHidden = (row: Row<'payments'>): boolean => row.state === anyValue;
  const count = (row: Row<'payments'>): string => row.payments;
  const minor = (row: Row<'payments'>): string => row.total_minor;
  const isPaid = (row: Row<'payments'>): boolean => row.state === 'paid';
  const isReturned = (row: Row<'payments'>): boolean => row.state === 'returned';
  const classes = [...new Set(own.map((row) => row.class))].toSorted();
  return {
    currency,
    awardCount: String(sumOf(own, count)),
    awardedMinor: String(sumOf(own, minor)),
    paidCount: boundsOf(own, { value: count, isHidden, isMeant: isPaid }),
    paidMinor: boundsOf(own, { value: minor, isHidden, isMeant: isPaid }),
    returnedCount: boundsOf(own, { value: count, isHidden, isMeant: isReturned }),
    byClass: classes.map((partyClass) => {
      const group = own.filter((row) => row.class === partyClass);
      const sums = { count: String(sumOf(group, count)), totalMinor: String(sumOf(group, minor)) };
      return { partyClass, ...sums };
    }),
  };
}

function parsePopulation(text: string): PopulationInputs | undefined {
  try {
    const value = JSON.parse(text) as PopulationInputs;
    const isRead = value.format === 'amends-population/1' && Array.isArray(value.groups);
    return isRead && Number.isSafeInteger(value.remainder.parties) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFew(parties: number): boolean {
  return !Number.isSafeInteger(parties) || (parties !== 0 && BigInt(parties) < groupMin);
}

function reckonPolicy(
  file: string,
  text: string,
  policies: ReadonlyMap<string, string>,
): Outcome<PolicyFigures, FiguresRefusal> {
  const inputs = parsePopulation(text);
  if (inputs === undefined) {
    return refuse({ code: 'input_unreadable', file, found: text.slice(0, 40) });
  }
  const few = [...inputs.groups, inputs.remainder].find(({ parties }) => isFew(parties));
  if (few !== undefined) {
    return refuse({ code: 'input_not_anonymous', file, found: JSON.stringify(few).slice(0, 200) });
  }
  const { policyHash } = inputs;
  const policy = policies.get(policyHash);
  if (policy === undefined) {
    return refuse({ code: 'input_policy_missing', file, found: policyHash });
  }
  const reckoned = reckonPopulation(policy, inputs);
  if ('fault' in reckoned) {
    return refuse({ code: 'input_policy_unreadable', file, found: reckoned.found.slice(0, 200) });
  }
  return accept({
    file,
    policyHash,
    parties: String(reckoned.partyCount),
    remainderParties: String(reckoned.remainderCount),
    totals: reckoned.totals.map(({ parties, amountMinor, ...total }) => ({
      ...total,
      parties: String(parties),
      amountMinor: amountMinor === null ? null : String(amountMinor),
    })),
  });
}

/**
 * Reckons every figure of a report from its published files and policies, and from nothing else:
 * the same code when the report is made and when anybody recomputes it.
 *
 * @param files the text of each input file by its name
 * @param policies the text of each policy version by its hash
 * @returns the figures, or the first file that stands in the way
 */
export function reckonFigures(
  files: ReadonlyMap<string, string>,
  policies: ReadonlyMap<string, string>,
): Outcome<Figures, FiguresRefusal> {
  const read = readTables(files);
  if (!read.ok) return read;
  const { claims, days, payments, delays, issues } = read.value;
  const automatic: PolicyFigures[] = [];
  for (const [file, text] of [...files].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    if (!file.startsWith('population-')) continue;
    const figures = reckonPolicy(file, text, policies);
    if (!figures.ok) return figures;
    automatic.push(figures.value);
  }
  const currencies = [...new Set(payments.map((row) => row.currency))].toSorted();
  return accept({
    claims: reckonClaims(claims),
    days: days.map((row) => ({ from: row.from, until: row.until, claims: row.claims })),
    cash: currencies.map((currency) => reckonCash(payments, currency)),
    delays: delays.map((row) => ({
      fromDays: row.from_days,
      untilDays: row.until_days,
      payments: row.payments,
    })),
    issues: issues.map(({ total_minor: totalMinor, ...row }) => ({ ...row, totalMinor })),
    automatic,
  });
}
