import type { Naming } from '../../tell/naming.ts';
import type { SingleLoss } from '../single-losses.ts';

const SINGLE_EN: Readonly<Record<SingleLoss['verdict'], string>> = {
  site_stuck: 'A site: this is what G1 fails by.',
  site_recovers:
    'A site: it can be brought back, so G1 passes; G4 and G10 ask how fast, and who has shown it.',
  scope_at_once: 'It reaches everything at once: this is what G12 fails by.',
  scope_staged:
    'Changes to it arrive in stages (isStaged), so that a bad one is stopped before it is everywhere: G12 passes. G8 keeps it in the baseline.',
  other_stuck: 'Not a site, so G1 does not look at it; G8 keeps it in the baseline.',
  other_recovers: 'Not a site, and it can be brought back; G8 keeps it in the baseline.',
};
const SINGLE_KO: Readonly<Record<SingleLoss['verdict'], string>> = {
  site_stuck: '사이트이므로 G1 미달의 원인입니다.',
  site_recovers:
    '사이트이지만 되살릴 수 있어 G1은 통과입니다. 얼마나 빨리, 누가 해 보았는지는 G4와 G10이 묻습니다.',
  scope_at_once: '한꺼번에 모두에 닿으므로 G12 미달의 원인입니다.',
  scope_staged:
    '변경이 단계별로 반영되어(isStaged) 모두에 닿기 전에 멈출 수 있으므로 G12는 통과입니다. G8이 기준선으로 지킵니다.',
  other_stuck: '사이트가 아니어서 G1의 대상이 아닙니다. G8이 기준선으로 지킵니다.',
  other_recovers: '사이트가 아니며 되살릴 수 있습니다. G8이 기준선으로 지킵니다.',
};

