/** What the page that writes a policy version says, in Korean. */
export const policyDraft = {
  title: '새 규정 쓰기',
  titleFrom: (title: string): string => `새 판 쓰기: ${title}`,
  lead: '쓰는 동안 이 브라우저에서 검사하고 예시를 돌립니다. 초안으로 저장한 뒤 다른 사람이 승인해야 공포됩니다.',
  text: '규정 본문',
  keys: '서식 맞추기는 Ctrl+Shift+F(맥은 ⌘⇧F), 편집기에서 나가려면 Esc를 누른 뒤 Tab을 누르세요. Ctrl+Space를 누르면 쓸 수 있는 낱말이, 낱말을 가리키면 뜻이 보입니다.',
  format: '서식 맞추기',
  save: '초안으로 저장',
  state: ({ errors, passed, all }: { errors: string; passed: string; all: string }): string =>
    `오류 ${errors}건, 예시 ${all}건 가운데 ${passed}건 맞음`,
  hasErrors: '오류가 남아 있으면 저장할 수 없습니다. 아래에 적힌 곳을 고쳐 주세요.',
  taken: (version: string): string =>
    `${version}판은 이미 있습니다. 저장한 판은 바뀌지 않으니, 본문 맨 위의 version에 다른 이름을 적어 주세요.`,
  failing: '맞지 않는 예시가 있습니다. 초안으로 저장할 수는 있지만, 예시가 모두 맞아야 공포됩니다.',
  leaveTitle: '저장하지 않고 나갈까요?',
  leaveText: '저장하지 않은 본문은 사라집니다.',
  leave: '저장하지 않고 나가기',
  template: `---
policy: new-policy
version: "1"
title: { ko: 새 규정, en: New policy }
currency: KRW
zone: Asia/Seoul
applies: on-claim
---

## §1 보상

서비스가 멈춘 시간이 30분 이상이면, 시작된 1시간마다 100원을 드립니다. 많아도 3,000원입니다.

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

/** The words that both languages must have. */
export type PolicyDraftMessages = typeof policyDraft;
