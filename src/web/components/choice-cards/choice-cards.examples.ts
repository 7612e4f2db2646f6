import type { ChoiceCardsProps } from './choice-cards.tsx';

const choices = [
  { value: 'user', text: '개인 이용자' },
  { value: 'merchant', text: '소상공인', hint: '사업자등록을 하고 장사하시는 분' },
];

/** One of several, any of several, and nothing chosen yet with the problem shown. */
export const choiceCardsExamples = {
  radio: {
    id: 'who',
    name: 'who',
    label: '누구신가요?',
    isHeading: true,
    choices,
    chosen: ['user'],
  },
  checkbox: {
    id: 'what',
    name: 'what',
    label: '무엇을 쓰셨나요?',
    isMultiple: true,
    hint: '해당하는 것을 모두 골라 주세요.',
    choices,
    chosen: ['user', 'merchant'],
  },
  problem: {
    id: 'who',
    name: 'who',
    label: 'Who are you?',
    problem: 'Choose an answer.',
    choices,
    chosen: [],
  },
} satisfies Record<string, ChoiceCardsProps>;
