import type { NodeKind } from '../../inventory.ts';

/** How many nodes a group has, and how many of them are down, and stuck. */
export interface GroupCount {
  readonly all: number;
  readonly down: number;
  readonly stuck: number;
}

const count = (value: number): string => value.toLocaleString('en-US');

const en = {
  up: 'up',
  recovers: (minutes: number) => `back in ${count(minutes)} min`,
  stuck: 'stuck',
  title: (name: string, lost: string) =>
    lost === '' ? `${name}: what needs what` : `What the loss of ${lost} takes down`,
  desc: (states: { up: number; recovers: number; stuck: number }) =>
    `${count(states.up)} stay up, ${count(states.recovers)} come back, ${count(states.stuck)} cannot be brought back. ` +
    'Arrows point at what is needed: solid to run, dashed to recover; thick red ones wait for each other. ' +
    'Rounded boxes are up, six-sided ones come back, boxes with a cross are stuck.',
  either: ' or ',
  both: ' and ',
  lost: 'lost',
  lostOne: 'one of them lost',
  anywhere: 'Tied to no place',
  several: 'At several places',
  rest: 'Other places',
  group: ({ all, down, stuck }: GroupCount) =>
    `${count(all)} in all: ${count(down)} down, ${count(stuck)} of them stuck`,
  more: (hidden: number) => `${count(hidden)} more`,
  neededBy: (nodes: number) => `${count(nodes)} need it to recover`,
  kinds: {
    service: 'services',
    data: 'data',
    tool: 'tools',
    people: 'people',
    communications: 'communications',
    supply: 'supplies',
    document: 'documents',
  } satisfies Record<NodeKind, string>,
};

/** The words of the picture. */
export type PictureWords = typeof en;

const ko: PictureWords = {
  up: '동작',
  recovers: (minutes) => `${count(minutes)}분 뒤 복구`,
  stuck: '복구 불가',
  title: (name, lost) =>
    lost === '' ? `${name}: 무엇이 무엇을 필요로 하는가` : `${lost} 상실로 멈추는 것`,
  desc: (states) =>
    `동작 ${count(states.up)}개, 복구 ${count(states.recovers)}개, 복구 불가 ${count(states.stuck)}개. ` +
    '화살표는 필요한 것을 가리킵니다. 실선은 동작에, 점선은 복구에 필요하고 굵은 빨간 선은 서로를 기다립니다. ' +
    '둥근 상자는 동작, 육각형은 복구, 가위표 상자는 복구 불가입니다.',
  either: ' 또는 ',
  both: ' 및 ',
  lost: '잃음',
  lostOne: '한 곳 잃음',
  anywhere: '장소에 매이지 않음',
  several: '여러 곳에 걸침',
  rest: '그 밖의 곳',
  group: ({ all, down, stuck }) =>
    `모두 ${count(all)}개: ${count(down)}개 멈춤, 그중 ${count(stuck)}개 복구 불가`,
  more: (hidden) => `${count(hidden)}개 더`,
  neededBy: (nodes) => `${count(nodes)}개의 복구에 필요`,
  kinds: {
    service: '서비스',
    data: '데이터',
    tool: '도구',
    people: '사람',
    communications: '연락 수단',
    supply: '물자',
    document: '문서',
  },
};

/** The words of the picture by language; numbers are written with commas in both. */
export const pictureWords: Readonly<Record<'ko' | 'en', PictureWords>> = { ko, en };
