import type { TextFieldProps } from './text-field.tsx';

/** Money with its unit, a date, several lines with a problem, an answer that may be left out. */
export const textFieldExamples = {
  money: {
    id: 'loss',
    name: 'loss',
    label: '매출이 얼마나 줄었나요?',
    isHeading: true,
    hint: '숫자만 적어도 됩니다. 예: 1,200,000',
    inputMode: 'numeric',
    unit: '원',
    value: '1,200,000',
  },
  date: {
    id: 'on',
    name: 'on',
    label: '날짜',
    inputType: 'date',
    isNarrow: true,
    value: '2022-10-15',
  },
  long: {
    id: 'story',
    name: 'story',
    label: 'What happened?',
    isLong: true,
    problem: 'Write your answer.',
    value: '<script>',
  },
  optional: {
    id: 'mail',
    name: 'mail',
    label: 'E-mail',
    optionalText: 'optional',
    inputType: 'email',
    autocomplete: 'email',
    value: '',
  },
} satisfies Record<string, TextFieldProps>;
