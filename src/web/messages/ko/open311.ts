/** What programs that file claims over Open311 are answered with, in Korean, the source language. */
export const open311 = {
  contact: '접수와 조회는 로그인 없이 /ko 에서도 할 수 있습니다.',
  jurisdiction: '그런 장애가 없습니다. jurisdiction_id에 장애의 짧은 이름을 적어 주세요.',
  service: '그런 서비스가 없습니다. services 목록에 있는 service_code를 적어 주세요.',
  request: '접수번호와 account_id가 맞는 접수가 없습니다. 둘 다 다시 확인해 주세요.',
  list: '접수는 접수한 사람만 볼 수 있어 목록을 드리지 않습니다. 접수번호와 account_id로 하나씩 조회하고, 집계는 /public 의 claims.csv에서 받으세요.',
  form: 'POST 본문은 application/x-www-form-urlencoded나 multipart/form-data여야 합니다.',
  tooLarge: '보내신 내용이 너무 큽니다. 128 kB 아래로 줄여 주세요.',
  filed: '접수되었습니다. account_id를 보관하면 진행 상황을 조회할 수 있습니다.',
  ticketed: (at: string, claimId: string) =>
    `아직 저장하지 못했습니다. ${at}에 접수한 것으로 처리하니, 같은 내용을 claim_id=${claimId}로 다시 보내 주세요.`,
};

/** The shape that every language fills. */
export type Open311Messages = typeof open311;
