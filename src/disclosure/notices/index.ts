// biome-ignore-all format: the door is read as a table of names, several to a line
export { linksOf, webhookTypes } from './compose-notice.ts';
export { noticeFanOut } from './consumers.ts';
export { noticeRoutes } from './notice-routes.ts';
export type { Letter, NoticeWords, NoticeWordsOf } from './notice-words.ts';
export { runNotices, sendDueNotices } from './send-commands.ts';
export { secretPrefix, signWebhook } from './sign-webhook.ts';
export { type Channel, type Choice, channels, maskContact, type Topic, topics } from './subscriber.ts';
export { digestSubscriber, type NewSubscriber, recordSubscribers, type StoredSubscriber } from './subscriber-store.ts';
export {
  changeSubscription, loadSubscription, type SubscribeRefusal, type SubscriptionRefusal,subscribe, 
} from './subscription-commands.ts';
