import { describe, expect, test } from 'vitest';
import { buttonExamples } from './button/button.examples.ts';
import { Button } from './button/button.tsx';
import { calculationExamples } from './calculation/calculation.examples.ts';
import { Calculation } from './calculation/calculation.tsx';
import { choiceCardsExamples } from './choice-cards/choice-cards.examples.ts';
import { ChoiceCards } from './choice-cards/choice-cards.tsx';
import { errorSummaryExamples } from './error-summary/error-summary.examples.ts';
import { ErrorSummary } from './error-summary/error-summary.tsx';
import { fileFieldExamples } from './file-field/file-field.examples.ts';
import { FileField } from './file-field/file-field.tsx';
import { formGroupExamples } from './form-group/form-group.examples.ts';
import { FormGroup } from './form-group/form-group.tsx';
import { noticeExamples } from './notice/notice.examples.ts';
import { Notice } from './notice/notice.tsx';
import { numberPanelExamples } from './number-panel/number-panel.examples.ts';
import { NumberPanel } from './number-panel/number-panel.tsx';
import { stageListExamples } from './stage-list/stage-list.examples.ts';
import { StageList } from './stage-list/stage-list.tsx';
import { summaryListExamples } from './summary-list/summary-list.examples.ts';
import { SummaryList } from './summary-list/summary-list.tsx';
import { textFieldExamples } from './text-field/text-field.examples.ts';
import { TextField } from './text-field/text-field.tsx';

function rendered<P extends object>(
  name: string,
  component: (props: P) => unknown,
  examples: Readonly<Record<string, P>>,
): [string, string][] {
  return Object.entries(examples).map(([key, props]) => [
    `${name}: ${key}`,
    String(component(props) ?? ''),
  ]);
}

const all: [string, string][] = [
  ...rendered('button', Button, buttonExamples),
  ...rendered('calculation', Calculation, calculationExamples),
  ...rendered('choice-cards', ChoiceCards, choiceCardsExamples),
  ...rendered('error-summary', ErrorSummary, errorSummaryExamples),
  ...rendered('file-field', FileField, fileFieldExamples),
  ...rendered('form-group', FormGroup, formGroupExamples),
  ...rendered('notice', Notice, noticeExamples),
  ...rendered('number-panel', NumberPanel, numberPanelExamples),
  ...rendered('stage-list', StageList, stageListExamples),
  ...rendered('summary-list', SummaryList, summaryListExamples),
  ...rendered('text-field', TextField, textFieldExamples),
];

const matches = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map((match) => match[1] ?? '');

describe('every example of every component', () => {
  test.each(all)('%s: no id is used twice', (_name, html) => {
    const ids = matches(html, / id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(all)('%s: what a control is described by exists', (_name, html) => {
    const ids = matches(html, / id="([^"]+)"/g);
    for (const described of matches(html, / aria-describedby="([^"]+)"/g)) {
      for (const id of described.split(' ')) expect(ids).toContain(id);
    }
  });

  test.each(all)('%s: every label stands for a control or holds one', (_name, html) => {
    const isAlone = html.includes('form-group') || !/<(input|textarea)/.test(html);
    if (isAlone) return expect(html).not.toContain('<label');
    const ids = matches(html, / id="([^"]+)"/g);
    for (const id of matches(html, /<label class="lab" for="([^"]+)"/g)) expect(ids).toContain(id);
    return undefined;
  });
});

describe('what the components promise', () => {
  test('the error bar wraps the fieldset, because a legend sits on its border', () => {
    const html = String(<ChoiceCards {...choiceCardsExamples.problem} />);
    expect(html).toMatch(/^<div class="grp bad"><fieldset aria-describedby="who-problem">/);
  });

  test('the error summary takes the focus and links to the fields', () => {
    const html = String(<ErrorSummary {...errorSummaryExamples.several} />);
    expect(html).toContain('tabindex="-1"');
    expect(html).toContain('autofocus');
    expect(matches(html, /href="#([^"]+)"/g)).toEqual(['started-date', 'contact']);
  });

  test('without problems there is no error summary', () => {
    expect(String(<ErrorSummary {...errorSummaryExamples.none} />)).toBe('');
  });

  test('text that a person wrote is shown as text, never as markup', () => {
    const html = String(<TextField {...textFieldExamples.long} />);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
  });

  test('a change link names its question to a screen reader', () => {
    const html = String(<SummaryList {...summaryListExamples.answers} />);
    expect(html).toContain('Change<span class="vh"> Who are you?</span>');
  });

  test('the present stage is marked in words and for assistive technology', () => {
    const html = String(<StageList {...stageListExamples.review} />);
    expect(matches(html, /aria-current="(step)"/g)).toHaveLength(1);
    expect(html).toContain('현재 단계');
  });
});
