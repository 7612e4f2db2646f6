import { newUuid } from '../src/platform/index.ts';

const functions = [
  ['talk_channel', 'main'],
  ['talk_channel', 'advertising'],
  ['kakao_map', 'core'],
  ['shopping', 'search'],
] as const;
const effects = ['lost_orders', 'lost_bookings', 'payments_failed', 'no_advertising'] as const;

/** Gives one merchant's claim as the API takes it, with a personal part; the serial makes it distinct. */
export function claimBody(incidentId: string, serial: number): { claimId: string; body: string } {
  const claimId = newUuid();
  const [service, functionName] = functions[serial % functions.length] ?? functions[0];
  const account = String(10_000_000_000 + serial * 7919).replace(/^(.{3})(.{6})/, '$1-$2-');
  const body = JSON.stringify({
    claimId,
    incidentId,
    questionnaireVersion: 1,
    channel: 'api',
    partyClass: 'small_business',
    category: 'kakao',
    kind: 'free_with_loss',
    service,
    functionName,
    statedLossMinor: String(50_000 + (serial % 900) * 1000),
    currency: 'KRW',
    answers: {
      affected_from: '2022-10-15T15:30:00+09:00',
      affected_until: '2022-10-16T02:16:00+09:00',
      effect: effects[serial % effects.length],
    },
    personal: {
      name: `가게 주인 ${serial}`,
      contact: `shop${serial}@example.org`,
      payee: { bank: '국민은행', account, holder: `가게 주인 ${serial}` },
      freeText: '주말 내내 주문을 받지 못해 예약 손님을 모두 돌려보냈습니다.',
      locale: 'ko',
    },
  });
  return { claimId, body };
}
