import { withParticle } from './korean-particle.ts';

const after = (minutes: number): string => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
const each = (sets: readonly string[]): string =>
  sets.map((set, at) => `(${at + 1}) ${set}`).join('; ');

const PURPOSES_EN: Readonly<Record<string, string>> = {
  recover: 'what it takes to restore',
  deploy: 'means of deployment',
  observe: 'means of seeing',
  authenticate: 'a way to sign in',
  communicate: 'a way to talk',
  people: 'people',
  decide: 'a decision',
  copies: 'a copy',
};
const PURPOSES_KO: Readonly<Record<string, string>> = {
  recover: '복구 수단',
  deploy: '배포 수단',
  observe: '살펴볼 수단',
  authenticate: '로그인 수단',
  communicate: '연락 수단',
  people: '사람',
  decide: '결정',
  copies: '사본',
};

/** The sentences a loss is told in; what is named in them comes as a reader knows it. */
export const en = {
  loss: (lost: string, count: { down: number; nodes: number; stuck: number }) =>
    count.down === 0
      ? `Losing ${lost} takes down none of ${count.nodes} nodes.`
      : `Losing ${lost} takes down ${count.down} of ${count.nodes} nodes; ${count.stuck === 0 ? 'all of them can be brought back' : `${count.stuck} of them cannot be brought back`}.`,
  returns: (minutes: number) => `What was lost is taken to return after ${after(minutes)}.`,
  up: (node: string) => `${node} keeps running.`,
  upPlace: (node: string, left: string) => `${node} still has a place to run: ${left}.`,
  place: (node: string, place: string) => `${node} goes down because its place is lost: ${place}.`,
  runAll: (node: string, failed: string) =>
    `${node} goes down because what it runs on is down: ${failed}.`,
  run: (node: string, needs: string, failed: string) =>
    `${node} goes down. It runs on ${needs}; down of these: ${failed}.`,
  reason: (node: string, reason: string) =>
    `Everything that takes ${node} down goes through ${reason}: were it kept running, ${node} would run.`,
  gateway: (node: string, gateway: string) =>
    `Everything that needs ${node} goes through ${gateway}.`,
  noGateway: (node: string) => `What needs ${node} does not all go through one other node.`,
  certain: (node: string, needs: string) => `${node} cannot run without ${needs}.`,
  smallest: (node: string, effect: 'down' | 'stuck', sets: string) =>
    `Smallest losses, up to two, that ${effect === 'down' ? `take ${node} down` : `leave ${node} stuck`}: ${sets || 'none'}.`,
  stuck: (node: string) => `${node} cannot be brought back.`,
  no_copy: (node: string) =>
    `No copy of ${node} is left, and no way of restoring it is written down.`,
  no_option: (node: string) => `Nobody has written down any way to bring ${node} back.`,
  noCopyToRestore: (node: string) =>
    `No copy of ${node} is left, and every way of restoring it needs one.`,
  noPlaceToStart: (node: string) =>
    `Every way of bringing ${node} back that is written down needs a place or a copy that is lost.`,
  startsIn: (place: string, isLost: boolean) =>
    isLost ? `It starts in ${place}, which is lost.` : `It starts in ${place}.`,
  fromCopy: (left: string) =>
    left === '' ? 'It restores a copy, and none is left.' : `It restores a copy; left: ${left}.`,
  circular: (node: string) =>
    `${node} waits for itself: what it takes to bring it back needs, through other nodes, ${node}.`,
  behind: (node: string, roots: string) => `${node} waits for ${roots}.`,
  option: (option: string, needs: string) => `Its option ${option} needs ${needs}.`,
  optionFree: (option: string) => `Its option ${option} needs nothing else.`,
  unmet: (names: string) => `Of these, never available: ${names}.`,
  arrows: 'In a loop, an arrow points at what has to be there first.',
  loop: (loop: string) => `The loop: ${loop}.`,
  jumpStart: (node: string, sets: readonly string[]) =>
    sets.length === 1
      ? `Given from outside, this would free ${node}: ${sets[0]}.`
      : `Given from outside, any one of these would free ${node}: ${each(sets)}.`,
  waits: (minutes: number) =>
    `Were what is lost to return after ${after(minutes)}, it would be back after that; it waits for the place.`,
  restart: (node: string, minutes: number) =>
    `${node} is back after ${after(minutes)}, as soon as what it runs on is.`,
  returned: (node: string, minutes: number) =>
    `${node} is back after ${after(minutes)}, when its place returns.`,
  by: (node: string, minutes: number, option: string) =>
    `${node} is back after ${after(minutes)} by option ${option}.`,
  circularOption: (option: string) =>
    `Option ${option} is circular: what it needs comes back only after its node.`,
  assume: (option: string, purpose: string, reason: string) =>
    `Option ${option} does without ${PURPOSES_EN[purpose] ?? purpose}; the inventory says why: ${reason}`,
  assumeAgain: (option: string, purpose: string) =>
    `Option ${option} does without ${PURPOSES_EN[purpose] ?? purpose}, for the same reason.`,
};

