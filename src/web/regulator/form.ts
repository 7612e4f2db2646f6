import type {
  AdoptedImpact,
  Cohort,
  Finding,
  Impact,
  Incident,
  LegalClock,
  Responsibility,
  TimelineEntry,
} from '../../incident/index.ts';
import type { Instant } from '../../kernel/index.ts';
import type { SettlementTotals } from '../../settlement/index.ts';
import type { Locale } from '../public/public-layout.tsx';

/** Everything a form is filled from: the record of one incident, and nothing else. */
export interface FormRecord {
  readonly incident: Incident;
  readonly now: Instant;
  readonly impacts: readonly (Impact | AdoptedImpact)[];
  readonly cohorts: readonly Cohort[];
  readonly findings: readonly Finding[];
  readonly responsibilities: readonly Responsibility[];
  readonly clocks: readonly LegalClock[];
  readonly timeline: readonly TimelineEntry[];
  /** What the incident owes and has paid, by currency. */
  readonly totals: readonly Pick<
    SettlementTotals,
    'currency' | 'decidedMinor' | 'paidMinor' | 'returnedMinor'
  >[];
}

/** What one field of a form is filled with. */
export type Filling =
  | 'title'
  | 'began'
  | 'aware'
  | 'classified'
  | 'restored'
  | 'length'
  | 'stopped'
  | 'downtime'
  | 'costs'
  | 'services'
  | 'affected'
  | 'causes'
  | 'responsibility'
  | 'measures'
  | 'third_party'
  | 'contact'
  | 'reference'
  | 'by_hand';

/** One field: what the authority asks, and what of the record answers it. */
export interface FormField {
  readonly label: Readonly<Record<Locale, string>>;
  readonly filling: Filling;
}

/** A regulator's form as data: whose it is, what it asks, and which duties it fulfils. */
export interface RegulatorForm {
  readonly code: string;
  readonly titles: Readonly<Record<Locale, string>>;
  /** the duties it fulfils, by the beginning of their rules' codes */
  readonly clocks: readonly string[];
  readonly fields: readonly FormField[];
  readonly source: Readonly<Record<Locale, string>>;
}

const field = (filling: Filling, ko: string, en: string): FormField => ({
  label: { ko, en },
  filling,
});

const opening: readonly FormField[] = [
  field('reference', '사고 관리 번호', 'Reference of the incident'),
  field('title', '사고 개요', 'Short description'),
];
const times: readonly FormField[] = [
  field('began', '발생 시각', 'Began at'),
  field('aware', '인지 시각', 'Became known at'),
  field('restored', '복구 시각', 'Restored at'),
  field('length', '지속 시간', 'Duration'),
];
const contact = field('contact', '담당자와 연락처', 'Person and contact');
const downtime = field('downtime', '서비스가 멈춘 시간', 'Service downtime');
const known = times.slice(0, 2);
const clients = field('affected', '영향을 받은 고객과 거래', 'Clients and transactions affected');
const recipients = field('affected', '영향을 받은 이용자', 'Recipients of services affected');

type Fields = Pick<RegulatorForm, 'code' | 'clocks' | 'fields'> & {
  readonly ko: string;
  readonly en: string;
};

/** Gives the forms of one law. */
function formsOf(
  source: Readonly<Record<Locale, string>>,
  forms: readonly Fields[],
): readonly RegulatorForm[] {
  return forms.map(({ ko, en, ...form }) => ({ ...form, titles: { ko, en }, source }));
}

const koreanAct = {
  ko: '전기통신사업법 제33조 제2항',
  en: 'Telecommunications Business Act, art. 33(2)',
};
const dora = {
  ko: '위원회 시행규칙 (EU) 2025/302',
  en: 'Implementing Regulation (EU) 2025/302',
};
const nis2 = (point: string) => ({
  ko: `지침 (EU) 2022/2555 제23조 제4항 (${point})`,
  en: `Directive (EU) 2022/2555, art. 23(4)(${point})`,
});

/** A notice of the Korean act: the services and times, what is asked of its own, where to ask. */
function koreanNotice(services: FormField, own: readonly FormField[]): readonly FormField[] {
  return [
    services,
    field('stopped', '중단이 시작된 시각', 'Interruption began at'),
    field('restored', '복구 시각', 'Restored at'),
    field('downtime', '중단된 시간', 'Length of the interruption'),
    ...own,
    field('contact', '이용자 상담 접수처', 'Where users can ask'),
  ];
}

/** A European report: what it is about and when, what is asked of its own, whom to ask. */
function report(when: readonly FormField[], own: readonly FormField[]): readonly FormField[] {
  return [...opening, ...when, ...own, contact];
}

/**
 * The forms that are known by heart. Each asks what its source lists, in that order.
 *
 * @source Telecommunications Business Act (Korea), art. 33(2) and its decree: fact, cause, state of
 *   response, contact; who may claim, criteria, procedure; Implementing Regulation (EU) 2025/302,
 *   annex; Directive (EU) 2022/2555, art. 23(4)
 */
