import { readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import type { z } from 'zod';
import { loadInventory, renderFinding } from '../../../continuity/index.ts';
import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import { findProjectDir } from '../../../platform/index.ts';
import type { Case, CaseFile, CaseFiles } from './case.ts';
import { checkIncident } from './check-incident.ts';
import { checkPeople } from './check-people.ts';
import { checkReport } from './check-report.ts';
import {
  caseFileSchema,
  causesFileSchema,
  clocksFileSchema,
  incidentFileSchema,
  sourcesFileSchema,
} from './incident-file.ts';
import {
  claimsFileSchema,
  populationFileSchema,
  publishedFileSchema,
  questionnaireFileSchema,
} from './people-file.ts';
import { type CaseFinding, type ReadFile, readYaml } from './read-yaml.ts';
import { reportFileSchema } from './report-file.ts';

/** A case that cannot be used, with everything wrong in it. */
export interface CaseRefusal {
  readonly code: 'case_malformed';
  readonly findings: readonly CaseFinding[];
}

/** Says in words what was found where a file or folder should be. */
function explainMissing(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'nothing of that name',
    EISDIR: 'a folder',
    ENOTDIR: 'a file',
    EACCES: 'something this user may not read',
  };
  return words[code] ?? code;
}

function isInside(path: string, folder = ''): boolean {
  const plain = normalize(path);
  return !isAbsolute(plain) && plain.split('/')[0] !== '..' && plain.startsWith(folder);
}

/** Checks where the paths of case.yaml lead, before any of them is read. */
async function checkPaths(about: ReadFile<CaseFile>): Promise<readonly CaseFinding[]> {
  const { files, inventory, policies } = about.value;
  const own = Object.entries(files).map(([key, path]) => ({ at: ['files', key], path }));
  const findings = [...own, { at: ['inventory'], path: inventory }]
    .filter(({ path }) => !isInside(path))
    .map(({ at }) => about.findingAt(at, 'a path inside the folder of the case'));
  const projectDir = findProjectDir();
  for (const [position, path] of policies.entries()) {
    const at = ['policies', position];
    if (!isInside(path, 'policies/')) {
      findings.push(about.findingAt(at, 'a path inside the folder of the policies'));
      continue;
    }
    try {
      await readFile(join(projectDir, path));
    } catch (error) {
      const expected = `a policy document in ${projectDir}`;
      findings.push({ ...about.findingAt(at, expected), found: explainMissing(error) });
    }
  }
  return findings;
}

/** Reads the case's inventory as the continuity room will, so that nothing is loaded before. */
async function checkInventory(dir: string, inventory: string): Promise<readonly CaseFinding[]> {
  const expected = 'an inventory: a folder of YAML files that can be read';
  try {
    const loaded = await loadInventory(join(dir, inventory));
    if (loaded.ok) return [];
    const { findings } = loaded.refusal;
    const found = findings.map((finding) => renderFinding(finding)).join('\n');
    return [{ file: inventory, line: 0, field: '', found, expected }];
  } catch (error) {
    const found = explainMissing(error);
    return [{ file: inventory, line: 0, field: '', found, expected: `${expected}, in ${dir}` }];
  }
}

async function readOne<S extends z.ZodType>(
  at: { readonly dir: string; readonly file: string },
  schema: S,
): Promise<ReadFile<z.output<S>> | readonly CaseFinding[]> {
  let text: string;
  try {
    text = await readFile(join(at.dir, at.file), 'utf8');
  } catch (error) {
    const expected = `a file that can be read in ${at.dir}`;
    return [{ file: at.file, line: 0, field: '', found: explainMissing(error), expected }];
  }
  return readYaml({ file: at.file, text }, schema);
}

function isFindings<T>(read: ReadFile<T> | readonly CaseFinding[]): read is readonly CaseFinding[] {
  return Array.isArray(read);
}

/**
 * Reads a case from its folder: every file against its schema, then the files against each other.
 *
 * @returns the whole case, or every finding in every file; never a part of a case
 */
export async function readCase(dir: string): Promise<Outcome<Case, CaseRefusal>> {
  const about = await readOne({ dir, file: 'case.yaml' }, caseFileSchema);
  if (isFindings(about)) return malformed(about);
  const astray = await checkPaths(about);
  if (astray.length > 0) return malformed(astray);
  const { files } = about.value;
  const read = {
    incident: await readOne({ dir, file: files.incident }, incidentFileSchema),
    causes: await readOne({ dir, file: files.causes }, causesFileSchema),
    clocks: await readOne({ dir, file: files.clocks }, clocksFileSchema),
    questionnaire: await readOne({ dir, file: files.questionnaire }, questionnaireFileSchema),
    population: await readOne({ dir, file: files.population }, populationFileSchema),
    claims: await readOne({ dir, file: files.claims }, claimsFileSchema),
    published: await readOne({ dir, file: files.published }, publishedFileSchema),
    sources: await readOne({ dir, file: files.sources }, sourcesFileSchema),
    ...(files.report === undefined
      ? {}
      : { report: await readOne({ dir, file: files.report }, reportFileSchema) }),
  };
  const findings = Object.values(read).flatMap((one) => (isFindings<unknown>(one) ? one : []));
  if (findings.length > 0) return malformed(findings);
  const whole: CaseFiles = { ...(read as Omit<CaseFiles, 'zone'>), zone: about.value.zone };
  const between = [...checkIncident(whole), ...checkPeople(whole), ...checkReport(whole)];
  if (between.length > 0) return malformed(between);
  const inventory = await checkInventory(dir, about.value.inventory);
  if (inventory.length > 0) return malformed(inventory);
  return accept({
    dir,
    case: about.value,
    incident: whole.incident.value,
    causes: whole.causes.value,
    clocks: whole.clocks.value,
    questionnaire: whole.questionnaire.value,
    population: whole.population.value,
    claims: whole.claims.value,
    published: whole.published.value,
    sources: whole.sources.value,
    ...(whole.report === undefined ? {} : { report: whole.report.value }),
  });
}

function malformed(findings: readonly CaseFinding[]): { ok: false; refusal: CaseRefusal } {
  return refuse({ code: 'case_malformed', findings });
}
