import { type LocalDate, parseLocalDate } from '../../kernel/index.ts';
import type { ClockRule } from '../clock.ts';

/** A law that sets periods for telling of outages. */
export type Regime = 'kr' | 'dora' | 'nis2';

/** A legal duty as it stands in the law, ready to be read for an incident. */
export interface KnownClock {
  readonly regime: Regime;
  readonly rule: ClockRule;
}

const hourMs = 3_600_000;
const day = (text: string): LocalDate => parseLocalDate(text) as LocalDate;

type Duty = Pick<ClockRule, 'code' | 'startsFrom' | 'period'> & {
  readonly ko: string;
  readonly en: string;
};

/** Gives the duties of one law: what they have in common is said once. */
function dutiesOf(
  regime: Regime,
  common: Pick<ClockRule, 'effectiveFrom'> & Partial<ClockRule>,
  duties: readonly Duty[],
): readonly KnownClock[] {
  return duties.map(({ ko, en, ...duty }) => ({
    regime,
    rule: { charges: ['paid', 'free'], sources: [], ...common, ...duty, titles: { ko, en } },
  }));
}

const hours = (count: number) => ({ kind: 'elapsed', ms: count * hourMs }) as const;
const month = { kind: 'calendar_months', count: 1 } as const;

const korean = { effectiveFrom: day('2025-03-28'), thresholdMs: 2 * hourMs };
const dora = { effectiveFrom: day('2025-01-17') };
const nis2 = { effectiveFrom: day('2024-10-18') };

/**
 * The duties that are known by heart, so that nobody types a law in an outage.
 *
 * DORA's intermediate and final reports and NIS2's final report run from the report before; read here
 * from classification or awareness, which is never later, so that no period is shown too long.
 *
 * @source Telecommunications Business Act (Korea), art. 33(2), as amended from 28 March 2025;
 *   Delegated Regulation (EU) 2025/301, art. 5(1); Directive (EU) 2022/2555, art. 23(4)
 */
export const knownClocks: readonly KnownClock[] = [
  ...dutiesOf('kr', korean, [
    {
      ...{ code: 'kr_tba_33_2_notice_2025', startsFrom: 'threshold' },
      period: { kind: 'without_delay' },
      ko: '중단 사실 지체 없이 고지 (전기통신사업법 제33조 제2항, 2025년 개정)',
      en: 'Notice of interruption without delay (Telecommunications Business Act, art. 33(2), 2025)',
    },
    {
      ...{ code: 'kr_tba_33_2_compensation_2025', startsFrom: 'recovery' },
      period: { kind: 'calendar_days', count: 30 },
      ko: '손해배상 절차 고지 30일 (전기통신사업법 제33조 제2항, 2025년 개정)',
      en: 'Notice on compensation within 30 days (Telecommunications Business Act, art. 33(2), 2025)',
    },
  ]),
  ...dutiesOf('dora', dora, [
    {
      ...{ code: 'dora_initial_classification', startsFrom: 'classification', period: hours(4) },
      ko: 'DORA 최초 통보: 분류 후 4시간',
      en: 'DORA initial notification: 4 hours after classification',
    },
    {
      ...{ code: 'dora_initial_awareness', startsFrom: 'awareness', period: hours(24) },
      ko: 'DORA 최초 통보: 인지 후 24시간',
      en: 'DORA initial notification: 24 hours after awareness',
    },
    {
      ...{ code: 'dora_intermediate', startsFrom: 'classification', period: hours(72) },
      ko: 'DORA 중간 보고: 72시간',
      en: 'DORA intermediate report: 72 hours',
    },
    {
      ...{ code: 'dora_final', startsFrom: 'classification', period: month },
      ko: 'DORA 최종 보고: 1개월',
      en: 'DORA final report: one month',
    },
  ]),
  ...dutiesOf('nis2', nis2, [
    {
      ...{ code: 'nis2_early_warning', startsFrom: 'awareness', period: hours(24) },
      ko: 'NIS2 조기 경보: 인지 후 24시간',
      en: 'NIS2 early warning: 24 hours after awareness',
    },
    {
      ...{ code: 'nis2_notification', startsFrom: 'awareness', period: hours(72) },
      ko: 'NIS2 사고 통지: 인지 후 72시간',
      en: 'NIS2 incident notification: 72 hours after awareness',
    },
    {
      ...{ code: 'nis2_final', startsFrom: 'awareness', period: month },
      ko: 'NIS2 최종 보고: 1개월',
      en: 'NIS2 final report: one month',
    },
  ]),
];
