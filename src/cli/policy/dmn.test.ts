import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { policyCommand } from '../policy.ts';
import { reportEnd } from '../shell/report-end.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-dmn-'));
const small = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'policies/kakao-2022/small-businesses/1.md',
);

afterEach(() => {
  vi.restoreAllMocks();
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  const code = await policyCommand()
    .parseAsync(args, { from: 'user' })
    .then(() => 0, reportEnd);
  return { code, ...written };
}

test('a table goes out to DMN and comes back as a policy that is accepted', async () => {
  const dmn = join(folder, 'small-businesses.dmn');
  expect((await run('export-dmn', small, '--out', dmn)).code).toBe(0);
  const xml = readFileSync(dmn, 'utf8');
  expect(xml).toContain('<dmn:text>(300000..500000]</dmn:text>');
  expect(xml).toContain('<dmn:description>loss_above_bands</dmn:description>');
  const back = join(folder, 'back.md');
  expect((await run('import-dmn', dmn, '--out', back)).code).toBe(0);
  expect((await run('check', back)).out).toContain('accepted');
  expect(readFileSync(back, 'utf8')).toContain('up to 300_000 KRW : 30_000 KRW');
});

test('the default of an output is read from the file', async () => {
  const dmn = join(folder, 'default.dmn');
  writeFileSync(
    dmn,
    `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
      <decision id="x" name="a"><decisionTable id="t" hitPolicy="UNIQUE">
        <input id="i" label="KRW"><inputExpression id="e" typeRef="number"><text>loss</text></inputExpression></input>
        <output id="o" name="award" typeRef="number" label="KRW">
          <defaultOutputEntry id="z"><text>7</text></defaultOutputEntry></output>
        <rule id="r"><inputEntry id="a"><text>&gt; 5</text></inputEntry>
          <outputEntry id="b"><text>100</text></outputEntry></rule>
      </decisionTable></decision></definitions>`,
  );
  expect((await run('import-dmn', dmn)).out).toContain('up to 5 KRW : 7 KRW');
});

test('a file that is no DMN, or has no table, ends with code 2 and why', async () => {
  const broken = join(folder, 'broken.dmn');
  writeFileSync(broken, 'not xml');
  expect(await run('import-dmn', broken)).toMatchObject({ code: 2, out: '' });
  const empty = join(folder, 'empty.dmn');
  writeFileSync(
    empty,
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"/>',
  );
  const { code, err } = await run('import-dmn', empty);
  expect(code).toBe(2);
  expect(err).toContain('no decision table');
  const hostile = join(folder, 'hostile.dmn');
  const entities = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>';
  writeFileSync(hostile, `${entities}${readFileSync(empty, 'utf8')}`);
  expect(await run('import-dmn', hostile)).toMatchObject({
    ...{ code: 2, out: '' },
    err: expect.stringContaining('document type declaration'),
  });
  writeFileSync(hostile, readFileSync(empty, 'utf8') + ' '.repeat(5_000_000));
  expect((await run('import-dmn', hostile)).err).toContain('5000000 is the most');
});
