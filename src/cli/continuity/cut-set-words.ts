/** The words beside cut sets: of an inventory's node, or of a fault tree, whose events are not `domains`. */
export const cutSetWords = {
  en: {
    ofInventory: (node: string, effect: 'down' | 'stuck', domains: string) =>
      `${node} ${effect} (${domains} ${domains === '1' ? 'domain' : 'domains'})`,
    ofTree: (gate: string, events: string, gates: string) =>
      `gate ${gate} (${events} events, ${gates} gates)`,
    columns: ['order', 'minimal cut sets'],
    count: (count: string) => `${count} minimal cut ${count === '1' ? 'set' : 'sets'}.`,
    complete: 'None is missing.',
    reasons: {
      order: () => 'larger ones were not asked for',
      nodes: () => 'the rest did not fit the budget of nodes; --nodes raises it',
      operations: (count: string) => `stopped after ${count} operations; --operations raises it`,
    },
    upTo: (order: number, reason: string) => `Order ≤ ${order} only: ${reason}.`,
    noneKnown: (reason: string) => `Not even those of order 1 are known: ${reason}.`,
    tooSmall: (least: string) => `P(top) is below ${least}: too small to be told exactly.`,
    never: 'P(top) = 0: nothing makes it fail.',
    chance: (chance: string) => `P(top) = ${chance}, exact.`,
    noChance: 'P(top) is not known: some events have no probability.',
    noChanceYet:
      'P(top) is not known: it would need the sets that are missing, or events have no probability.',
    around: (places: string) =>
      `Left out, as something within each is enough: the loss of ${places}.`,
    containers: (found: string, compared: string) =>
      `Not all of these ${found} are smallest: where a site and one of its halls are both enough, both are counted. With ${compared} sets or fewer (--max-order) only the hall is.`,
    leftOut: (name: string) => `<${name}> was left out: it is not read.`,
    negates: 'The tree negates events: sets suffice while all others have not happened.',
    smallest: (count: number) => `The ${count} smallest:`,
    inFull: 'In full:',
    always: '(nothing: it always fails)',
    ranked: { domain: 'The most important domains:', event: 'The most important events:' },
    titles: { domain: 'domain', event: 'event' },
    membership: ['smallest', 'sets'],
    decides: 'decides',
    note: {
      domain:
        "smallest: the size of the smallest set it is in. decides: of the states of all other domains, the share in which this one makes the difference (Birnbaum's structural importance).",
      event:
        "smallest: the size of the smallest set it is in. decides: of the states of all other events, the share in which this one makes the difference (Birnbaum's structural importance).",
    },
  },
  ko: {
    ofInventory: (node: string, effect: 'down' | 'stuck', domains: string) =>
      `${node} ${effect === 'down' ? '멈춤' : '복구 불가'} (곳 ${domains}개)`,
    ofTree: (gate: string, events: string, gates: string) =>
      `게이트 ${gate} (사건 ${events}개, 게이트 ${gates}개)`,
    columns: ['차수', '최소 상실'],
    count: (count: string) => `최소 상실 ${count}가지.`,
    complete: '빠진 것이 없습니다.',
    reasons: {
      order: () => '더 큰 것은 묻지 않았습니다',
      nodes: () => '나머지는 노드 한도를 넘었습니다. --nodes로 늘립니다',
      operations: (count: string) => `연산 ${count}번에서 멈췄습니다. --operations로 늘립니다`,
    },
    upTo: (order: number, reason: string) => `차수 ${order}까지만 셌습니다: ${reason}.`,
    noneKnown: (reason: string) => `차수 1도 다 세지 못했습니다: ${reason}.`,
    tooSmall: (least: string) => `P(top)은 ${least} 아래입니다. 너무 작아 정확히 적을 수 없습니다.`,
    never: 'P(top) = 0: 어떤 경우에도 일어나지 않습니다.',
    chance: (chance: string) => `P(top) = ${chance}, 정확한 값입니다.`,
    noChance: 'P(top)을 알 수 없습니다: 확률이 없는 사건이 있습니다.',
    noChanceYet: 'P(top)을 알 수 없습니다: 빠진 것이 있거나 확률이 없는 사건이 있습니다.',
    around: (places: string) => `안에 있는 것만 잃어도 충분하여 적지 않은 곳: ${places}.`,
    containers: (found: string, compared: string) =>
      `${found}가지가 모두 최소는 아닙니다. 사이트와 그 안의 전산실이 각각 충분하면 둘 다 셉니다. ${compared}가지 이하이면(--max-order) 전산실만 셉니다.`,
    leftOut: (name: string) => `<${name}>은(는) 읽지 않는 것이라 뺐습니다.`,
    negates: '부정된 사건이 있습니다. 각 묶음은 다른 사건이 일어나지 않았을 때 충분합니다.',
    smallest: (count: number) => `가장 작은 ${count}가지:`,
    inFull: '전체:',
    always: '(아무것도 잃지 않아도 이미 그렇습니다)',
    ranked: { domain: '중요한 곳(중요한 순):', event: '중요한 사건(중요한 순):' },
    titles: { domain: '곳', event: '사건' },
    membership: ['가장 작은 상실', '속한 상실'],
    decides: '가르는 비율',
    note: {
      domain:
        '가장 작은 상실: 속한 상실 가운데 가장 작은 것의 크기. 가르는 비율: 다른 모든 곳의 상태 가운데 이 한 곳이 결과를 가르는 비율(Birnbaum 구조 중요도).',
      event:
        '가장 작은 상실: 속한 묶음 가운데 가장 작은 것의 크기. 가르는 비율: 다른 모든 사건의 상태 가운데 이 사건이 결과를 가르는 비율(Birnbaum 구조 중요도).',
    },
  },
} as const;
