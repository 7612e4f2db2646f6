import type { NewsKind, NewsWords } from '../../../settlement/news/index.ts';

const subjects: Readonly<Record<NewsKind, string>> = {
  evidence_asked: '접수하신 피해에 자료가 더 필요합니다',
  decision_approved: '접수하신 피해의 결정이 나왔습니다',
  payment_made: '보상을 보내 드렸습니다',
  payment_returned: '보상이 되돌아왔습니다',
};

const sentences: Readonly<Record<NewsKind, string>> = {
  evidence_asked:
    '심사하는 데 자료가 더 필요합니다. 어떤 자료인지 진행 상황 화면에서 보고 그 자리에서 보내실 수 있습니다. 보내실 때까지 심사 기한은 멈추며, 늦어도 불리하지 않습니다.',
  decision_approved:
    '결정이 나왔습니다. 결과와 이유, 근거 조항은 진행 상황 화면에서 볼 수 있습니다. 동의하지 않으면 같은 화면에서 이의를 신청하실 수 있습니다.',
  payment_made: '보상을 보내 드렸습니다. 자세한 내용은 진행 상황 화면에서 볼 수 있습니다.',
  payment_returned:
    '보낸 보상이 되돌아왔습니다. 진행 상황 화면에서 받으실 계좌를 다시 알려 주시면 그 계좌로 보내 드립니다.',
};

/** Writes what a claimant is told about the claim, in Korean. */
export const newsWords: NewsWords = ({ kind, claimNumber, incidentTitle, link }) => ({
  subject: subjects[kind],
  text: `[${incidentTitle}] 접수번호 ${claimNumber}\n${sentences[kind]}\n\n진행 상황 보기: ${link}\n\n비밀번호나 인증번호는 묻지 않습니다.`,
});
