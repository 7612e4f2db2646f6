import { accept, type Outcome } from '../../kernel/index.ts';
import type { DecisionTable, TableRefusal } from './decision-table.ts';
import { importTable, nameOf } from './import-table.ts';

/** What a document of imported tables says of itself; DMN has no words for these. */
export interface ImportOptions {
  readonly policy: string;
  readonly currency: string;
  readonly zone: string;
  /** The remedy under which amounts of money are awarded; tables stay parts without one. */
  readonly remedy: 'cash' | 'credit' | 'voucher';
}

/**
 * Gives a policy document that holds decision tables, one clause for each.
 *
 * A result in the document's currency is awarded; every other is a part of a calculation that the
 * author goes on with. Facts that several tables ask for are declared once.
 */
export function importDocument(
  tables: readonly DecisionTable[],
  options: ImportOptions,
): Outcome<string, TableRefusal> {
  const declared = new Set<string>();
  const clauses: string[] = [];
  for (const [index, table] of tables.entries()) {
    const imported = importTable(table);
    if (!imported.ok) return imported;
    const facts = imported.value.facts.filter((fact) => {
      const name = fact.split(' ')[1] ?? '';
      const isNew = !declared.has(name);
      declared.add(name);
      return isNew;
    });
    const lets = imported.value.lets.map(({ name, text }) => `let ${name} = ${text}`);
    const awards = table.outputs.flatMap(({ name, label }) =>
      label === options.currency
        ? [
            `award ${options.remedy} "${plain(table.name)}" ${nameOf(name === '' ? table.name : name)}`,
          ]
        : [],
    );
    const block = [...facts, '', ...lets, ...(awards.length > 0 ? ['', ...awards] : [])];
    clauses.push(
      `## §${index + 1} ${plain(table.name)}\n\n\`\`\`amends\n${block.join('\n')}\n\`\`\`\n`,
    );
  }
  return accept([header(options), ...clauses].join('\n'));
}

// A name of DMN is any text; in a heading it must begin no block and end no line.
function plain(name: string): string {
  return name.replace(/[\s"`<>]+/g, ' ').trim();
}

function header({ policy, currency, zone }: ImportOptions): string {
  return [
    '---',
    `policy: ${policy}`,
    'version: "1"',
    `title: ${policy}`,
    `currency: ${currency}`,
    `zone: ${zone}`,
    'applies: automatic',
    '---',
    '',
  ].join('\n');
}
