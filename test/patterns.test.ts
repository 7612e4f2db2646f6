import recheck from 'recheck';
import { expect, it } from 'vitest';
import { gatherPatterns, patternsOf, type SourcePattern } from './support/source-patterns.ts';

// A regular expression that goes back and forth lets a text of some kilobytes hold a thread for
// minutes (A30). Each of the source is proved to take time that grows with the text alone, or is
// listed here with what bounds the text it reads.

const ownFiles = 'a file of one’s own systems, read by the command line';
const ownDigits = 'the digits of one number';
const thousands = String.raw`\B(?=(\d{3})+(?!\d))`;
const ownWords = 'a sentence of this program about one name of an inventory';
const nearText = 'at most 400 characters of a policy are looked at';
const oneCell = 'one line of a policy; checking it has a limit of time (decision 98)';

/** Patterns that take time with the square of the text, by file, with what bounds the text. */
const bounded: Readonly<Record<string, { readonly because: string; readonly sources: string[] }>> =
  {
    'src/claims/sales/read-cells.ts': {
      because: 'a date of more than 100 characters is none',
      sources: [
        String.raw`^'?((?:\d\d)?\d\d)\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?(?:[\sT(].*)?$`,
      ],
    },
    'src/continuity/import/sources/docker-compose.ts': {
      because: ownFiles,
      sources: [String.raw`\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-?+][^}]*)?\}|\$([A-Za-z_]\w*)`],
    },
    'src/continuity/import/sources/otel-service-graph.ts': {
      because: ownFiles,
      sources: [String.raw`([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"`],
    },
    'src/continuity/import/sources/terraform-state.ts': {
      because: ownFiles,
      sources: [String.raw`\[[^\]]*\]`],
    },
    'src/continuity/read/finding-words.ts': {
      because: ownWords,
      sources: [
        String.raw`^a field of this place; ('.+?') belongs under (.+)$`,
        String.raw`^('.+') again, first in (.+)$`,
        String.raw`^('.+') again, first under (.+)$`,
        String.raw`^('.+?') under its needs or under manualDefaults, or a reason under ('.+')$`,
      ],
    },
    'src/continuity/tell/korean-particle.ts': {
      because: ownWords,
      sources: [String.raw`(?:\s*(?:\([^()]*\)|\[[^[\]]*\])|["'”’])+$`],
    },
    'src/kernel/money.ts': { because: ownDigits, sources: [thousands] },
    'src/policy/evaluate/cases/read-cell.ts': {
      because: oneCell,
      sources: [String.raw`^(\d+)\s*[×x*]\s*(.+)$`],
    },
    'src/policy/evaluate/expected-value.ts': {
      because: oneCell,
      sources: [String.raw`(%|\p{L}+)$`],
    },
    'src/policy/evaluate/expected.ts': {
      because: oneCell,
      sources: [
        String.raw`^(?:([a-z]+)\s+)?(-?[\d_]+(?:\.\d+)?)(?:\s*([^\s§\d]+))?(?:\s+(§\S+))?$`,
      ],
    },
    'src/policy/parse/read-block.ts': {
      because: nearText,
      sources: [
        // What it reads ends in letters: the pattern beside it says so.
        '([a-z]+)$',
        String.raw`^[^\S\n]*(?:fact|let|for|needs|exclude|review|award)(?![\w-])`,
      ],
    },
    'src/policy/parse/read-cases.ts': {
      because: oneCell,
      sources: [String.raw`^\s*([^\s=]+)\s*=\s*(.+)$`],
    },
    'src/policy/parse/syntax-hints.ts': {
      because: nearText,
      sources: [String.raw`\bif\b(?:(?!\belse\b)[\s\S])*\bthen\b(?:(?!\belse\b)[\s\S])*$`],
    },
    'src/web/console/app/staff/add-member.tsx': {
      because: 'what a person types in their own browser',
      sources: [String.raw`^\S+@\S+\.\S+$`],
    },
    'verify/recompute.mjs': {
      because: 'a table this project published, read by who checks it',
      sources: [String.raw`(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)`],
    },
  };

/** Files where a pattern is put together: of words of this program, quoted, and of nothing a person gives. */
const composed: Readonly<Record<string, number>> = {
  'src/continuity/import/sources/otel-service-graph.ts': 1,
  'src/deploy/render/inventory.ts': 7,
  'src/incident/wire/shown-text.ts': 3,
  'src/policy/explain/phrases-ko.ts': 1,
  'src/policy/parse/markdown.ts': 1,
  'src/policy/parse/parse-fact-value.ts': 1,
  'src/web/portal/draft.ts': 1,
};

const isListed = ({ file, source = '' }: SourcePattern): boolean =>
  bounded[file]?.sources.includes(source) === true;

// Without `*`, `+` and `{n,}` a try ends after a number of steps that the pattern alone sets.
const isUnbounded = ({ source = '' }: SourcePattern): boolean => /[*+]|\{\d+,\}/.test(source);

const patterns = gatherPatterns();

async function isSlow({ source = '', flags }: SourcePattern): Promise<boolean> {
  const { status } = await recheck.check(source, flags, { timeout: 60_000, randomSeed: 1 });
  if (status !== 'unknown') return status !== 'safe';
  // On a busy machine a minute may not be enough to tell.
  const again = await recheck.check(source, flags, { timeout: 300_000, randomSeed: 1 });
  return again.status !== 'safe';
}

/** Gives every place of a pattern that goes back and forth; one that stands in several is checked once. */
async function findSlow(of: readonly SourcePattern[]): Promise<string[]> {
  const places = new Map<string, SourcePattern[]>();
  for (const one of of.filter(isUnbounded)) {
    const key = `/${one.source}/${one.flags}`;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  const slow: string[] = [];
  for (const [key, at] of places) {
    const [first] = at;
    if (first && (await isSlow(first))) slow.push(...at.map(({ file }) => `${file}: ${key}`));
  }
  return slow;
}

it('finds patterns by their syntax, and those that go back and forth', async () => {
  const text = [
    'const plain: RegExp = /^\\d+$/; // /in a comment/',
    "const evil = /^(a+)+$/u, square = new RegExp('\\\\s+$'), made = RegExp(plain + '*');",
    "const words = '/in a text/';",
  ].join('\n');
  const found = patternsOf('seeded.ts', text);
  expect(found.map(({ source }) => source)).toEqual(['^\\d+$', '^(a+)+$', '\\s+$', undefined]);
  const written = found.filter(({ source }) => source !== undefined);
  expect(await findSlow(written)).toEqual(['seeded.ts: /^(a+)+$/u', 'seeded.ts: /\\s+$/']);
});

it('no pattern of the source goes back and forth over a text of any length', async () => {
  const written = patterns.filter(({ source }) => source !== undefined);
  expect(written.length).toBeGreaterThan(500);
  expect(await findSlow(written.filter((pattern) => !isListed(pattern)))).toEqual([]);
}, 900_000);

it('what is listed as bounded stands in the source', () => {
  const stale = Object.entries(bounded).flatMap(([file, { sources }]) =>
    sources
      .filter((source) => !patterns.some((one) => one.file === file && one.source === source))
      .map((source) => `${file}: /${source}/`),
  );
  expect(stale).toEqual([]);
});

it('no further file puts a pattern together', () => {
  const counts: Record<string, number> = {};
  for (const { file, source } of patterns) {
    if (source === undefined) counts[file] = (counts[file] ?? 0) + 1;
  }
  expect(counts).toEqual(composed);
});