/** The words of the gate's report that are no finding. */
export const reportWords = {
  en: {
    title: (name: string) => `Continuity of ${name}`,
    passed: 'The gate is passed.',
    failed: (count: number) => `The gate is not passed: ${count} of 12 rules fail.`,
    level: (level: number | null, hasSite: boolean) =>
      level === null
        ? hasSite
          ? 'No node has tier 0, so there is no level: give the nodes that must never be lost tier: 0.'
          : 'No domain is a site or provider region, so there is no level: no loss was tried.'
        : `Level ${level} of 5: the least of the tier-0 nodes.`,
    checked: (day: string, nodes: number) =>
      `Checked on ${day}; ${nodes} ${nodes === 1 ? 'node' : 'nodes'}; every loss is taken to be for good.`,
    rules: 'Rules of the gate',
    rule: 'Rule',
    state: 'State',
    status: { passed: 'passed', failed: 'fails', waived: 'waived' },
    warning: 'warning',
    waivedUntil: (day: string, owner: string) => `waived until ${day} by ${owner}`,
    levels: 'Levels of the tier-0 nodes',
    node: 'Node',
    levelWord: 'Level',
    heldBack: 'Held back by the loss of',
    tolerates: (effect: 'down' | 'stuck', count: number | null) => {
      const holds = effect === 'down' ? 'keeps running through' : 'can be brought back after';
      const fails = effect === 'down' ? 'takes tier 0 down' : 'leaves tier 0 stuck';
      if (count === 0)
        return `The loss of one domain alone ${fails}${effect === 'down' ? ':' : '.'}`;
      return `Tier 0 ${holds} any loss of ${count === null ? 'two domains at once, or more' : 'one domain; some pair is too much'}.`;
    },
    single: ({ domain, down, stuck, verdict }: SingleLoss) => {
      const back = stuck.length === 0 ? '' : `, and stuck: ${stuck.join(', ')}`;
      return `${domain}: takes down ${down.join(', ')}${back}. ${SINGLE_EN[verdict]}`;
    },
    cutSets: (effect: 'down' | 'stuck', one: number, two: number) =>
      `${effect === 'down' ? 'Taking tier 0 down' : 'Leaving tier 0 stuck'}, counted for each tier-0 node: single losses ${one}, pairs ${two}. Larger sets were not looked for.`,
    evidence: 'What the statements rest on',
    evidenceLine: (edges: number) =>
      edges === 0
        ? 'No dependencies are written down.'
        : `${edges} ${edges === 1 ? 'dependency' : 'dependencies'}, by the strongest evidence for each:`,
    classes: {
      assumed: 'assumed',
      declared: 'declared',
      observed: 'observed',
      rehearsed: 'rehearsed',
      drilled: 'drilled',
      happened: 'happened',
      unstated: 'nothing stated',
    },
    lossOf: (loss: string) => `The loss of ${loss}`,
    nothing: 'Nothing goes down.',
    picture:
      'Arrows point at what is needed: solid to run, dashed to recover; thick red ones wait for each other. Rounded boxes are up, six-sided ones come back, boxes with a cross are stuck. A place with a broken red outline is lost.',
    stillUp: 'Up throughout',
    states: { up: 'up', recovers: 'comes back', stuck: 'stuck' },
    through: (reason: string) => `Down only through ${reason}`,
    more: (count: number) => `and ${count} more`,
    minutes: 'Back after minutes',
    down: 'Down',
    stuck: 'Stuck',
    loop: 'Loop',
    free: 'Any one of these sets, given from outside, would free everything',
    pessimistic: 'Were every suspicion true',
    pessimisticLine: (count: number, level: number | null) =>
      count === 0
        ? `With suspected and observed edges believed, nothing fails besides${level === null ? '.' : `; level ${level}.`}`
        : `With suspected and observed edges believed, ${count} findings come on top${level === null ? ':' : `, at level ${level}:`}`,
    never: 'never',
  },
  ko: {
    title: (name: string) => `${name} 연속성`,
    passed: '기준을 통과했습니다.',
    failed: (count: number) =>
      `기준을 통과하지 못했습니다. 규칙 12개 가운데 ${count}개를 고쳐야 합니다.`,
    level: (level: number | null, hasSite: boolean) =>
      level === null
        ? hasSite
          ? '0등급으로 정한 것이 없어 수준을 매길 수 없습니다. 결코 잃어서는 안 되는 항목에 tier: 0을 적으세요.'
          : '사이트나 클라우드 리전이 하나도 없어 수준을 매길 수 없습니다. 따져 본 상실이 없습니다.'
        : `수준 ${level} (최고 5). 0등급 가운데 가장 낮은 값입니다.`,
    checked: (day: string, nodes: number) =>
      `${day} 점검, 항목 ${nodes}개. 잃은 것은 돌아오지 않는다고 봅니다.`,
    rules: '점검 규칙',
    rule: '규칙',
    state: '상태',
    status: { passed: '통과', failed: '미달', waived: '유예' },
    warning: '주의',
    waivedUntil: (day: string, owner: string) => `${day}까지 유예, 책임자 ${owner}`,
    levels: '0등급의 수준',
    node: '항목',
    levelWord: '수준',
    heldBack: '발목을 잡는 상실',
    tolerates: (effect: 'down' | 'stuck', count: number | null) => {
      const holds = effect === 'down' ? '0등급은 계속 동작합니다' : '0등급은 되살릴 수 있습니다';
      const fails =
        effect === 'down'
          ? '0등급이 멈추는 경우가 있습니다'
          : '0등급을 되살릴 수 없는 경우가 있습니다';
      if (count === 0) return `한 곳만 잃어도 ${fails}${effect === 'down' ? ':' : '.'}`;
      return count === null
        ? `어디든 두 곳을 한꺼번에 잃어도 ${holds}.`
        : `어디든 한 곳을 잃어도 ${holds}. 두 곳이면 ${fails}.`;
    },
    single: ({ domain, down, stuck, verdict }: SingleLoss) => {
      const back = stuck.length === 0 ? '' : ` 복구 불가: ${stuck.join(', ')}.`;
      return `${domain}: ${down.join(', ')} 중단.${back} ${SINGLE_KO[verdict]}`;
    },
    cutSets: (effect: 'down' | 'stuck', one: number, two: number) =>
      `0등급 항목마다 세어 ${effect === 'down' ? '0등급이 멈추는' : '0등급을 되살릴 수 없는'} 경우: 한 곳 ${one}가지, 두 곳 ${two}가지. 세 곳 이상은 찾지 않았습니다.`,
    evidence: '진술의 근거',
    evidenceLine: (edges: number) =>
      edges === 0
        ? '적힌 의존 관계가 없습니다.'
        : `의존 관계 ${edges}개를 가장 강한 근거로 나누면:`,
    classes: {
      assumed: '가정',
      declared: '진술',
      observed: '관측',
      rehearsed: '예행',
      drilled: '훈련',
      happened: '실제 발생',
      unstated: '근거 없음',
    },
    lossOf: (loss: string) => `${loss} 상실`,
    nothing: '멈추는 것이 없습니다.',
    picture:
      '화살표는 필요한 것을 가리킵니다. 실선은 동작에, 점선은 복구에 필요하고 굵은 빨간 선은 서로를 기다립니다. 둥근 상자는 동작, 육각형은 복구, 가위표 상자는 복구 불가입니다. 끊어진 빨간 테두리는 잃은 곳입니다.',
    stillUp: '계속 동작하는 것',
    states: { up: '동작', recovers: '복구', stuck: '복구 불가' },
    through: (reason: string) => `${reason} 한 곳 때문에 중단`,
    more: (count: number) => `외 ${count}`,
    minutes: '복구까지 분',
    down: '멈춤',
    stuck: '복구 불가',
    loop: '순환',
    free: '다음 묶음 가운데 하나를 밖에서 마련하면 모두 되살릴 수 있습니다',
    pessimistic: '의심이 모두 사실이라면',
    pessimisticLine: (count: number, level: number | null) =>
      count === 0
        ? `의심 관계와 관측 관계를 모두 믿어도 더 나빠지지 않습니다${level === null ? '.' : ` (수준 ${level}).`}`
        : `의심 관계와 관측 관계를 모두 믿으면 ${count}건이 더해집니다${level === null ? ':' : ` (수준 ${level}):`}`,
    never: '돌아오지 않음',
  },
};

/** The words of one language. */
export type ReportWords = (typeof reportWords)['en'];

/** Gives a single loss with its things as a reader knows them in place of their ids. */
export function nameSingle(name: Naming, single: SingleLoss): SingleLoss {
  const { domain, down, stuck } = single;
  return {
    ...single,
    domain: name.domain(domain),
    down: down.map(name.node),
    stuck: stuck.map(name.node),
  };
}
