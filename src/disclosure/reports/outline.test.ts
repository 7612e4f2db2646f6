import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Instant, parseInstant } from '../../kernel/index.ts';
import { decideReportText } from '../report-text/index.ts';
import { fillOutline, type OutlineRecord, parseOutlines } from './outline.ts';

const page = readFileSync(new URL('../../../docs/operating/playbook.md', import.meta.url), 'utf8');
const example: unknown = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
const at = (text: string) => parseInstant(text) as Instant;
const titles = (name: string) => ({ ko: `${name} 한`, en: `${name} en` });

const record: OutlineRecord = {
  incident: {
    zone: 'Asia/Seoul',
    parties: [{ code: 'us', titles: titles('Us') }],
    functions: [{ service: 'talk', function: 'send', titles: titles('Send') }],
  },
  timeline: [{ occurredAt: at('2022-10-15T06:19:00Z'), text: titles('Fire'), sources: [1, 2] }],
  impacts: [
    {
      ...{ service: 'talk', function: 'send', sources: [3] },
      intervals: [
        {
          ...{ from: at('2022-10-15T06:30:00Z'), fromPrecision: 'exact' },
          until: at('2022-10-15T16:31:00Z'),
        },
      ],
    },
  ],
  findings: [{ text: titles('No power'), statedBy: 'us', sources: [4] }],
  responsibilities: [{ reason: titles('Our hall'), statedBy: 'ministry', sources: [] }],
};

function read(data: unknown) {
  const outlines = parseOutlines(data);
  if (!outlines.ok) throw new Error(outlines.refusal.findings.join());
  return outlines.value;
}

describe('a template of a post-mortem', () => {
  it('of the documentation fills a report from the record, in both languages', () => {
    const [outline] = read(example);
    expect(outline && fillOutline(outline, record)).toEqual({
      ko: {
        happened:
          '## 경과\n\n2022년 10월 15일 (토) 15시 19분 · Fire 한 [1] [2]\n\n? 무엇을 보고 처음 알았습니까?',
        changes: '## 바꾸는 것\n\nUs 한: No power 한 [4]\n\n? 언제까지 누가 무엇을 바꿉니까?',
      },
      en: {
        happened:
          '## What happened\n\nSat 15 Oct 2022, 15:19 KST · Fire en [1] [2]\n\n? What told us first?',
        changes:
          '## What changes\n\nUs en: No power en [4]\n\n? What is changed, by whom, by when?',
      },
    });
  });

  it('puts sections of one part after one another, each with its own facts', () => {
    const heading = titles('H');
    const sections = [
      { part: 'hurt', heading, fill: ['impacts'] },
      { part: 'hurt', heading, fill: ['responsibility'] },
    ];
    const [outline] = read({ postMortems: [{ id: 'a', titles: heading, sections }] });
    expect(outline && fillOutline(outline, record).en).toEqual({
      hurt: '## H en\n\nSend en: Sat 15 Oct 2022, 15:30 KST – Sun 16 Oct 2022, 01:31 KST [3]\n\n## H en\n\nministry: Our hall en',
    });
  });

  it.each([
    [
      'a part no report has',
      [{ id: 'a', sections: [{ part: 'x', heading: titles('H') }] }],
      'part',
    ],
    ['a template without sections', [{ id: 'a', sections: [] }], 'postMortems.0.sections'],
    ['facts no record has', [{ id: 'a', sections: [{ part: 'hurt', fill: ['x'] }] }], 'fill'],
    [
      'an id used twice',
      ['a', 'a'].map((id) => ({ id, sections: [{ part: 'hurt', heading: titles('H') }] })),
      'a: it is used twice',
    ],
  ])('is refused with %s', (_what, written, finding) => {
    const postMortems = written.map((one) => ({ titles: titles('T'), ...one }));
    const outlines = parseOutlines({ postMortems });
    expect(outlines.ok ? '' : outlines.refusal.findings.join()).toContain(finding);
  });
});

it('a report is not prepared while a question of its template is left', () => {
  const answered = { ko: { changes: '## 가\n\n답' }, en: { changes: '## A\n\nAnswer?' } };
  expect(decideReportText(answered)).toMatchObject({ ok: true });
  const open = { ...answered, en: { changes: '## A\n\n? Why so late?' } };
  expect(decideReportText(open)).toMatchObject({
    refusal: {
      ...{ code: 'report_question_open', pointer: '/text/en/changes' },
      question: 'Why so late?',
    },
  });
});
