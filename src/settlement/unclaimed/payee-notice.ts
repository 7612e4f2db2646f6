import { type Instant, renderLocal } from '../../kernel/index.ts';

/** What a claimant is told about where they are paid. */
export type PayeeNotice =
  | { readonly kind: 'payee_changed'; readonly usableFrom: Instant }
  | {
      readonly kind: 'payee_reminder_due';
      readonly reason: 'payee_missing' | 'returned_payee_unchanged';
      readonly reminderCount: number;
    };

/** Which claim a notice is about. */
export interface NoticeAbout {
  readonly claimNumber: string;
  readonly incidentTitle: { readonly ko: string; readonly en: string };
  readonly zone: string;
}

function korean(notice: PayeeNotice, about: NoticeAbout): string {
  const head = `[${about.incidentTitle.ko}] 접수 번호 ${about.claimNumber}`;
  if (notice.kind === 'payee_changed') {
    const from = renderLocal(notice.usableFrom, { zone: about.zone, locale: 'ko' });
    return `${head}\n보상금을 받을 계좌가 바뀌었습니다. ${from}부터 새 계좌로 지급합니다. 바꾸지 않으셨다면 그 전에 접수 확인 화면의 연락처로 알려 주세요.`;
  }
  return notice.reason === 'payee_missing'
    ? `${head}\n보상이 정해졌지만 받을 계좌를 모릅니다. 접수 번호로 접수 상태를 열어 계좌를 알려 주세요. 알림 ${notice.reminderCount}번째입니다.`
    : `${head}\n보상금이 되돌아왔습니다. 접수 번호로 접수 상태를 열어 계좌를 확인해 주세요. 알림 ${notice.reminderCount}번째입니다.`;
}

function english(notice: PayeeNotice, about: NoticeAbout): string {
  const head = `[${about.incidentTitle.en}] Claim ${about.claimNumber}`;
  if (notice.kind === 'payee_changed') {
    const from = renderLocal(notice.usableFrom, { zone: about.zone, locale: 'en' });
    return `${head}\nThe account your redress is paid to was changed. From ${from} on it is paid there. If you did not change it, tell the contact on your claim’s page before then.`;
  }
  return notice.reason === 'payee_missing'
    ? `${head}\nYour redress is decided, but there is no account to pay it to. Open your claim by its number and give one. Reminder no. ${notice.reminderCount}.`
    : `${head}\nYour redress came back. Open your claim by its number and check the account. Reminder no. ${notice.reminderCount}.`;
}

const subjects = {
  payee_changed: '보상금 받을 계좌가 바뀌었습니다 / Account changed',
  payee_reminder_due: '보상금을 드리지 못했습니다 / Your redress could not be paid',
} as const;

/**
 * Writes a notice in both languages, since nobody knows which one is read. No account, amount or
 * name stands in it: it goes over servers that are not ours.
 */
export function renderPayeeNotice(
  notice: PayeeNotice,
  about: NoticeAbout,
): { readonly subject: string; readonly text: string } {
  return {
    subject: subjects[notice.kind],
    text: `${korean(notice, about)}\n\n${english(notice, about)}`,
  };
}
