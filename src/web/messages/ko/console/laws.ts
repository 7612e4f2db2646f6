/** Every sentence of the console about laws and their forms in Korean. */
export const laws = {
  title: '적용되는 법과 서식',
  hint: '법이 정한 기한은 목록에서 고르면 됩니다. DORA와 NIS2의 기한은 인지하거나 분류한 때부터 셉니다.',
  duty: '법정 기한',
  charge: '요금',
  add: '기한 추가',
  milestone: '무엇을',
  kinds: { awareness: '인지한 때', classification: '중대 사고로 분류한 때' },
  at: '언제',
  reason: '이유',
  record: '기록',
  forms: '보고 서식 열기 (인쇄용)',
};

export type LawsMessages = typeof laws;
