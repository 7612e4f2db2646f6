import { describe, expect, test } from 'vitest';
import { findAnswerFault } from '../../claims/questionnaire.ts';
import { assert, type Instant, parseInstant } from '../../kernel/index.ts';
import { assessAnswer, findOpenStep, findOrderProblem, readStep } from './parse-answer.ts';
import type { Field } from './question.ts';
import { renderAnswer } from './render-answer.ts';

function at(text: string): Instant {
  const instant = parseInstant(text);
  assert(instant !== undefined, 'test: an instant', { text });
  return instant;
}

describe('when it began and ended', () => {
  const now = at('2022-10-20T00:00:00Z');
  const reading = { locale: 'en', zone: 'Asia/Seoul', currency: 'KRW', now } as const;
  const field = (name: string, isRequired = false): Field => ({
    ...{ name, kind: 'instant', label: name, isRequired, choices: [] },
  });
  const steps = ['q-a_from', 'q-a_until'].map((name) => ({
    ...{ code: name, title: name, fields: [field(name)] },
  }));

  test('a day alone is enough where nobody must answer, and stays a day', () => {
    expect(assessAnswer(field('q-a_from'), '2022-10-15', reading)).toBeUndefined();
    expect(assessAnswer(field('q-a_from', true), '2022-10-15', reading)).toContain('the time too');
    expect(assessAnswer(field('q-a_from'), '2022-10-21', reading)).toContain('not come yet');
    expect(assessAnswer(field('q-a_from'), '2022-10-15 99:00', reading)).toContain('15:30');
    expect(renderAnswer(field('q-a_from'), '2022-10-15', reading)).toBe('Sat 15 Oct 2022');
    const day = { ...field('q-a_on'), kind: 'date' } as const;
    expect(renderAnswer(day, '2022-10-15', reading)).toBe('Sat 15 Oct 2022');
    const answer = { kind: 'instant', choices: [] } as const;
    expect(findAnswerFault(answer, '2022-10-15')).toBeUndefined();
    expect(findAnswerFault(answer, '2022-10-15T15:30')).toContain('2022-10-15T15:30:00+09:00');
  });

  test.each([
    ['2022-10-15 15:30', '2022-10-14 10:00', true],
    ['2022-10-15 15:30', '2022-10-15 15:29', true],
    ['2022-10-15 15:30', '2022-10-15 15:30', false],
    ['2022-10-15 15:30', '2022-10-15', false],
    ['2022-10-15 15:30', '2022-10-14', true],
    ['2022-10-15', '2022-10-15 00:00', false],
    ['2022-10-15 15:30', '', false],
  ])('from %s until %s', (from, until, isWrong) => {
    const answers = { 'q-a_from': from, 'q-a_until': until };
    const found = findOrderProblem(steps, answers, reading);
    expect(found?.problem.fieldId).toBe(isWrong ? 'q-a_until-date' : undefined);
    expect(findOpenStep(steps, answers, reading)?.code).toBe(isWrong ? 'q-a_until' : undefined);
  });
});

test.each([
  ['35', true],
  ['35%', true],
  ['12.50 %', true],
  ['100  %', true],
  ['35 % ', false],
  ['35%%', false],
  ['%', false],
  ['101%', false],
  [`35${' '.repeat(100_000)}%`, true],
  [`35${' '.repeat(100_000)}x%`, false],
  [`35${' %'.repeat(50_000)}x`, false],
])('a share written %j (A30)', (text, isRight) => {
  const reading = {
    locale: 'en',
    zone: 'Asia/Seoul',
    currency: 'KRW',
    now: at('2022-10-20T00:00:00Z'),
  } as const;
  const share: Field = {
    name: 'share',
    kind: 'ratio',
    label: 'share',
    isRequired: true,
    choices: [],
  };
  expect(assessAnswer(share, text, reading) === undefined).toBe(isRight);
});

test('a payee that is begun names what is missing, and how to leave it for later', () => {
  const now = at('2022-10-20T00:00:00Z');
  const reading = { locale: 'en', zone: 'Asia/Seoul', currency: 'KRW', now } as const;
  const fields = (['payee-bank', 'payee-account', 'payee-holder'] as const).map(
    (name): Field => ({ name, kind: 'text', label: name, isRequired: false, choices: [] }),
  );
  const form = new FormData();
  form.set('payee-account', '123456789');
  const { problems } = readStep({ code: 'payee', title: 'payee', fields }, form, reading);
  expect(problems.map(({ fieldId }) => fieldId)).toEqual(['payee-bank', 'payee-holder']);
  expect(problems[0]?.text).toContain('leave all three empty');
  const none = readStep({ code: 'payee', title: 'payee', fields }, new FormData(), reading);
  expect(none.problems).toEqual([]);
});
