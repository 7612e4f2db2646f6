import type { NoticeWords } from '../../../disclosure/notices/index.ts';
import { renderLocal } from '../../../kernel/index.ts';

const topicLines = {
  incident_opened: '장애가 발생했습니다',
  incident_updated: '새 소식',
  incident_restored: '복구되었습니다',
  report_published: '공개 보고서가 나왔습니다',
} as const;

const letters: NoticeWords = {
  confirmation: ({ confirm }) => ({
    subject: '장애 알림을 받으시려면 확인해 주세요',
    text: `이 주소로 장애 알림을 보내 달라는 요청을 받았습니다. 받으시려면 아래 주소를 열고 확인을 눌러 주세요. 이틀 안에 확인하지 않으면 요청은 지워집니다.\n\n${confirm}\n\n요청하신 적이 없다면 아무것도 하지 않으셔도 됩니다. 확인 전에는 알림을 보내지 않습니다.`,
  }),
  already: ({ manage }) => ({
    subject: '이미 장애 알림을 받고 계십니다',
    text: `이 주소는 이미 알림을 받고 있습니다. 무엇을 받을지 바꾸거나 그만 받으시려면 아래 주소를 열어 주세요.\n\n${manage}`,
  }),
  notice: ({ topic, title, text, occurredAt, zone, link, leave }) => {
    const said = topic === 'report_published' ? `제${text}판입니다.` : text;
    const lines = [
      `${topicLines[topic]} · ${renderLocal(occurredAt, { zone, locale: 'ko' })}`,
      said,
      `자세히 보기: ${link}`,
      `알림을 바꾸거나 그만 받기: ${leave}`,
    ];
    return {
      subject: `${title}: ${topicLines[topic]}`,
      text: lines.filter((line) => line !== '').join('\n\n'),
    };
  },
};

/** Every sentence about being told, in Korean; the source of the other languages. */
export const noticeWords = {
  ...letters,
  subscribeTitle: '장애 알림 받기',
  subscribeLead: '장애가 생기거나 복구되면, 또는 새 소식이 있으면 알려 드립니다.',
  channelLabel: '받을 방법',
  channels: { mail: '이메일', text: '문자 메시지', webhook: '웹훅 (채팅방, 개발자용)' },
  contactLabel: '이메일 주소, 휴대전화 번호 또는 웹훅 주소',
  contactHint:
    '웹훅은 https로 시작하는 주소입니다. 채팅방(Slack, Mattermost 등)이 주는 수신 주소나 직접 만든 프로그램의 주소를 적습니다. 메시지는 Standard Webhooks 규격으로 서명합니다.',
  topicsLabel: '받을 소식',
  topics: {
    incident_opened: '새 장애',
    incident_updated: '진행 상황',
    incident_restored: '복구',
    report_published: '공개 보고서',
  },
  someComponents: '일부 서비스의 소식만 받기',
  componentsHint: '하나도 고르지 않으면 모든 서비스의 소식을 받습니다.',
  feedsTitle: '구독 주소로 읽기',
  feedsText: '피드 리더가 스스로 가져오므로 누가 읽는지 남지 않습니다.',
  topicFeeds: '소식 종류마다의 구독 주소',
  someFeeds: '서비스마다의 구독 주소',
  ask: '확인 메시지 받기',
  askedTitle: '확인 메시지를 보냈습니다',
  askedText:
    '받은 메시지의 주소를 열어 확인하시면 그때부터 알림을 보내 드립니다. 이틀 안에 확인해 주세요.',
  manageTitle: '내 장애 알림',
  manageOf: (contact: string) => `${contact} 로 보내는 알림입니다.`,
  confirmText: '확인을 누르시면 알림을 보내기 시작합니다.',
  confirm: '확인',
  confirmedTitle: '이제 알림을 보내 드립니다',
  secretTitle: '웹훅 서명 비밀값',
  secretText: '받은 메시지가 우리가 보낸 것인지 이 값으로 확인합니다. 다른 사람에게 보이지 마세요.',
  disabledText: '이 웹훅은 여러 번 답하지 않아 멈춰 있습니다. 고치셨으면 다시 시작을 눌러 주세요.',
  restart: '다시 시작',
  save: '바꾼 내용 저장',
  savedTitle: '저장했습니다',
  leave: '알림 그만 받기',
  leftTitle: '이제 알림을 보내지 않습니다',
  leftText: '연락처도 지웠습니다. 마음이 바뀌면 언제든 다시 신청하실 수 있습니다.',
  goneTitle: '이 주소의 알림을 찾지 못했습니다',
  goneText: '기한이 지났거나 이미 그만 받으신 알림입니다. 새로 신청하실 수 있습니다.',
  again: '장애 알림 받기',
};

export type NoticeMessages = typeof noticeWords;
