import type { NoticeProps } from './notice.tsx';

/** Covered already, several lines, and something left to do. */
export const noticeExamples = {
  covered: {
    title: '증명하지 않아도 자동으로 보상됩니다',
    lines: ['멜론 이용권은 3일 늘어납니다.'],
    tone: 'good',
  },
  several: { title: 'Good to know', lines: ['No sign-in needed.', 'Later is fine.'] },
  warning: { title: 'Some files were not taken', lines: ['a.pdf'], tone: 'warning' },
} satisfies Record<string, NoticeProps>;
