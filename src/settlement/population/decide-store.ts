import { compilePolicy, duckdb, type FactColumn } from '../../policy/compile/index.ts';
import type { DecidedDocument } from './decided-document.ts';
import type { OpenDocument, Population } from './population-store.ts';
import { decideTuples } from './tuple-store.ts';

/**
 * Makes every document of a population ready: compiled where the language allows it, else decided
 * for each distinct set of facts. `road` asks for one of the two, to compare them.
 */
export async function decideDocuments(
  population: Population,
  options: { readonly road?: 'per_tuple' } = {},
): Promise<readonly DecidedDocument[]> {
  const decided: DecidedDocument[] = [];
  for (const [index, open] of population.documents.entries()) {
    const prefix = `d${index}x`;
    decided.push(await decideDocument(population, open, { prefix, ...options }));
  }
  return decided;
}

/** Makes one document of a population ready. */
export async function decideDocument(
  population: Population,
  open: OpenDocument,
  { prefix, road }: { readonly prefix: string; readonly road?: 'per_tuple' },
): Promise<DecidedDocument> {
  const { document, facts, evidenceColumn } = open;
  if (road === 'per_tuple') {
    return decideTuples(population, open, { prefix, reason: 'as asked' });
  }
  const compiled = compilePolicy(document, {
    dialect: duckdb,
    ...{ facts, prefix },
    ...(evidenceColumn === undefined ? {} : { evidenceColumn }),
  });
  if (!compiled.ok) {
    return decideTuples(population, open, { prefix, reason: compiled.refusal.reason });
  }
  const { statements, conditions, statusColumn, missingNames, render } = compiled.value;
  const used = compiled.value.usedFacts.flatMap((name) => columnsOf(facts.get(name)));
  const needsEvidence = document.rules.some(({ needs }) => needs.length > 0);
  const shown = needsEvidence && evidenceColumn !== undefined ? [evidenceColumn] : [];
  return {
    ...{ document, road: 'compiled', statements, conditions, statusColumn, missingNames, render },
    usedColumns: [...used, ...shown],
  };
}

/** Gives the columns of a fact: its own, and the arrays of a list or an interval set. */
function columnsOf(fact: FactColumn | undefined): readonly string[] {
  if (!fact) return [];
  const { column, list, runs } = fact;
  if (runs) return [column, runs.from, runs.until];
  const arrays = [...(list?.parts.values() ?? [])].map((part) => part.column);
  return [column, ...arrays, ...(list?.times === undefined ? [] : [list.times])];
}
