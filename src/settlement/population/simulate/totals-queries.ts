import { type PlannedStatement, planStatuses } from '../../../policy/compile/index.ts';
import { type DecidedDocument, isAward, listCurrencies, paidMinor } from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import type {
  ClassCost,
  ClauseTotal,
  Distribution,
  ReasonCount,
  StatusCount,
} from './simulation.ts';
import { decided, readRows } from './tuples-store.ts';

/** Counts how each class of parties ended under each document. */
export async function countStatuses(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<StatusCount[]> {
  const counts: StatusCount[] = [];
  for (const { document, statusColumn } of documents) {
    const rows = await readRows(
      population,
      `select party_class, ${statusColumn} as status, sum(n) as parties from ${decided}
       group by all order by all`,
    );
    counts.push(
      ...rows.map((row) => ({
        policy: document.header.policy,
        partyClass: String(row.party_class),
        status: planStatuses[Number(row.status)] ?? '',
        parties: Number(row.parties),
      })),
    );
  }
  return counts;
}

/** Sums what each class of parties gets under each award statement. */
export async function sumClauses(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<ClauseTotal[]> {
  const totals: ClauseTotal[] = [];
  for (const { document, statements } of documents) {
    for (const statement of statements) {
      const rows = await readRows(
        population,
        `select party_class, ${statement.outcomeColumn} as outcome, sum(n) as parties,
           sum(${statement.amountColumn}::hugeint * n)::varchar as amount
         from ${decided} where ${isAward(statement)} group by 1, 2 order by 1, 2`,
      );
      for (const row of rows) {
        const remedy = statement.outcomes[Number(row.outcome)]?.remedy;
        totals.push({
          policy: document.header.policy,
          ...{ clause: statement.clause, rule: statement.rule },
          partyClass: String(row.party_class),
          remedy: remedy?.remedy ?? '',
          name: remedy?.name ?? null,
          currency: remedy?.currency ?? null,
          unit: remedy?.unit ?? null,
          parties: Number(row.parties),
          amount: String(row.amount),
        });
      }
    }
  }
  return totals;
}

/** Counts the parties that each award statement gives nothing, and why. */
export async function countReasons(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<ReasonCount[]> {
  const counts: ReasonCount[] = [];
  for (const one of documents) {
    for (const statement of one.statements) {
      const { outcomeColumn, missingColumn = '0' } = statement;
      const rows = await readRows(
        population,
        `select party_class, ${outcomeColumn} as outcome, ${missingColumn} as missing,
           sum(n) as parties from ${decided} where not ${isAward(statement)}
         group by all order by all`,
      );
      counts.push(...rows.map((row) => reasonOf(row, { one, statement })));
    }
  }
  return counts;
}

function reasonOf(
  row: Readonly<Record<string, unknown>>,
  { one, statement }: { readonly one: DecidedDocument; readonly statement: PlannedStatement },
): ReasonCount {
  const { clause, rule, outcomes } = statement;
  const { status = '', reason = null } = outcomes[Number(row.outcome)] ?? {};
  const bits = status === 'undecidable' ? BigInt(String(row.missing ?? 0)) : 0n;
  return {
    ...{ policy: one.document.header.policy, clause, rule, status, reason },
    partyClass: String(row.party_class),
    missing: one.missingNames.filter((_, bit) => (bits >> BigInt(bit)) & 1n),
    parties: Number(row.parties),
  };
}

/** Sums what each class of parties is paid in each currency, over all documents. */
export async function sumCosts(
  population: Population,
  documents: readonly DecidedDocument[],
  table: string = decided,
): Promise<ClassCost[]> {
  const statements = documents.flatMap((one) => one.statements);
  const costs: ClassCost[] = [];
  for (const currency of listCurrencies(documents)) {
    const paid = paidMinor(statements, currency);
    const rows = await readRows(
      population,
      `select party_class, sum(n) filter (where ${paid} > 0) as parties,
         sum(${paid} * n)::varchar as amount from ${table} group by 1 order by 1`,
    );
    costs.push(
      ...rows.map((row) => ({
        ...{ partyClass: String(row.party_class), currency },
        parties: Number(row.parties ?? 0),
        amountMinor: String(row.amount ?? '0'),
      })),
    );
  }
  return costs;
}

/** Sums what is awarded in kind, by unit: points, items, hours, months. */
export async function sumKinds(
  population: Population,
  documents: readonly DecidedDocument[],
  table: string = decided,
): Promise<{ readonly unit: string; readonly amount: string }[]> {
  const statements = documents.flatMap((one) => one.statements);
  const units = new Set(
    statements.flatMap(({ outcomes }) => outcomes.flatMap(({ remedy }) => remedy?.unit ?? [])),
  );
  const sums: { unit: string; amount: string }[] = [];
  for (const unit of units) {
    const parts = statements.map((statement) => {
      const holds = isAward(statement, ({ remedy }) => remedy?.unit === unit);
      return `case when ${holds} then ${statement.amountColumn}::hugeint else 0 end`;
    });
    const query = `select coalesce(sum((${parts.join(' + ')}) * n), 0)::varchar as amount from ${table}`;
    const [row] = await readRows(population, query);
    sums.push({ unit, amount: String(row?.amount ?? '0') });
  }
  return sums;
}

const shares = [0, 10, 25, 50, 75, 90, 99, 100] as const;
const mostBins = 20;

/** Tells how the money of each currency is spread over the parties that get some. */
export async function spreadMoney(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<Distribution[]> {
  const statements = documents.flatMap((one) => one.statements);
  const spread: Distribution[] = [];
  for (const currency of listCurrencies(documents)) {
    const rows = await readRows(
      population,
      `select paid::varchar as amount, sum(n) as parties
       from (select ${paidMinor(statements, currency)} as paid, n from ${decided})
       where paid > 0 group by paid order by paid`,
    );
    const steps = rows.map((row) => ({
      amount: BigInt(String(row.amount)),
      parties: Number(row.parties),
    }));
    if (steps.length > 0) spread.push(distributionOf(currency, steps));
  }
  return spread;
}

interface Step {
  readonly amount: bigint;
  readonly parties: number;
}

function distributionOf(currency: string, steps: readonly Step[]): Distribution {
  const parties = steps.reduce((sum, step) => sum + step.parties, 0);
  const quantiles = shares.map((share) => ({
    share: `${share} %`,
    amountMinor: String(amountAt(steps, Math.max(1, Math.ceil((parties * share) / 100)))),
  }));
  const last = steps.at(-1)?.amount ?? 0n;
  const width = last / BigInt(mostBins) + 1n;
  const bins = new Map<bigint, number>();
  for (const { amount, parties: count } of steps) {
    bins.set(amount / width, (bins.get(amount / width) ?? 0) + count);
  }
  const histogram = [...bins].map(([bin, count]) => ({
    fromMinor: String(bin * width),
    untilMinor: String((bin + 1n) * width - 1n),
    parties: count,
  }));
  return { currency, parties, quantiles, histogram };
}

function amountAt(steps: readonly Step[], rank: number): bigint {
  let counted = 0;
  for (const { amount, parties } of steps) {
    counted += parties;
    if (counted >= rank) return amount;
  }
  return steps.at(-1)?.amount ?? 0n;
}
