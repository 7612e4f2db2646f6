/** A small policy with the published bands, for tests of the claims room. */
export const policyText = `---
policy: sales-loss
version: "1"
title:
  ko: 매출 손실 지원
  en: Support for lost sales
currency: KRW
zone: Asia/Seoul
applies: on-claim
source:
  - https://example.org/plan
---

# 매출 손실 / Lost sales

## §1 지급액 / The amount

\`\`\`amends
fact party_class : choice(general, small_business) from company "구분" / "class"
fact loss : money at least 0 KRW at most 1_000_000_000_000 KRW from evidence "손실" / "loss"
\`\`\`

\`\`\`amends
for party_class is small_business
needs sales-records
award cash by loss
  up to 0 KRW       : none because no_loss
  up to 300_000 KRW : 30_000 KRW
  up to 500_000 KRW : 50_000 KRW
  above             : review because loss_above_bands
\`\`\`
`;
