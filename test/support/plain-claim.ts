/** What most claims in tests say alike, by the questionnaire of the reference case; the rest differs. */
export const plainClaim = {
  questionnaireVersion: 1,
  partyClass: 'small_business',
  category: 'kakao',
  kind: 'free_with_loss',
  service: 'talk_channel',
  functionName: 'main',
  currency: 'KRW',
} as const;
