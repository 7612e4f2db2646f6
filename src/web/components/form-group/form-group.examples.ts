import type { FormGroupProps } from './form-group.tsx';

/** A set of controls: as the page's heading, and with a hint and a problem. */
export const formGroupExamples = {
  heading: { id: 'when', label: '언제부터 쓰지 못하셨나요?', isSet: true, isHeading: true },
  problem: {
    id: 'when',
    label: 'When did it begin?',
    isSet: true,
    optionalText: 'optional',
    hint: 'Times in KST',
    problem: 'Write the date like 2022-10-15.',
  },
} satisfies Record<string, FormGroupProps>;
