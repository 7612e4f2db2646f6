import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { policyCommand } from './policy.ts';
import { reportEnd } from './shell/report-end.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-policy-'));
const policies = join(import.meta.dirname, '..', '..', 'policies', 'kakao-2022');
const small = join(policies, 'small-businesses', '1.md');

afterEach(() => {
  vi.restoreAllMocks();
});

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const code = await policyCommand()
    .parseAsync(args, { from: 'user' })
    .then(() => 0, reportEnd);
  return { code, out, err };
}

const facts = { party_class: 'small_business', loss: '250000' };
const evidence = ['business-certificate', 'sales-records', 'proof-of-use', 'bank-account'];

test('evaluate gives one determination for an object and many for an array', async () => {
  const one = await run('evaluate', small, '--facts', write('one.json', { ...facts, evidence }));
  expect(one.code).toBe(0);
  expect(JSON.parse(one.out)).toMatchObject({
    status: 'award',
    awards: [
      { remedy: 'cash', amountMinor: '30000', currency: 'KRW', clause: '§2', exact: '30000' },
    ],
  });
  const many = await run(
    'evaluate',
    small,
    '--facts',
    write('many.json', [facts, { loss: 1 }]),
    '--json',
  );
  const determinations = JSON.parse(many.out) as { status: string }[];
  expect(determinations.map(({ status }) => status)).toEqual(['evidence_required', 'undecidable']);
});

test('facts with a byte order mark before them are read', async () => {
  const file = write('marked.json', {});
  writeFileSync(file, `\uFEFF${JSON.stringify({ ...facts, evidence })}`);
  const { code, out } = await run('evaluate', small, '--facts', file);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ status: 'award' });
});

test('facts that do not fit are told with file, path, what was found and what would be right', async () => {
  const file = write('wrong.json', [facts, { loss: 1.5 }]);
  const { code, out, err } = await run('evaluate', small, '--facts', file);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `${file}: [1].loss: found 1.5; expected an amount in KRW: a text such as "300000", ` +
      'a number, or { "amountMinor": "300000", "currency": "KRW" }\n',
  );
});

test('files that are not there or not JSON end with code 2 and their place', async () => {
  expect((await run('check', join(folder, 'none.md'))).code).toBe(2);
  const broken = write('broken.json', '{\n  "loss": ,\n}');
  const { code, err } = await run('evaluate', small, '--facts', broken);
  expect(code).toBe(2);
  expect(err).toContain(broken);
});

test('check goes through a folder, leaves its README alone, and counts', async () => {
  const dir = mkdtempSync(join(folder, 'many-'));
  expect((await run('check', dir)).code).toBe(2);
  const text = readFileSync(small, 'utf8');
  mkdirSync(join(dir, 'deeper'));
  writeFileSync(join(dir, 'README.md'), 'no policy');
  writeFileSync(join(dir, 'b.md'), text);
  writeFileSync(join(dir, 'deeper', 'a.md'), text);
  const good = await run('check', dir);
  expect(good.code).toBe(0);
  expect(good.out.trim().split('\n')).toEqual([
    `${join(dir, 'b.md')}: accepted`,
    `${join(dir, 'deeper', 'a.md')}: accepted`,
    'documents: 2, accepted: 2, refused: 0, errors: 0, warnings: 0',
  ]);
  const gap = text.replace('above             : review', 'above 500_001 KRW : review');
  writeFileSync(join(dir, 'b.md'), gap);
  const refused = await run('check', dir, small);
  expect(refused.code).toBe(1);
  expect(refused.out).toContain('documents: 3, accepted: 2, refused: 1, errors: 1, warnings: 0');
});