export const regulatorForms: readonly RegulatorForm[] = [
  ...formsOf(koreanAct, [
    {
      ...{ code: 'kr-notice', clocks: ['kr_tba_33_2_notice'] },
      ko: '전기통신역무 제공 중단 고지 (전기통신사업법 제33조 제2항)',
      en: 'Notice of interruption (Telecommunications Business Act, art. 33(2))',
      fields: koreanNotice(field('services', '중단된 역무', 'Services interrupted'), [
        field('causes', '중단의 원인', 'Cause'),
        field('measures', '대응 조치 현황', 'State of the response'),
      ]),
    },
    {
      ...{ code: 'kr-compensation', clocks: ['kr_tba_33_2_compensation'] },
      ko: '손해배상 기준과 절차 고지 (전기통신사업법 제33조 제2항)',
      en: 'Notice on compensation (Telecommunications Business Act, art. 33(2))',
      fields: koreanNotice(field('services', '대상 역무', 'Services'), [
        field('affected', '손해배상 대상', 'Who may claim'),
        field('by_hand', '손해배상 기준', 'Criteria of compensation'),
        field('by_hand', '신청 절차와 방법', 'Procedure and method'),
      ]),
    },
  ]),
  ...formsOf(dora, [
    {
      ...{ code: 'dora-initial', clocks: ['dora_initial'] },
      ko: 'DORA 최초 통보',
      en: 'DORA initial notification',
      fields: report(
        [field('classified', '중대 사고로 분류한 시각', 'Classified as major at'), ...known],
        [
          field('services', '영향을 받은 서비스', 'Services affected'),
          field('by_hand', '분류 기준', 'Criteria that made it major'),
          field('by_hand', '다른 회원국에 미친 영향', 'Impact in other Member States'),
          field('third_party', '제3자에게서 비롯되었는지', 'Originating from a third party'),
          field('by_hand', '업무 연속성 계획 발동', 'Business continuity plan activated'),
        ],
      ),
    },
    {
      ...{ code: 'dora-intermediate', clocks: ['dora_intermediate'] },
      ko: 'DORA 중간 보고',
      en: 'DORA intermediate report',
      fields: report(times, [
        downtime,
        clients,
        field('services', '영향을 받은 기능과 인프라', 'Functions and infrastructure affected'),
        field('causes', '지금까지의 원인 조사', 'Causes as far as known'),
        field('measures', '임시 조치', 'Temporary measures'),
        field('by_hand', '고객에게 알린 내용', 'Communication to clients'),
      ]),
    },
    {
      ...{ code: 'dora-final', clocks: ['dora_final'] },
      ko: 'DORA 최종 보고',
      en: 'DORA final report',
      fields: report(times, [
        downtime,
        field('causes', '근본 원인', 'Root causes'),
        field('responsibility', '책임의 나눔', 'Responsibility'),
        field('measures', '해결과 재발 방지 조치', 'Resolution and prevention'),
        clients,
        field('costs', '고객 보상 비용', 'Costs of redress to clients'),
        field('by_hand', '그 밖의 비용과 손실, 회수액', 'Other costs and losses, recoveries'),
      ]),
    },
  ]),
  ...formsOf(nis2('a'), [
    {
      ...{ code: 'nis2-early-warning', clocks: ['nis2_early'] },
      ko: 'NIS2 조기 경보',
      en: 'NIS2 early warning',
      fields: report(known, [
        field(
          'by_hand',
          '불법 또는 악의적 행위가 의심되는지',
          'Suspected unlawful or malicious act',
        ),
        field('by_hand', '국경을 넘는 영향이 있을 수 있는지', 'Possible cross-border impact'),
      ]),
    },
  ]),
  ...formsOf(nis2('b'), [
    {
      ...{ code: 'nis2-notification', clocks: ['nis2_notification'] },
      ko: 'NIS2 사고 통지',
      en: 'NIS2 incident notification',
      fields: report(times, [
        field('services', '심각도와 영향의 첫 평가', 'Initial assessment of severity and impact'),
        recipients,
        field('by_hand', '침해 지표', 'Indicators of compromise'),
      ]),
    },
  ]),
  ...formsOf(nis2('d'), [
    {
      ...{ code: 'nis2-final', clocks: ['nis2_final'] },
      ko: 'NIS2 최종 보고',
      en: 'NIS2 final report',
      fields: report(times, [
        field('services', '심각도와 영향', 'Severity and impact'),
        recipients,
        field('causes', '위협의 종류 또는 근본 원인', 'Type of threat or root cause'),
        field('measures', '적용했거나 진행 중인 조치', 'Mitigation applied and ongoing'),
        field('by_hand', '국경을 넘는 영향', 'Cross-border impact'),
      ]),
    },
  ]),
];

/** Finds a form by its code. */
export function findForm(code: string): RegulatorForm | undefined {
  return regulatorForms.find((form) => form.code === code);
}
