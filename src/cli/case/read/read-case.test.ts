import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readCase } from './read-case.ts';
import { renderCaseFinding } from './read-yaml.ts';

const reference = join(import.meta.dirname, '../../../../cases/pangyo-2022');
const made: string[] = [];

afterEach(async () => {
  for (const dir of made.splice(0)) await rm(dir, { recursive: true });
});

/** Reads a copy of the reference case in which one text of one file is another. */
async function readWith(change: { file: string; from: string; to: string }): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-case-'));
  made.push(dir);
  await cp(reference, dir, { recursive: true });
  const path = join(dir, change.file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(change.from);
  await writeFile(path, text.replace(change.from, change.to));
  const read = await readCase(dir);
  return read.ok ? [] : read.refusal.findings.map(renderCaseFinding);
}

describe('the reference case', () => {
  it('is read whole', async () => {
    const read = await readCase(reference);
    expect(read.ok ? [] : read.refusal.findings.map(renderCaseFinding)).toEqual([]);
  });

  it('adopts one statement for every affected function', async () => {
    const read = await readCase(reference);
    if (!read.ok) throw new Error('the reference case is malformed');
    const { functions, impacts } = read.value.incident;
    const adopted = new Set(
      impacts
        .filter((row) => row.adopted !== undefined)
        .map((row) => Object.values(row.of).join('/')),
    );
    const missing = functions.filter(({ of }) => !adopted.has(Object.values(of).join('/')));
    expect(missing).toEqual([]);
  });

  it('gives for every count a source or the reasoning of an assumption', async () => {
    const read = await readCase(reference);
    if (!read.ok) throw new Error('the reference case is malformed');
    const { classes, flags, amounts, partyCount } = read.value.population;
    const bare = [partyCount, ...classes, ...flags, ...amounts].filter(
      (row) => row.sources === undefined && row.assumed === undefined && !('rest' in row),
    );
    expect(bare).toEqual([]);
  });

  it('divides the reports so that the published sums hold', async () => {
    const read = await readCase(reference);
    if (!read.ok) throw new Error('the reference case is malformed');
    const { claims, published } = read.value;
    const figureOf = (code: string) => published.figures.find((row) => row.code === code)?.value;
    const kakao = claims.cells.filter(({ category }) => category === 'kakao');
    const sum = (keep: (cell: (typeof kakao)[number]) => boolean) =>
      kakao.filter(keep).reduce((total, { count }) => total + count, 0);
    expect(sum(() => true)).toBe(figureOf('reports_kakao'));
    for (const kind of ['paid', 'free_with_loss', 'no_loss'] as const) {
      expect(sum((cell) => cell.kind === kind)).toBe(figureOf(`reports_${kind}`));
    }
    for (const partyClass of ['general', 'small_business', 'mid_large_business']) {
      expect(sum((cell) => cell.partyClass === partyClass)).toBe(figureOf(`reports_${partyClass}`));
    }
    const stated = kakao.find(
      (cell) => cell.kind === 'free_with_loss' && cell.partyClass === 'small_business',
    );
    expect(stated?.count).toBe(figureOf('small_business_stated_loss'));
    const firstFive = claims.arrival.days.slice(0, 5).reduce((total, count) => total + count, 0);
    expect(firstFive).toBe(figureOf('reports_first_five_days'));
    expect(claims.arrival.days).toHaveLength(19);
  });
});

