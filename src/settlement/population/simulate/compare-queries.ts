import {
  type DecidedDocument,
  listCurrencies,
  outcomeText,
  paidMinor,
} from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import type { Comparison, OutcomeChange } from './simulation.ts';
import { decided, readRows } from './tuples-store.ts';

interface Versions {
  readonly after: readonly DecidedDocument[];
  readonly before: readonly DecidedDocument[];
}

/** Counts who gets more and who gets less than before, by class; before can be nothing at all. */
export async function compareCosts(
  population: Population,
  { after, before }: Versions,
): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const currency of listCurrencies([...after, ...before])) {
    const [now, was] = [after, before].map((documents) =>
      paidMinor(
        documents.flatMap((one) => one.statements),
        currency,
      ),
    );
    const rows = await readRows(
      population,
      `select party_class, sum(n) filter (where now > was) as winners,
         sum(n) filter (where now < was) as losers, sum(n) filter (where now = was) as same,
         coalesce(sum((now - was) * n) filter (where now > was), 0)::varchar as gain,
         coalesce(sum((was - now) * n) filter (where now < was), 0)::varchar as loss,
         sum(was * n)::varchar as before, sum(now * n)::varchar as after
       from (select party_class, n, ${now} as now, ${was} as was from ${decided})
       group by 1 order by 1`,
    );
    found.push(
      ...rows.map((row) => ({
        ...{ partyClass: String(row.party_class), currency },
        winners: Number(row.winners ?? 0),
        losers: Number(row.losers ?? 0),
        unchanged: Number(row.same ?? 0),
        ...{ gainMinor: String(row.gain), lossMinor: String(row.loss) },
        ...{ beforeMinor: String(row.before), afterMinor: String(row.after) },
      })),
    );
  }
  return found;
}

/** Tells, rule by rule, which parties end differently than before, the largest change first. */
export async function listChanges(
  population: Population,
  { after, before }: Versions,
): Promise<OutcomeChange[]> {
  const statementsOf = (documents: readonly DecidedDocument[]) => {
    const seen = new Map<string, number>();
    return documents.flatMap(({ statements }) =>
      statements.map((statement) => {
        const at = seen.get(statement.rule) ?? 0;
        seen.set(statement.rule, at + 1);
        return { key: `${statement.rule} ${at}`, statement };
      }),
    );
  };
  const earlier = new Map(statementsOf(before).map(({ key, statement }) => [key, statement]));
  const changes: OutcomeChange[] = [];
  for (const { key, statement } of statementsOf(after)) {
    const was = earlier.get(key);
    if (!was) continue;
    const rows = await readRows(
      population,
      `select ${was.outcomeColumn} as was, ${statement.outcomeColumn} as now, sum(n) as parties,
         min(example) as example from ${decided} group by 1, 2`,
    );
    for (const row of rows) {
      const [from, to] = [was.outcomes[Number(row.was)], statement.outcomes[Number(row.now)]];
      if (!from || !to) continue;
      const texts = {
        before: outcomeText(was.clause, from),
        after: outcomeText(statement.clause, to),
      };
      if (texts.before === texts.after) continue;
      const { rule } = statement;
      const example = String(row.example);
      changes.push({ rule, ...texts, parties: Number(row.parties), example });
    }
  }
  return changes.sort((left, right) => right.parties - left.parties);
}
