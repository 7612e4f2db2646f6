import type { NoticeWords } from '../../../disclosure/notices/index.ts';
import { renderLocal } from '../../../kernel/index.ts';
import type { NoticeMessages } from '../ko/notices.ts';

const topicLines = {
  incident_opened: 'An outage has begun',
  incident_updated: 'News',
  incident_restored: 'Everything works again',
  report_published: 'The public report is out',
} as const;

const letters: NoticeWords = {
  confirmation: ({ confirm }) => ({
    subject: 'Confirm that you want to be told of outages',
    text: `Somebody asked us to send news of outages here. If you want it, open this address and press Confirm. Without that, the request is deleted after two days.\n\n${confirm}\n\nIf it was not you, there is nothing to do: nothing is sent before it is confirmed.`,
  }),
  already: ({ manage }) => ({
    subject: 'You are told of outages already',
    text: `News of outages already comes here. To change what is sent or to end it, open this address.\n\n${manage}`,
  }),
  notice: ({ topic, title, text, occurredAt, zone, link, leave }) => {
    const said = topic === 'report_published' ? `It is version ${text}.` : text;
    const lines = [
      `${topicLines[topic]} · ${renderLocal(occurredAt, { zone, locale: 'en' })}`,
      said,
      `More: ${link}`,
      `Change or end these messages: ${leave}`,
    ];
    return {
      subject: `${title}: ${topicLines[topic]}`,
      text: lines.filter((line) => line !== '').join('\n\n'),
    };
  },
};

/** Every sentence about being told, in English. */
export const noticeWords: NoticeMessages = {
  ...letters,
  subscribeTitle: 'Be told of outages',
  subscribeLead: 'We tell you when an outage begins or ends, and what is new in between.',
  channelLabel: 'How',
  channels: { mail: 'E-mail', text: 'Text message', webhook: 'Webhook (chat, or for developers)' },
  contactLabel: 'E-mail address, mobile number or webhook address',
  contactHint:
    'A webhook is an address that begins with https: of a chat (an incoming webhook of Slack, Mattermost or the like) or of your own program. Messages are signed as Standard Webhooks says.',
  topicsLabel: 'What about',
  topics: {
    incident_opened: 'New outages',
    incident_updated: 'What is new',
    incident_restored: 'Restorations',
    report_published: 'Public reports',
  },
  someComponents: 'Only some services',
  componentsHint: 'If none is chosen, you are told of all services.',
  feedsTitle: 'Or read along',
  feedsText: 'A feed reader asks by itself, and nobody learns who reads:',
  topicFeeds: 'Feeds of one kind of news each',
  someFeeds: 'Feeds of one service each',
  ask: 'Send me the confirmation',
  askedTitle: 'The confirmation is on its way',
  askedText:
    'Open the address in that message to confirm. We tell you of outages from then on. Confirm within two days.',
  manageTitle: 'What you are told of',
  manageOf: (contact: string) => `These messages go to ${contact}.`,
  confirmText: 'When you press Confirm, we begin to send you messages.',
  confirm: 'Confirm',
  confirmedTitle: 'From now on we tell you',
  secretTitle: 'The secret of your webhook',
  secretText: 'It proves that a message came from us. Show it to nobody.',
  disabledText:
    'This webhook is at rest because it did not answer several times. Press Start again once it is mended.',
  restart: 'Start again',
  save: 'Save the change',
  savedTitle: 'Saved',
  leave: 'End these messages',
  leftTitle: 'You are told of nothing any more',
  leftText: 'Your contact is deleted, too. You can ask again at any time.',
  goneTitle: 'No messages belong to this address',
  goneText: 'It is too old, or the messages were ended. You can ask anew.',
  again: 'Be told of outages',
};