describe('a malformed case', () => {
  const twins = [
    {
      what: 'an instant without offset',
      change: {
        file: 'incident.yaml',
        from: 'openedAt: 2022-10-15T15:19:00+09:00',
        to: 'openedAt: 15 October',
      },
      sentence:
        'incident.yaml, line 11, field openedAt: found "15 October"; expected an instant with its offset, as 2022-10-15T15:30:00+09:00',
    },
    {
      what: 'a misspelled field',
      change: { file: 'case.yaml', from: 'seed:', to: 'sead:' },
      sentence:
        'case.yaml, line 11, field sead: found "pangyo-2022/1"; expected a field this file knows',
    },
    {
      what: 'a severity that does not exist',
      change: { file: 'incident.yaml', from: 'severity: degraded', to: 'severity: slow' },
      sentence: 'field impacts[0].severity: found "slow"; expected one of down, degraded',
    },
    {
      what: 'a party nobody declared',
      change: { file: 'incident.yaml', from: 'statedBy: ministry', to: 'statedBy: police' },
      sentence:
        'field impacts[0].statedBy: found "police"; expected a party listed in incident.yaml',
    },
    {
      what: 'a source without address',
      change: { file: 'incident.yaml', from: 'sources: [4]', to: 'sources: [9999]' },
      sentence: 'field impacts[0].sources[0]: found 9999; expected a number listed in sources.yaml',
    },
    {
      what: 'shares that do not sum to one',
      change: { file: 'causes.yaml', from: 'share: 7/10', to: 'share: 6/10' },
      sentence: 'expected shares that sum to 1, not 9/10',
    },
    {
      what: 'a clock of an unknown rule',
      change: {
        file: 'clocks.yaml',
        from: 'rule: kr_tba_33_2_notice_2019',
        to: 'rule: kr_tba_1999',
      },
      sentence: 'field clocks[0].rule: found "kr_tba_1999"; expected a code of this file\'s rules',
    },
    {
      what: 'counts that do not add up',
      change: { file: 'claims.yaml', from: 'count: 13378', to: 'count: 13379' },
      sentence: 'expected counts that sum to 105116, not 105117',
    },
    {
      what: 'a negative count',
      change: { file: 'population.yaml', from: 'count: 5000000', to: 'count: -1' },
      sentence: 'found -1; expected at least 0',
    },
    {
      what: 'more holders than parties',
      change: { file: 'population.yaml', from: 'count: 250000\n', to: 'count: 2500001\n' },
      sentence: 'found 2500001; expected at most 2500000, as many as there are',
    },
    {
      what: 'a service the questionnaire lacks',
      change: {
        file: 'claims.yaml',
        from: 'of: talk_drawer/storage',
        to: 'of: talk_attic/storage',
      },
      sentence: 'expected a service and function of questionnaire.yaml',
    },
    {
      what: 'a window that closes before the last report',
      change: {
        file: 'questionnaire.yaml',
        from: 'closesAt: 2099-01-01T00:00:00+09:00',
        to: 'closesAt: 2022-11-06T23:00:00+09:00',
      },
      sentence:
        'questionnaire.yaml, line 13, field closesAt: found "2022-11-06T23:00:00+09:00"; expected an instant no earlier than 2022-11-06T15:00:00.000Z, when the last report of claims.yaml has arrived (arrival)',
    },
    {
      what: 'a first report before the window opens',
      change: {
        file: 'claims.yaml',
        from: 'firstAt: 2022-10-19T11:00:00+09:00',
        to: 'firstAt: 2022-10-19T10:00:00+09:00',
      },
      sentence:
        'expected an instant no earlier than opensAt of questionnaire.yaml, 2022-10-19T02:00:00.000Z',
    },
    {
      what: 'a restoration before the opening',
      change: {
        file: 'incident.yaml',
        from: 'restoredAt: 2022',
        to: 'restoredAt: 2021',
      },
      sentence: 'expected an instant after openedAt',
    },
    {
      what: 'a source of the population without address',
      change: { file: 'population.yaml', from: 'sources: [', to: 'sources: [99999, ' },
      sentence:
        'field partyCount.sources[0]: found 99999; expected a number listed in sources.yaml',
    },
    {
      what: 'a source of the claims without address',
      change: { file: 'claims.yaml', from: 'sources: [20, 104', to: 'sources: [20, 99999' },
      sentence: 'field arrival.sources[1]: found 99999; expected a number listed in sources.yaml',
    },
    {
      what: 'a file outside its folder',
      change: { file: 'case.yaml', from: 'claims: claims.yaml', to: 'claims: ../../etc/passwd' },
      sentence:
        'case.yaml, line 26, field files.claims: found "../../etc/passwd"; expected a path inside the folder of the case',
    },
    {
      what: 'a policy outside the policies',
      change: {
        file: 'case.yaml',
        from: 'policies/kakao-2022/paid-services/1.md',
        to: 'policies/../README.md',
      },
      sentence: 'case.yaml, line 14, field policies[0]: found "policies/../README.md"; expected',
    },
    {
      what: 'a policy that is not there',
      change: { file: 'case.yaml', from: 'paid-services/1.md', to: 'paid-services/0.md' },
      sentence:
        'case.yaml, line 14, field policies[0]: found nothing of that name; expected a policy document in ',
    },
    {
      what: 'a count of nobody where there must be somebody',
      change: { file: 'claims.yaml', from: 'weight: ', to: 'weight: -' },
      sentence: 'expected above 0',
    },
    {
      what: 'a fraction for a count',
      change: { file: 'population.yaml', from: 'count: 5000000', to: 'count: 1.5' },
      sentence: 'found 1.5; expected a whole number',
    },
    {
      what: 'text for fields',
      change: {
        file: 'case.yaml',
        from: 'inventory: inventory\nfiles:',
        to: 'inventory: [x]\nfiles:',
      },
      sentence: 'field inventory: found ["x"]; expected text',
    },
    {
      what: 'YAML that cannot be read',
      change: { file: 'published.yaml', from: 'figures:', to: 'figures: [' },
      sentence: 'published.yaml, line',
    },
  ];

  it.each(twins)('with $what is refused with the sentence that says so', async (twin) => {
    const sentences = await readWith(twin.change);
    expect(sentences.join('\n')).toContain(twin.sentence);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[a-z]+\.yaml, line \d+.*: found .+; expected .+/);
    }
  });

  it('names a file that is missing', async () => {
    const sentences = await readWith({
      file: 'case.yaml',
      from: 'claims: claims.yaml',
      to: 'claims: reports.yaml',
    });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(
      /^reports\.yaml: found nothing of that name; expected a file that can be read/,
    );
  });

  it('finds an inventory that is not there, or cannot be read, before anything is loaded', async () => {
    const gone = { file: 'case.yaml', from: 'inventory: inventory', to: 'inventory: nowhere' };
    expect(await readWith(gone)).toEqual([expect.stringMatching(/nowhere.*nothing of that name/)]);
    const wrong = { file: 'inventory/50-services.yaml', from: 'kind: ', to: 'kinde: ' };
    expect((await readWith(wrong)).join()).toContain('kinde');
  });

  it('refuses aliases that multiply, in a sentence', async () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const name of 'bcdef') {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      levels.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
    }
    const dir = await mkdtemp(join(tmpdir(), 'amends-case-'));
    made.push(dir);
    await cp(reference, dir, { recursive: true });
    await writeFile(join(dir, 'sources.yaml'), levels.join('\n'));
    const read = await readCase(dir);
    expect(read.ok ? [] : read.refusal.findings.map(renderCaseFinding)).toEqual([
      expect.stringContaining('references to other parts of the file that multiply'),
    ]);
  });

  it('tells a value that contains itself, with its line', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'amends-case-'));
    made.push(dir);
    await cp(reference, dir, { recursive: true });
    await writeFile(join(dir, 'causes.yaml'), 'b: 1\na: &a [*a]\n');
    const read = await readCase(dir);
    expect(read.ok ? [] : read.refusal.findings.map(renderCaseFinding)).toEqual([
      'causes.yaml, line 2, field a[0]: found a reference to a value it is part of; expected the value written out',
    ]);
  });

  it('gives the findings of every file at once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'amends-case-'));
    made.push(dir);
    await cp(reference, dir, { recursive: true });
    for (const file of ['sources.yaml', 'causes.yaml'])
      await writeFile(join(dir, file), 'odd: 1\n');
    const read = await readCase(dir);
    const files = read.ok ? [] : read.refusal.findings.map(({ file }) => file);
    expect(new Set(files)).toEqual(new Set(['sources.yaml', 'causes.yaml']));
  });
});
