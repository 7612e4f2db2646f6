import { type DecidedDocument, isAward } from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import type { Missed } from './simulation.ts';
import { decided, readRows } from './tuples-store.ts';

/** Tells who gets nothing under any document, and for how many which condition stands in the way. */
export async function findMissed(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<Missed> {
  const awards = documents.flatMap(({ statements }) => statements.map((one) => isAward(one)));
  const gets = awards.length === 0 ? 'false' : awards.join(' or ');
  const rows = await readRows(
    population,
    `select party_class, sum(n) as parties from ${decided} where not (${gets})
     group by 1 order by 1`,
  );
  const byClass = rows.map((row) => ({
    partyClass: String(row.party_class),
    parties: Number(row.parties),
  }));
  const conditions: Missed['conditions'][number][] = [];
  for (const one of documents) conditions.push(...(await countConditions(population, one)));
  return { parties: byClass.reduce((sum, { parties }) => sum + parties, 0), byClass, conditions };
}

async function countConditions(
  population: Population,
  { document, conditions }: DecidedDocument,
): Promise<Missed['conditions'][number][]> {
  if (conditions.length === 0) return [];
  const counts = conditions.flatMap(({ column, rule }, index) => {
    const others = conditions.filter((one) => one.rule === rule && one.column !== column);
    const rest = others.map((one) => ` and ${one.column}`).join('');
    return [
      `coalesce(sum(n) filter (where not ${column}), 0) as all_${index}`,
      `coalesce(sum(n) filter (where not ${column}${rest}), 0) as only_${index}`,
    ];
  });
  const [row = {}] = await readRows(population, `select ${counts.join(', ')} from ${decided}`);
  return conditions.map(({ clause, rule, text }, index) => ({
    ...{ policy: document.header.policy, clause, rule, condition: text },
    parties: Number(row[`all_${index}`]),
    onlyThis: Number(row[`only_${index}`]),
  }));
}
