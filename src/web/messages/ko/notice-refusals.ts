import type { RefusalParams } from '../refusal-params.ts';

/** What is said of notices that were refused, by code, in Korean. */
export const noticeRefusals = {
  confirmation_not_sent:
    '확인 메시지를 보내지 못했습니다. 연락처를 다시 보고 잠시 뒤 다시 해 주세요.',
  confirmation_too_often: ({ waitSeconds }: RefusalParams['confirmation_too_often']) =>
    `한 시간에 보낼 수 있는 확인 메시지를 이 연락처로, 또는 지금 쓰는 네트워크에서 모두 보냈습니다. ${Math.ceil(waitSeconds / 60)}분 뒤에 다시 해 주세요.`,
  contact_without_way: '이 방법으로는 알림을 보낼 수 없습니다. 이메일 주소를 적어 주세요.',
  mail_address_malformed: '이메일 주소가 아닙니다. name@example.org 처럼 적어 주세요.',
  no_topic_chosen: '받을 소식을 하나도 고르지 않았습니다. 하나 이상 골라 주세요.',
  notice_not_found: '그 알림을 찾지 못했습니다. 목록을 새로 열고 다시 골라 주세요.',
  notice_not_open: '이 알림은 이미 끝났습니다. 목록을 새로 열어 지금 상태를 보세요.',
  subscription_not_found: '그 알림 신청을 찾지 못했습니다. 새로 신청해 주세요.',
  telephone_number_malformed: '전화번호가 아닙니다. 010-1234-5678 처럼 숫자로 적어 주세요.',
  webhook_address_malformed: '웹훅 주소가 아닙니다. https://example.org/hook 처럼 적어 주세요.',
  webhook_address_refused:
    '이 주소로는 보낼 수 없습니다. 인터넷에서 https로 열리는 공개 주소를 적어 주세요.',
};
