/** What the reference case calls classes of parties that no policy and no questionnaire names, in English. */
export const referenceClasses: Readonly<Record<string, string>> = {
  talk_user: 'KakaoTalk user',
  talk_channel: 'Runs a Talk Channel',
  melon_pass: 'Melon pass holder',
  melon_billing_fixed: 'Melon pass billed in-app (date cannot move)',
  emoticon_subscription: 'Emoticon subscription',
  talk_drawer: 'Talk Drawer subscriber',
  page_webtoon_member: 'Kakao Page or Webtoon member',
  webtoon_rental: 'Webtoon rental that ran out in the outage',
  taxi_pro: 'Taxi driver with Pro membership',
  designated_driver_pro: 'Designated driver with Pro service',
  kakao_t_blue: 'Kakao T Blue franchise driver',
  in_app_subscription: 'Subscription billed through an app store',
  drawer_plus_applied: 'Applied for the free Talk Drawer month',
};
