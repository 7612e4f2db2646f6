import type { PolicyDraftMessages } from '../../ko/console/policy-draft.ts';

/** What the page that writes a policy version says, in English. */
export const policyDraft: PolicyDraftMessages = {
  title: 'Write a policy',
  titleFrom: (title) => `Write a new version: ${title}`,
  lead: 'It is checked and its examples run in this browser as you write. Saved as a draft, it is published once another person approves it.',
  text: 'The text of the policy',
  keys: 'Ctrl+Shift+F (⌘⇧F on a Mac) formats it. To leave the editor by keyboard, press Esc, then Tab. Ctrl+Space offers words. Point at one to see what it stands for.',
  format: 'Format',
  save: 'Save as a draft',
  state: ({ errors, passed, all }) =>
    `errors: ${errors}; ${passed} of ${all} examples come out as the text says`,
  hasErrors: 'A text with errors cannot be saved. Mend the places listed below.',
  taken: (version) =>
    `Version ${version} is already stored, and what is stored never changes. Write another version at the top of the text.`,
  failing:
    'Some examples come out otherwise. It can be saved as a draft, and is published once they all agree.',
  leaveTitle: 'Leave without saving?',
  leaveText: 'The text that is not saved will be lost.',
  leave: 'Leave without saving',
  template: `---
policy: new-policy
version: "1"
title: { ko: 새 규정, en: New policy }
currency: KRW
zone: Asia/Seoul
applies: on-claim
---

## §1 Compensation

When the service was down for 30 minutes or more, 100 won for each hour begun, at most 3,000 won.

\`\`\`amends
fact outage : duration from incident "멈춘 시간" / "the time it was down"

for outage is at least 30 min
award credit "이용권" / "credit" 100 KRW × begun 1 hour in outage
  at most 3_000 KRW
  then rounded down to 1 KRW
\`\`\`

\`\`\`cases
outage   → award
29 min   → none
90 min   → credit 200 KRW
50 hours → credit 3_000 KRW
\`\`\`
`,
};
