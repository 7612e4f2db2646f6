import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  compareRational,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  renderRational,
} from '../src/kernel/index.ts';
import { type TriedCase, tryCases } from '../src/policy/evaluate/run-cases.ts';
import { checkPolicy, type PolicyDocument, parsePolicy } from '../src/policy/index.ts';

// Every published scheme of the catalogue is a policy document whose cases are the worked examples
// of its source. Where the examples are at hand as data, each is also compared with what the
// document gives, and every choice that a source leaves open must be asked for.

const projectDir = join(import.meta.dirname, '..');
const folder = join(projectDir, 'policies', 'catalogue');
const vectorsFile = join(projectDir, '..', 'shared', 'reference', 'scheme-vectors.json');

interface Vector {
  readonly id: string;
  readonly scheme: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly basis: string;
}

function read(text: string): PolicyDocument {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal.findings));
  return parsed.value;
}

const documents = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => [file.replace(/\.md$/, ''), readFileSync(join(folder, file), 'utf8')]),
);

test('each document of the catalogue names its scheme and where its rule is published', () => {
  for (const [scheme, text] of documents) {
    const { header } = read(text);
    expect({ scheme: header.scheme, policy: header.policy }).toEqual({ scheme, policy: scheme });
    expect(header.source.length).toBeGreaterThan(0);
  }
});

const readings = [...documents].flatMap(([scheme, text]) =>
  [...read(text).readings.values()].map(({ name }) => ({ scheme, name, text })),
);

test.each(readings)('$scheme is refused while its reading $name is open', ({ name, text }) => {
  const open = text.replace(new RegExp(`(reading ${name} [^]*?)\\n {2}taken .*`), '$1');
  const found = checkPolicy(read(open)).filter(({ code }) => code === 'reading_open');
  expect(found.map(({ params }) => params.found)).toEqual([name]);
});

const hasVectors = existsSync(vectorsFile);
const vectors: readonly Vector[] = hasVectors
  ? (JSON.parse(readFileSync(vectorsFile, 'utf8')) as Vector[])
  : [];
if (hasVectors) {
  const schemes = new Set(vectors.map(({ scheme }) => scheme));
  console.info(
    `catalogue: ${vectors.length} worked examples of ${schemes.size} schemes are compared`,
  );
} else {
  console.info('catalogue: the worked examples are not at hand as data; the documents run theirs');
}

const tried = new Map<string, readonly TriedCase[]>(
  [...documents].map(([scheme, text]) => [scheme, tryCases(read(text))]),
);

function rowsOf({ scheme, id }: Vector): readonly TriedCase[] {
  return (tried.get(scheme) ?? []).filter(({ result }) => result.name === id);
}

/** Every number that a row came to: money in minor units, quantities, and named parts. */
function figuresOf(row: TriedCase): Rational[] {
  const { determination, values } = row;
  const awards = determination?.awards ?? [];
  const named = [...values.values()].flatMap((value) =>
    value.kind === 'number' ? [value.value] : [],
  );
  const given = awards.flatMap(({ amountMinor, quantity, exact }) => [
    exact,
    ...(quantity ? [quantity] : []),
    ...(amountMinor === undefined ? [] : [rational(amountMinor)]),
  ]);
  return [totalMinor(row), ...given, ...named];
}

function totalMinor({ determination }: TriedCase): Rational {
  const awards = determination?.awards ?? [];
  return rational(awards.reduce((sum, { amountMinor = 0n }) => sum + amountMinor, 0n));
}

// A figure may be kept in seconds, in major units, or as a share of one.
const scales = [1n, 60n, 3_600n, 86_400n];

function hasFigure(row: TriedCase, wanted: Rational): boolean {
  const forms = [
    ...scales.map((scale) => multiplyRational(wanted, rational(scale))),
    multiplyRational(wanted, rational(1n, 100n)),
  ];
  return figuresOf(row).some((figure) => forms.some((form) => isSame(figure, form, wanted)));
}

// A source that prints seven decimals of a share means the share, not the seven decimals.
function isSame(figure: Rational, form: Rational, wanted: Rational): boolean {
  if (compareRational(figure, form) === 0) return true;
  if (wanted.denominator < 1_000_000n) return false;
  const difference = Math.abs(Number(renderDecimal(figure)) - Number(renderDecimal(form)));
  return difference < 1e-9;
}

