import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { decideGrade } from './grade-incident.ts';
import { parsePlaybook } from './playbook.ts';

const page = readFileSync(new URL('../../../docs/operating/playbook.md', import.meta.url), 'utf8');
const example: unknown = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');

function findingsOf(data: unknown): readonly string[] {
  const read = parsePlaybook(data);
  return read.ok ? [] : read.refusal.findings;
}

it('reads the example of the documentation', () => {
  const read = parsePlaybook(example);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  expect(read.value.severities.map(({ code }) => code)).toEqual(['sev1', 'sev2']);
  expect(read.value.openings[0]).toMatchObject({ id: 'power_loss', severity: 'sev1' });
});

const titles = { ko: '가', en: 'a' };
const named = (code: string) => ({ code, titles });
it.each([
  ['a name in one language', { severities: [{ code: 'a', titles: { ko: '가' } }] }, 'severities.0'],
  ['a code used twice', { phases: [named('a'), named('a')] }, 'phase a: it is used twice'],
  ['a role used twice', { roles: [named('a'), named('a')] }, 'role a: it is used twice'],
  ['a severity of no list', { openings: [{ id: 'x', titles, severity: 'b' }] }, 'it has none'],
  ['a zone that is none', { openings: [{ id: 'x', titles, zone: 'Seoul' }] }, 'openings.0.zone'],
  [
    'a party twice',
    { openings: [{ id: 'x', titles, parties: [named('c'), named('c')] }] },
    'openings x: party c: it is used twice',
  ],
  ['a word that is none of the file', { severity: [] }, 'the file: Unrecognized key'],
  ['no file at all', null, 'the file'],
  [
    'a name that hides something',
    { phases: [{ code: 'a', titles: { ko: 'a\nb', en: 'a' } }] },
    'line breaks',
  ],
])('names %s', (_what, data, finding) => {
  expect(findingsOf(data).join('\n')).toContain(finding);
});

it('gives a grade of the playbook only, and to no closed incident', () => {
  const playbook = { severities: [named('a'), named('b')], phases: [], roles: [], openings: [] };
  const open = { incident: { state: 'open' as const }, playbook };
  expect(decideGrade({ kind: 'severity', grade: 'b' }, open)).toEqual({
    ok: true,
    value: named('b'),
  });
  expect(decideGrade({ kind: 'severity', grade: 'c' }, open)).toMatchObject({
    refusal: { code: 'grade_unknown', grade: 'c', known: 'a, b' },
  });
  expect(decideGrade({ kind: 'phase', grade: 'a' }, open)).toMatchObject({
    refusal: { code: 'grade_unknown' },
  });
  const closed = { incident: { state: 'closed' as const }, playbook };
  expect(decideGrade({ kind: 'severity', grade: 'a' }, closed)).toMatchObject({
    refusal: { code: 'incident_closed' },
  });
});
