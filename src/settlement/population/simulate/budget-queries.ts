import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import type { PlannedStatement } from '../../../policy/compile/index.ts';
import { type DecidedDocument, isAward } from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import { type AwardGroup, type BudgetShare, shareBudget } from './budget.ts';
import type { BudgetResult } from './simulation.ts';
import { decided, readRows } from './tuples-store.ts';

/** A budget that cannot be shared among these awards: why. */
export interface BudgetRefusal {
  readonly code: 'simulation_budget_too_large';
  readonly most: string;
}

/** What a budget comes to, and, where it is not enough, the documents with awards cut to it. */
export interface Budgeted {
  readonly result: BudgetResult;
  readonly documents: readonly DecidedDocument[];
}

// Products of an amount and a budget are worked out in 128 bits.
const mostProduct = 2n ** 126n;

/** Cuts the awards of a currency to a budget, exactly pro rata. */
export async function applyBudget(
  population: Population,
  documents: readonly DecidedDocument[],
  { budgetMinor, currency }: { readonly budgetMinor: bigint; readonly currency: string },
): Promise<Outcome<Budgeted, BudgetRefusal>> {
  const statements = documents.flatMap((one) => one.statements);
  const groups = await gatherGroups(population, statements, currency);
  const most = groups.reduce((best, { amount }) => (amount > best ? amount : best), 1n);
  if (most * budgetMinor > mostProduct) {
    return refuse({ code: 'simulation_budget_too_large', most: String(mostProduct / most) });
  }
  const share = shareBudget(groups, budgetMinor);
  const demand = groups.reduce((sum, { amount, parties }) => sum + amount * parties, 0n);
  const base = { currency, budgetMinor: String(budgetMinor), demandMinor: String(demand) };
  if (!share) {
    const result = { ...base, paidMinor: String(demand), isEnough: true, roundedUp: 0 };
    return accept({ result, documents });
  }
  const last = await lastParty(population, { documents, statements, share, currency });
  const cut = cutDocuments(documents, { share, currency, last });
  const result = {
    ...{ ...base, paidMinor: String(budgetMinor), isEnough: false },
    roundedUp: Number(share.roundedUp),
  };
  return accept({ result, documents: cut });
}

async function gatherGroups(
  population: Population,
  statements: readonly PlannedStatement[],
  currency: string,
): Promise<AwardGroup[]> {
  const groups: AwardGroup[] = [];
  for (const [index, statement] of statements.entries()) {
    const holds = inCurrency(statement, currency);
    if (holds === 'false') continue;
    const rows = await readRows(
      population,
      `select ${statement.amountColumn}::varchar as amount, sum(n)::varchar as parties
       from ${decided} where ${holds} group by 1`,
    );
    groups.push(
      ...rows.map((row) => ({
        statement: index,
        amount: BigInt(String(row.amount)),
        parties: BigInt(String(row.parties)),
      })),
    );
  }
  return groups;
}

function inCurrency(statement: PlannedStatement, currency: string): string {
  return isAward(statement, ({ remedy }) => remedy?.currency === currency);
}

interface Cut {
  readonly share: BudgetShare;
  readonly currency: string;
  /** the last party of the boundary group that gets one unit more, quoted */
  readonly last: string | undefined;
}

async function lastParty(
  population: Population,
  work: {
    readonly documents: readonly DecidedDocument[];
    readonly statements: readonly PlannedStatement[];
    readonly share: BudgetShare;
    readonly currency: string;
  },
): Promise<string | undefined> {
  const { boundary } = work.share;
  const statement = boundary && work.statements[boundary.statement];
  const own = work.documents.find((one) => statement && one.statements.includes(statement));
  if (!boundary || !statement || !own || boundary.first === 0n) return undefined;
  const [row] = await readRows(
    population,
    `select party_id::varchar as party from (${own.render(population.base)})
     where ${inCurrency(statement, work.currency)} and ${statement.amountColumn} = ${boundary.amount}
     order by party_id limit 1 offset ${boundary.first - 1n}`,
  );
  return row === undefined ? undefined : `'${String(row.party).replaceAll("'", "''")}'`;
}

function cutDocuments(documents: readonly DecidedDocument[], cut: Cut): DecidedDocument[] {
  let number = 0;
  return documents.map((one) => {
    const statements = one.statements.map((statement) => {
      const index = number;
      number += 1;
      return { statement, index };
    });
    const cuts = statements.flatMap(({ statement, index }) => {
      const holds = inCurrency(statement, cut.currency);
      if (holds === 'false') return [];
      const reduced = cutAmount(statement, index, cut);
      const { amountColumn } = statement;
      return [`case when ${holds} then ${reduced} else ${amountColumn} end as ${amountColumn}`];
    });
    if (cuts.length === 0) return one;
    return {
      ...one,
      render: (source: string) =>
        `select * replace (${cuts.join(', ')}) from (${one.render(source)})`,
    };
  });
}

function cutAmount(
  { amountColumn }: PlannedStatement,
  index: number,
  { share, last }: Cut,
): string {
  const { demand, budget, remainder, boundary } = share;
  const product = `(${amountColumn}::hugeint * ${budget}::hugeint)`;
  const rest = `(${product} % ${demand}::hugeint)`;
  const more = [`${rest} > ${remainder}::hugeint`];
  if (boundary)
    more.push(
      `(${rest} = ${remainder}::hugeint and ${tieTaken(index, amountColumn, { boundary, last })})`,
    );
  return `(${product} // ${demand}::hugeint + case when ${more.join(' or ')} then 1 else 0 end)`;
}

function tieTaken(
  index: number,
  amountColumn: string,
  { boundary, last }: { boundary: NonNullable<BudgetShare['boundary']>; last: string | undefined },
): string {
  if (index !== boundary.statement) return String(index < boundary.statement);
  const isFirst = last === undefined ? 'false' : `party_id <= ${last}`;
  return `(${amountColumn} < ${boundary.amount} or (${amountColumn} = ${boundary.amount} and ${isFirst}))`;
}
