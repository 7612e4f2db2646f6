/** What the reference case calls classes of parties that no policy and no questionnaire names, in Korean. */
export const referenceClasses: Readonly<Record<string, string>> = {
  talk_user: '카카오톡 이용자',
  talk_channel: '톡채널 운영',
  melon_pass: '멜론 이용권',
  melon_billing_fixed: '멜론 인앱 결제 (결제일 이동 불가)',
  emoticon_subscription: '이모티콘 플러스 구독',
  talk_drawer: '톡서랍 플러스 구독',
  page_webtoon_member: '카카오페이지·웹툰 회원',
  webtoon_rental: '장애 중 만료된 웹툰 대여권',
  taxi_pro: '택시 프로 멤버십 기사',
  designated_driver_pro: '대리운전 프로 서비스 기사',
  kakao_t_blue: '카카오 T 블루 가맹 기사',
  in_app_subscription: '앱 마켓으로 결제한 구독',
  drawer_plus_applied: '톡서랍 플러스 무료 이용 신청',
};