test('check tells what it cannot read, goes on with the others, and ends with 2', async () => {
  const dir = mkdtempSync(join(folder, 'odd-'));
  const at = (name: string) => join(dir, name);
  writeFileSync(at('good.md'), readFileSync(small, 'utf8'));
  symlinkSync(at('nowhere'), at('gone.md'));
  symlinkSync(dir, at('round'));
  symlinkSync(at('circle.md'), at('circle.md'));
  mkdirSync(at('folder.md'));
  writeFileSync(join(at('folder.md'), 'inner.md'), readFileSync(small, 'utf8'));
  execFileSync('mkfifo', [at('pipe.md')]);
  const none = at('none.md');
  const { code, out, err } = await run('check', none, dir);
  expect(code).toBe(2);
  expect(out.trim().split('\n')).toEqual([
    `${join(at('folder.md'), 'inner.md')}: accepted`,
    `${at('good.md')}: accepted`,
    'documents: 2, accepted: 2, refused: 0, errors: 0, warnings: 0, unreadable: 4',
  ]);
  expect(err.trim().split('\n').sort()).toEqual([
    `${at('circle.md')}: it cannot be read: its links lead round in a circle (ELOOP)`,
    `${at('gone.md')}: it cannot be read: nothing is there (ENOENT)`,
    `${none}: it cannot be read: nothing is there (ENOENT)`,
    `${at('pipe.md')}: this is a pipe, socket or device, and no file`,
  ]);
  const json = await run('check', dir, '--json');
  expect(json.code).toBe(2);
  const told = JSON.parse(json.out) as { accepted: boolean; unreadable?: string }[];
  expect(told.map(({ accepted }) => accepted)).toEqual([true, true, false, false, false]);
  expect(told.filter(({ unreadable }) => unreadable !== undefined)).toHaveLength(3);
});

test.skipIf(process.getuid?.() === 0)('check tells of a folder it may not enter', async () => {
  const dir = mkdtempSync(join(folder, 'closed-'));
  writeFileSync(join(dir, 'good.md'), readFileSync(small, 'utf8'));
  mkdirSync(join(dir, 'closed'), { mode: 0 });
  const { code, out, err } = await run('check', dir);
  expect([code, out.split('\n')[0]]).toEqual([2, `${join(dir, 'good.md')}: accepted`]);
  expect(err).toContain(`${join(dir, 'closed')}: it cannot be read: this user may not read it`);
});

test('check accepts the policies, refuses errors with 1 and unreadable text with 2', async () => {
  expect((await run('check', small)).out).toBe(`${small}: accepted\n`);
  const text = readFileSync(small, 'utf8');
  const gap = write(
    'gap.md',
    text.replace('above             : review', 'above 500_001 KRW : review'),
  );
  const refused = await run('check', gap, '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject([
    { accepted: false, findings: [{ code: 'table_gap', clause: '§2' }] },
  ]);
  const syntax = await run('check', write('syntax.md', text.replace('award cash by', 'award by')));
  expect(syntax.code).toBe(2);
});

test('test runs the cases and fails with the row', async () => {
  expect((await run('test', small)).out).toBe('cases passed: 18, failed: 0\n');
  const text = readFileSync(small, 'utf8').replace('500_001   → review', '500_001   → 1 KRW');
  const { code, out } = await run('test', write('case.md', text));
  expect(code).toBe(1);
  expect(out).toMatch(/case\.md:\d+: row 4: expected 1 KRW, got review/);
  expect(out).toContain('amends policy explain FILE --facts FACTS');
});

test('test tells of one that is refused beside the cases of the others', async () => {
  const text = readFileSync(small, 'utf8').replace('award cash by', 'award by');
  const refused = write('refused.md', text);
  const { code, out, err } = await run('test', small, refused, join(folder, 'nowhere.md'));
  expect(code).toBe(2);
  expect(out).toBe('cases passed: 18, failed: 0\n');
  expect(err).toContain(`${refused}:`);
  expect(err).toContain('error syntax');
  expect(err).toMatch(/nowhere\.md: it cannot be read/);
});

test('format compares, writes and prints', async () => {
  expect((await run('format', small, '--check')).code).toBe(0);
  const loose = write(
    'loose.md',
    readFileSync(small, 'utf8').replace('award cash by', 'award   cash by'),
  );
  expect((await run('format', loose, '--check')).code).toBe(1);
  expect((await run('format', loose, '--write')).code).toBe(0);
  expect(readFileSync(loose, 'utf8')).toBe(readFileSync(small, 'utf8'));
});

test('explain speaks Korean, or English when asked', async () => {
  const file = write('explain.json', { ...facts, evidence });
  expect((await run('explain', small, '--facts', file)).out).toContain('§2: 현금 30,000원');
  const { out } = await run('explain', small, '--facts', file, '--locale', 'en');
  expect(out).toContain('§2: cash KRW 30,000');
});
