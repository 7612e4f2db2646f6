import type { DeterminationStatus } from '../determination.ts';
import type { Remedy } from '../statement.ts';

/** The languages of explanations. */
export type Locale = 'ko' | 'en';

/** The fixed words of an explanation; sentences are put together in render-explanation. */
export interface Words {
  readonly remedies: Readonly<Record<Remedy, string>>;
  readonly units: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<DeterminationStatus, string>>;
  readonly roundings: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly joins: Readonly<Record<'and' | 'or' | 'not', string>>;
  readonly yes: string;
  readonly no: string;
}

/** The words of both languages; each has the same keys. */
export const words: Readonly<Record<Locale, Words>> = {
  ko: {
    remedies: {
      cash: '현금',
      credit: '적립 금액',
      points: '포인트',
      extension: '이용 기간 연장',
      voucher: '쿠폰',
      item: '지급품',
    },
    units: {
      second: '초',
      minute: '분',
      hour: '시간',
      day: '일',
      week: '주',
      month: '개월',
      year: '년',
      point: '점',
      item: '개',
    },
    statuses: {
      award: '보상합니다.',
      none: '보상 대상이 아닙니다.',
      review: '사람이 개별로 심사합니다.',
      evidence_required: '증빙을 내면 보상이 정해집니다.',
      undecidable: '아직 정할 수 없습니다.',
    },
    roundings: {
      up: '올림',
      down: '내림',
      half_up: '반올림',
      half_even: '반올림(짝수)',
    },
    reasons: {
      not_in_audience: '이 조항의 대상이 아닙니다',
      condition_not_met: '조건에 맞지 않습니다',
      band_gives_nothing: '해당 구간에는 보상이 없습니다',
      review_by_band: '해당 구간은 개별 심사 대상입니다',
      amount_not_positive: '계산한 금액이 0 이하입니다',
      below_payout_threshold: '지급 하한에 미치지 못합니다',
      evidence_missing: '증빙이 부족합니다',
      replaced: '다른 조항의 보상으로 갈음합니다',
    },
    joins: { and: '그리고', or: '또는', not: '아님:' },
    yes: '예',
    no: '아니요',
  },
  en: {
    remedies: {
      cash: 'cash',
      credit: 'credit',
      points: 'points',
      extension: 'extension',
      voucher: 'voucher',
      item: 'item',
    },
    units: {
      second: 'second',
      minute: 'minute',
      hour: 'hour',
      day: 'day',
      week: 'week',
      month: 'month',
      year: 'year',
      point: 'point',
      item: 'item',
    },
    statuses: {
      award: 'An award is due.',
      none: 'No award is due.',
      review: 'A person reviews this case individually.',
      evidence_required: 'An award follows once the evidence is shown.',
      undecidable: 'This cannot be decided yet.',
    },
    roundings: {
      up: 'rounded up',
      down: 'rounded down',
      half_up: 'rounded half up',
      half_even: 'rounded half to even',
    },
    reasons: {
      not_in_audience: 'this clause is not about you',
      condition_not_met: 'its condition is not met',
      band_gives_nothing: 'this band gives nothing',
      review_by_band: 'this band is reviewed individually',
      amount_not_positive: 'the amount comes to zero or less',
      below_payout_threshold: 'the amount is below what is paid out',
      evidence_missing: 'evidence is missing',
      replaced: 'another clause stands in its place',
    },
    joins: { and: 'and', or: 'or', not: 'not' },
    yes: 'yes',
    no: 'no',
  },
};
