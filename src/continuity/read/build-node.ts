import type { Formula } from '../formula.ts';
import { ALWAYS, parseFormula } from '../formula.ts';
import type { Copy, Domain, Evidence, InventoryNode, Option, OptionPurpose } from '../inventory.ts';
import type { InventoryFile } from '../schemas.ts';
import type { ShapedFile } from './check-shape.ts';
import type { InventoryFinding } from './finding.ts';
import type { FieldPath } from './read-yaml.ts';

type WrittenDomain = NonNullable<InventoryFile['domains']>[string];
type WrittenNode = NonNullable<InventoryFile['nodes']>[string];
type WrittenOption = NonNullable<WrittenNode['options']>[number];

/** Gives a domain from what is written in a file. */
export function buildDomain(id: string, written: WrittenDomain): Domain {
  return {
    id,
    class: written.class,
    title: written.title ?? { ko: id, en: id },
    within: written.within ?? [],
    ...(written.restoreMinutes === undefined ? {} : { restoreMinutes: written.restoreMinutes }),
    ...(written.isStaged === undefined ? {} : { isStaged: written.isStaged }),
    evidence: (written.evidence ?? []).map(buildEvidence),
  };
}

interface Building {
  readonly file: ShapedFile;
  readonly defaults: ShapedFile | undefined;
  readonly findings: InventoryFinding[];
}

/** Gives a node from what is written in a file, with its formulas read and its manual needs added. */
export function buildNode(from: {
  readonly file: ShapedFile;
  readonly defaults: ShapedFile | undefined;
  readonly id: string;
  readonly written: WrittenNode;
}): { readonly node: InventoryNode; readonly findings: readonly InventoryFinding[] } {
  const { id, written } = from;
  const building: Building = { file: from.file, defaults: from.defaults, findings: [] };
  const path = ['nodes', id];
  const read = (text: string | undefined, field: FieldPath) =>
    readFormula(building, text, [...path, ...field]);
  const node: InventoryNode = {
    id,
    kind: written.kind,
    title: written.title ?? { ko: id, en: id },
    ...(written.tier === undefined ? {} : { tier: written.tier }),
    ...(written.owner === undefined ? {} : { owner: written.owner }),
    ...buildLabels(written),
    targets: buildTargets(written),
    at: read(written.at, ['at']),
    run: read(written.needs?.run, ['needs', 'run']),
    boot: read(written.needs?.boot, ['needs', 'boot']),
    bootMinutes: written.bootMinutes ?? 0,
    observe: read(written.needs?.observe, ['needs', 'observe']),
    options: (written.options ?? []).map((option, index) =>
      buildOption(building, option, [...path, 'options', index]),
    ),
    copies: buildCopies(building, written, path),
    evidence: (written.evidence ?? []).map(buildEvidence),
  };
  return { node, findings: building.findings };
}

function buildLabels(written: WrittenNode) {
  const { roles, reportsOn, endpoints, importedAs } = written;
  return {
    ...(roles === undefined ? {} : { roles }),
    ...(reportsOn === undefined ? {} : { reportsOn }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(importedAs === undefined ? {} : { importedAs }),
  };
}

function buildTargets(written: WrittenNode): InventoryNode['targets'] {
  const { rtoMinutes, rpoMinutes } = written.targets ?? {};
  return {
    ...(rtoMinutes === undefined ? {} : { rtoMinutes }),
    ...(rpoMinutes === undefined ? {} : { rpoMinutes }),
  };
}

function buildCopies(building: Building, written: WrittenNode, path: FieldPath): Copy[] {
  return (written.copies ?? []).map((copy, index) => ({
    name: copy.name,
    at: readFormula(building, copy.at, [...path, 'copies', index, 'at']),
    ...(copy.lagMinutes === undefined ? {} : { lagMinutes: copy.lagMinutes }),
    isConsistent: copy.isConsistent ?? true,
    standsAlone: copy.standsAlone ?? true,
  }));
}

function buildEvidence(written: NonNullable<WrittenNode['evidence']>[number]): Evidence {
  const known = Object.entries(written).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as unknown as Evidence;
}

const MANUAL_PURPOSES = ['authenticate', 'communicate', 'people'] as const;

function buildOption(building: Building, written: WrittenOption, path: FieldPath): Option {
  const stated = Object.entries(written.needs ?? {}).filter(([, text]) => text !== undefined);
  const needs: Partial<Record<OptionPurpose, Formula>> = Object.fromEntries(
    stated.map(([purpose, text]) => [
      purpose,
      readFormula(building, text, [...path, 'needs', purpose]),
    ]),
  );
  const reasons = Object.entries(written.assume ?? {}).filter(([, reason]) => reason !== undefined);
  const assume: { -readonly [Purpose in keyof Option['assume']]: Option['assume'][Purpose] } =
    Object.fromEntries(reasons);
  const open = written.mode === 'manual' ? MANUAL_PURPOSES : [];
  for (const purpose of open.filter((name) => !(name in needs) && !(name in assume))) {
    const added = manualDefault(building, purpose);
    if (added === undefined) building.findings.push(missingNeed(building, path, purpose));
    else if (typeof added === 'string') assume[purpose] = added;
    else needs[purpose] = added;
  }
  const { name, mode, minutes } = written;
  const crew = written.crew === undefined ? {} : { crew: written.crew };
  const { exerciseEveryDays } = written;
  const limit = exerciseEveryDays === undefined ? {} : { exerciseEveryDays };
  const at =
    written.at === undefined ? {} : { at: readFormula(building, written.at, [...path, 'at']) };
  return { name, mode, minutes, ...crew, ...limit, ...at, needs, assume };
}

function manualDefault(
  building: Building,
  purpose: (typeof MANUAL_PURPOSES)[number],
): Formula | string | undefined {
  const file = building.defaults;
  const defaults = file?.value.manualDefaults;
  if (file === undefined || defaults === undefined) return undefined;
  const text = defaults[purpose];
  if (text === undefined) return defaults.assume?.[purpose];
  const formula = parseFormula(text);
  return formula.ok ? formula.value : ALWAYS;
}

function missingNeed(building: Building, path: FieldPath, purpose: string): InventoryFinding {
  return {
    code: 'missing_manual_need',
    file: building.file.yaml.name,
    field: path.join('.'),
    ...building.file.yaml.locate(path),
    found: `a manual option that does not say ${WORDS[purpose]}`,
    expected:
      `'${purpose}' under its needs or under manualDefaults, ` +
      `or a reason under 'assume: {${purpose}: …}'`,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  authenticate: 'how its operators sign in',
  communicate: 'how its operators find each other',
  people: 'who carries it out',
};

function readFormula(building: Building, text: string | undefined, path: FieldPath): Formula {
  if (text === undefined) return ALWAYS;
  const formula = parseFormula(text);
  if (formula.ok) return formula.value;
  building.findings.push(wrongFormula(building.file, path, formula.refusal));
  return ALWAYS;
}

/** Gives the finding for a formula that could not be read. */
export function wrongFormula(
  file: ShapedFile,
  path: FieldPath,
  refusal: { readonly offset: number; readonly found: string; readonly expected: string },
): InventoryFinding {
  return {
    code: 'wrong_formula',
    file: file.yaml.name,
    field: path.join('.'),
    ...file.yaml.locate(path),
    found: `${refusal.found === '' ? 'the end' : refusal.found} at character ${refusal.offset + 1}`,
    expected: refusal.expected,
  };
}
