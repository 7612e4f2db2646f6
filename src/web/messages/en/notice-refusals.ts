import type { noticeRefusals as ko } from '../ko/notice-refusals.ts';
import type { RefusalParams } from '../refusal-params.ts';

/** What is said of notices that were refused, by code, in English. */
export const noticeRefusals: typeof ko = {
  confirmation_not_sent:
    'The confirmation could not be sent. Look at the contact again and try once more in a while.',
  confirmation_too_often: ({ waitSeconds }: RefusalParams['confirmation_too_often']) =>
    `All confirmations of this hour were sent to this contact, or asked for from your network. Ask again in ${Math.ceil(waitSeconds / 60)} min.`,
  contact_without_way: 'Nothing can be sent this way. Give an e-mail address.',
  mail_address_malformed: 'This is no e-mail address. Write it like name@example.org.',
  no_topic_chosen: 'Nothing is chosen to be told of. Choose at least one.',
  notice_not_found: 'The notice was not found. Open the list anew and choose it again.',
  notice_not_open: 'The notice is settled. Open the list anew to see where it stands.',
  subscription_not_found: 'No messages belong to this. Ask to be told anew.',
  telephone_number_malformed:
    'This is no telephone number. Write it in digits, like 010-1234-5678.',
  webhook_address_malformed: 'This is no webhook address. Write it like https://example.org/hook.',
  webhook_address_refused:
    'Nothing is sent to this address. Give a public address that opens with https.',
};
