import type { ButtonProps } from './button.tsx';

/** A form's button, a link that looks like one, and the weaker second action. */
export const buttonExamples = {
  submit: { text: '다음' },
  link: { text: '피해 접수 시작하기', href: '/ko/report/example' },
  secondary: { text: 'Download', isSecondary: true, href: '/en/receipt.json' },
} satisfies Record<string, ButtonProps>;