function renderDecimal({ numerator, denominator }: Rational): string {
  return String(Number(numerator) / Number(denominator));
}

function numberOf(value: unknown): Rational | undefined {
  return typeof value === 'number' || typeof value === 'string'
    ? parseRational(String(value))
    : undefined;
}

const statuses: Readonly<Record<string, string>> = {
  manual_review: 'review',
  evidence_required: 'evidence_required',
};

/** Says what of an expected result a row does not give. */
function shortfallOf(expected: Vector['expected'], row: TriedCase): string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    if (key === 'other') return shortfallOf(value as Vector['expected'], row);
    return isGiven(key, value, row) ? [] : [`${key} = ${JSON.stringify(value)}`];
  });
}

function isGiven(key: string, value: unknown, row: TriedCase): boolean {
  const { determination, values } = row;
  if (key === 'amount_minor') {
    const [own, wanted] = [totalMinor(row), numberOf(value)];
    return wanted !== undefined && renderRational(own) === renderRational(wanted);
  }
  if (key === 'amount_minor_candidates') {
    const paid = renderRational(totalMinor(row));
    return Object.values(value as object).some((candidate) => String(candidate) === paid);
  }
  if (key === 'rounding') return value === 'undefined_by_source';
  if (typeof value === 'boolean') {
    return [...values.values()].some((one) => one.kind === 'yes_no' && one.value === value);
  }
  if (Array.isArray(value)) {
    const [award] = determination?.awards ?? [];
    return (award ? 1 + (award.choices?.length ?? 0) : 0) === value.length;
  }
  const wanted = numberOf(value);
  if (wanted) return hasFigure(row, wanted);
  if (key === 'decision') return statuses[String(value)] === determination?.status;
  const shown = JSON.stringify(determination?.awards.map(({ label, burdens }) => [label, burdens]));
  return shown.includes(String(value).replace(/_/g, ' '));
}

function candidatesOf({ expected }: Vector): readonly Vector['expected'][] | undefined {
  const other = expected.other as { candidates?: Vector['expected'][] } | undefined;
  return other?.candidates;
}

describe.skipIf(!hasVectors)('the worked examples', () => {
  test('all have a document', () => {
    const schemes = new Set(vectors.map(({ scheme }) => scheme));
    expect([...schemes].filter((scheme) => !documents.has(scheme))).toEqual([]);
  });

  test('are all among the cases of their documents', () => {
    const uncovered = vectors.filter((vector) => rowsOf(vector).length === 0);
    expect(uncovered.map(({ id }) => id)).toEqual([]);
  });

  const decided = vectors.filter((vector) => !candidatesOf(vector));
  test.each(decided)('$id ($basis) comes out as it is published', (vector) => {
    const rows = rowsOf(vector);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ result }) => result.isPassed)).toEqual(rows.map(() => true));
    const best = rows.map((row) => shortfallOf(vector.expected, row));
    expect(best.find((shortfall) => shortfall.length === 0) ?? best).toEqual([]);
  });

  const open = vectors.filter((vector) => candidatesOf(vector));
  test.each(open)('$id is asked of the author, and each reading gives its result', (vector) => {
    const rows = rowsOf(vector);
    for (const candidate of candidatesOf(vector) ?? []) {
      // A candidate may repeat an input, such as the days of the month it was reckoned with.
      const { days_in_month: _, ...result } = candidate;
      const found = rows.find((row) => row.result.isPassed && isCandidate(result, row));
      expect({ candidate, isGiven: found !== undefined }).toEqual({ candidate, isGiven: true });
    }
    expect(rows.every((row) => row.readings.size > 0)).toBe(true);
  });

  const unrounded = vectors.filter(({ expected }) => 'amount_exact_minor' in expected);
  test.each(unrounded)('$id asks how to round when the document leaves it open', ({ scheme }) => {
    const text = documents.get(scheme) ?? '';
    const bare = text
      .replace(/^ *then rounded .*\n/gm, '')
      .replace(/ rounded [a-z ]+ to [^\n]*/g, '');
    const asked = checkPolicy(read(bare)).filter(({ code }) => code === 'rounding_missing');
    expect(asked.length).toBeGreaterThan(0);
  });
});

/** A candidate that gives nothing is met by a row that awards nothing. */
function isCandidate(candidate: Vector['expected'], row: TriedCase): boolean {
  return shortfallOf(candidate, row).length === 0;
}
