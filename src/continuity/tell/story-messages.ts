const after = (minutes: number): string => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;

/** The sentences a loss is told in; names are ids, so that they can be looked up. */
export const en = {
  loss: (lost: string, count: { down: number; nodes: number; stuck: number }) =>
    `Losing ${lost} takes down ${count.down} of ${count.nodes} nodes; ${count.stuck} of them cannot be brought back.`,
  returns: (minutes: number) => `What was lost is taken to return after ${after(minutes)}.`,
  up: (node: string) => `${node} keeps running.`,
  upPlace: (node: string, place: string) => `${node} still has a place to run: ${place}.`,
  place: (node: string, place: string) => `${node} goes down because its place is lost: ${place}.`,
  run: (node: string, needs: string, failed: string) =>
    `${node} goes down because it runs on ${needs}, and ${failed} is down.`,
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
  circular: (node: string) => `${node} waits, through other nodes, for itself.`,
  behind: (node: string, roots: string) => `${node} waits for ${roots}.`,
  option: (option: string, name: string, needs: string) =>
    `Its option ${option} (${name}) needs ${needs}.`,
  unmet: (names: string) => `Of these, never available: ${names}.`,
  loop: (loop: string) => `The loop: ${loop}.`,
  jumpStart: (node: string, sets: string) =>
    `Given from outside, any one of these sets would free ${node}: ${sets}.`,
  waits: (minutes: number) =>
    `Were the building to return after ${after(minutes)}, it would be back after that; it waits for the building.`,
  restart: (node: string, minutes: number) =>
    `${node} is back after ${after(minutes)}, as soon as what it runs on is.`,
  returned: (node: string, minutes: number) =>
    `${node} is back after ${after(minutes)}, when its place returns.`,
  by: (node: string, minutes: number, option: string) =>
    `${node} is back after ${after(minutes)} by option ${option}.`,
  circularOption: (option: string) =>
    `Option ${option} is circular: what it needs comes back only after its node.`,
  assume: (option: string, purpose: string, reason: string) =>
    `Option ${option} does without "${purpose}" on this statement: ${reason}`,
};

/** The same in Korean. */
export const ko: typeof en = {
  loss: (lost, count) =>
    `${lost} 상실 시 전체 ${count.nodes}개 중 ${count.down}개가 멈추고, 그중 ${count.stuck}개는 되살릴 수 없습니다.`,
  returns: (minutes) => `잃은 것은 ${minutes}분 뒤에 돌아온다고 가정합니다.`,
  up: (node) => `${node}: 계속 동작합니다.`,
  upPlace: (node, place) => `${node}: 남은 자리에서 동작합니다 (${place}).`,
  place: (node, place) => `${node}: 놓인 자리를 잃어 멈춥니다 (${place}).`,
  run: (node, needs, failed) => `${node}: 동작에 ${needs} 필요. ${failed} 중단으로 함께 멈춥니다.`,
  reason: (node, reason) =>
    `${node}: 멈추는 경로가 모두 ${reason} 한 곳을 지납니다. 그곳만 버티면 계속 동작합니다.`,
  gateway: (node, gateway) => `${node}: 이것을 쓰는 모든 것이 ${gateway} 한 곳을 거칩니다.`,
  noGateway: (node) => `${node}: 이것을 쓰는 모든 것이 함께 거치는 한 곳은 없습니다.`,
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
    isLost ? `시작하는 자리: ${place}. 이 자리를 잃었습니다.` : `시작하는 자리: ${place}.`,
  fromCopy: (left) =>
    left === ''
      ? '사본으로 복구하는데, 남은 사본이 없습니다.'
      : `사본으로 복구합니다. 남은 사본: ${left}.`,
  circular: (node) => `${node}: 다른 것을 거쳐 결국 자기 자신을 기다립니다.`,
  behind: (node, roots) => `${node}: ${roots} 복구를 기다립니다.`,
  option: (option, name, needs) => `복구 방법 ${option}(${name})에 필요한 것: ${needs}.`,
  unmet: (names) => `이 가운데 끝내 쓸 수 없는 것: ${names}.`,
  loop: (loop) => `순환: ${loop}.`,
  jumpStart: (node, sets) =>
    `${node}: 다음 묶음 가운데 하나를 밖에서 마련하면 되살릴 수 있습니다. ${sets}.`,
  waits: (minutes) =>
    `건물이 ${minutes}분 뒤에 돌아오면 그 뒤에 되살아납니다. 건물을 기다리는 상태입니다.`,
  restart: (node, minutes) =>
    `${node}: 동작에 필요한 것이 돌아오는 ${minutes}분 뒤에 되살아납니다.`,
  returned: (node, minutes) => `${node}: 놓인 자리가 돌아오는 ${minutes}분 뒤에 되살아납니다.`,
  by: (node, minutes, option) =>
    `${node}: 복구 방법 ${option}(으)로 ${minutes}분 뒤에 되살아납니다.`,
  circularOption: (option) =>
    `복구 방법 ${option}: 자기 자신이 먼저 돌아와야 쓸 수 있어 순환입니다.`,
  assume: (option, purpose, reason) =>
    `복구 방법 ${option}: "${purpose}" 없이 한다는 진술이 있습니다. ${reason}`,
};

/** The sentences by locale. */
export const storyMessages = { en, ko };