/** The same in Korean. */
export const ko: typeof en = {
  loss: (lost, count) => {
    const head = `${withParticle(lost, 'object')} 잃으면 전체 ${count.nodes}개 중`;
    if (count.down === 0) return `${head} 멈추는 것이 없습니다.`;
    return count.stuck === 0
      ? `${head} ${count.down}개가 멈추지만, 모두 되살릴 수 있습니다.`
      : `${head} ${count.down}개가 멈추고, 그중 ${count.stuck}개는 되살릴 수 없습니다.`;
  },
  returns: (minutes) => `잃은 것은 ${minutes}분 뒤에 돌아온다고 가정합니다.`,
  up: (node) => `${node}: 계속 동작합니다.`,
  upPlace: (node, left) => `${node}: 잃지 않은 곳에서 동작합니다. 남은 곳: ${left}.`,
  place: (node, place) => `${node}: 놓여 있던 ${withParticle(place, 'object')} 잃어 멈춥니다.`,
  runAll: (node, failed) =>
    `${node}: 동작에 필요한 ${withParticle(failed, 'subject')} 멈춰 함께 멈춥니다.`,
  run: (node, needs, failed) =>
    `${node}: 함께 멈춥니다. 동작에 필요한 것: ${needs}. 그 가운데 멈춘 것: ${failed}.`,
  reason: (node, reason) =>
    `${node}: 멈추는 경로가 모두 ${reason} 하나를 지납니다. 그것만 버티면 계속 동작합니다.`,
  gateway: (node, gateway) => `${node}: 이것을 쓰는 모든 것이 ${gateway} 하나를 거칩니다.`,
  noGateway: (node) => `${node}: 이것을 쓰는 모든 것이 함께 거치는 하나는 없습니다.`,
  certain: (node, needs) => `${node}: 다음 없이는 동작하지 않습니다. ${needs}.`,
  smallest: (node, effect, sets) =>
    `${node}: ${effect === 'down' ? '멈추게 하는' : '되살릴 수 없게 하는'} 가장 작은 상실(둘까지): ${sets || '없음'}.`,
  stuck: (node) => `${node}: 되살릴 수 없습니다.`,
  no_copy: (node) => `${node}: 남은 사본이 없고 복구 방법도 적혀 있지 않습니다.`,
  no_option: (node) => `${node}: 되살릴 방법이 하나도 적혀 있지 않습니다.`,
  noCopyToRestore: (node) =>
    `${node}: 남은 사본이 없는데, 적힌 복구 방법은 모두 사본이 필요합니다.`,
  noPlaceToStart: (node) => `${node}: 적힌 복구 방법이 모두 잃은 자리나 사본을 필요로 합니다.`,
  startsIn: (place, isLost) =>
    isLost ? `되살리는 자리: ${place}. 이 자리를 잃었습니다.` : `되살리는 자리: ${place}.`,
  fromCopy: (left) =>
    left === ''
      ? '사본으로 복구하는데, 남은 사본이 없습니다.'
      : `사본으로 복구합니다. 남은 사본: ${left}.`,
  circular: (node) =>
    `${node}: 되살리는 데 필요한 것이, 다른 것을 거쳐 결국 이것 자신을 먼저 필요로 합니다.`,
  behind: (node, roots) => `${node}: 먼저 돌아와야 하는 것이 있습니다. ${roots}.`,
  option: (option, needs) => `복구 방법 ${option}에 필요한 것: ${needs}.`,
  optionFree: (option) => `복구 방법 ${option}에는 달리 필요한 것이 없습니다.`,
  unmet: (names) => `이 가운데 끝내 쓸 수 없는 것: ${names}.`,
  arrows: '아래 순환에서 화살표는 먼저 있어야 하는 것을 가리킵니다.',
  loop: (loop) => `순환: ${loop}.`,
  jumpStart: (node, sets) =>
    sets.length === 1
      ? `${node}: 다음을 밖에서 마련하면 되살릴 수 있습니다. ${sets[0]}.`
      : `${node}: 다음 가운데 하나를 밖에서 마련하면 되살릴 수 있습니다. ${each(sets)}.`,
  waits: (minutes) =>
    `잃은 곳이 ${minutes}분 뒤에 돌아오면 그 뒤에 되살아납니다. 그곳을 기다리는 상태입니다.`,
  restart: (node, minutes) =>
    `${node}: 동작에 필요한 것이 돌아오는 ${minutes}분 뒤에 되살아납니다.`,
  returned: (node, minutes) => `${node}: 놓인 자리가 돌아오는 ${minutes}분 뒤에 되살아납니다.`,
  by: (node, minutes, option) =>
    `${node}: ${minutes}분 뒤에 되살아납니다. 쓰는 복구 방법: ${option}.`,
  circularOption: (option) =>
    `복구 방법 ${option}: 자기 자신이 먼저 돌아와야 쓸 수 있어 순환입니다.`,
  assume: (option, purpose, reason) =>
    `복구 방법 ${option}에는 ${PURPOSES_KO[purpose] ?? purpose} 없이도 된다고 적혀 있습니다. 적힌 이유: ${reason}`,
  assumeAgain: (option, purpose) =>
    `복구 방법 ${option}에도 ${PURPOSES_KO[purpose] ?? purpose} 없이도 된다고, 같은 이유로 적혀 있습니다.`,
};

/** The sentences by locale. */
export const storyMessages = { en, ko };
