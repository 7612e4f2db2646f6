import { basename } from 'node:path';
import { type ImportFile, readSource, renderFinding } from '../../src/continuity/index.ts';
import type { TriedImport } from './tried-imports.ts';

/** What comes out of a tried import, and whether it is what the guide tells. */
export interface TriedResult {
  readonly isSame: boolean;
  /** One line for a person: the project, what was counted, and whether that is as told. */
  readonly says: string;
}

/**
 * Reads the files of a tried import again and holds the counts against what is told of it.
 *
 * A file that is refused is not as told; the line then names what was found, and where.
 *
 * @param read gives the text of a file of the project at its commit, by its path; throws where there is none
 */
export function checkTriedImport(tried: TriedImport, read: (path: string) => string): TriedResult {
  const files = tried.files.map((path) => ({ name: basename(path), text: read(path) }));
  const { zones, environment } = tried;
  const variables = environment === undefined ? undefined : read(environment);
  const settings = { zones, environment: variables, date: '2026-11-27' };
  const made = readSource(tried.importer, files, settings);
  if (!made.ok) {
    const found = made.refusal.findings.map(renderFinding).join('\n');
    return { isSame: false, says: `${tried.project}: refused\n${found}` };
  }
  const found = countsOf(made.value);
  const { nodes, edges, suspected, withoutPurpose } = tried;
  const told = { nodes, edges, suspected, withoutPurpose };
  const isSame = JSON.stringify(found) === JSON.stringify(told);
  const not = isSame ? '' : `, and not as told: ${JSON.stringify(told)}`;
  return { isSame, says: `${tried.project}: ${JSON.stringify(found)}${not}` };
}

function countsOf(made: ImportFile) {
  const edges = Object.values(made.edges ?? {});
  return {
    nodes: Object.keys(made.nodes ?? {}).length,
    edges: edges.length,
    suspected: edges.filter(({ suspected }) => suspected === true).length,
    withoutPurpose: edges.filter(({ purpose }) => purpose === 'unknown').length,
  };
}
