import { createHash } from 'node:crypto';

// A hundred thousand made-up claims, with people who file twice planted among honest ones who look
// alike by chance: common names, round losses, stock phrases, neighbouring numbers.

export type ClusterReason = 'payee' | 'contact' | 'device' | 'document' | 'name' | 'text';

/** One claim as it is compared; nobody real. */
export interface MadeClaim {
  readonly index: number;
  readonly personal: {
    name: string;
    contact: string;
    payee: { bank: string; account: string; holder: string };
    freeText?: string;
    device?: string;
  };
  readonly statedLossMinor: number;
  readonly document?: string;
}

/** A generator of its own for each thing, so that nothing depends on order. */
function drawer(...parts: readonly (string | number)[]): (below: number) => number {
  let state = createHash('sha256').update(parts.join('/')).digest().readUInt32BE(0) || 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const families =
  '김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민'.split('');
const given = '민서지현우수진영준호은예하도윤아연정미선경희철상동길태성재훈원혜'.split('');
const streets = '판교 분당 수원 강남 마포 해운대 수성 유성 상무 전주'.split(' ');
const goods = '커피 분식 치킨 꽃집 미용실 세탁소 빵집 약국 문구 자전거'.split(' ');

const openings = [
  '토요일 오후부터 주문 알림이 오지 않았습니다',
  '로그인이 되지 않아 아무것도 할 수 없었습니다',
  '예약 손님에게 연락할 방법이 없었습니다',
  '지도가 열리지 않아 길을 헤맸습니다',
  '결제가 되지 않아 손님이 그냥 돌아갔습니다',
  '택시 호출이 잡히지 않아 일을 못 했습니다',
];
const sequels = [
  '가게 문을 일찍 닫았습니다',
  '전화로 하나하나 확인해야 했습니다',
  '다음 날까지도 마찬가지였습니다',
  '단골손님께 사과 문자를 보냈습니다',
  '직원을 한 명 더 불러야 했습니다',
  '재료를 모두 버렸습니다',
  '계약 시간을 지키지 못했습니다',
  '아이 학원 버스를 놓쳤습니다',
];

/** A story: a few stock phrases that many use, and details that only this one has. */
function makeStory(index: number): string {
  const draw = drawer('story', index);
  const detail = () =>
    `${streets[draw(streets.length)]} ${1 + draw(300)}번지 ${goods[draw(goods.length)]}에서 ${1 + draw(23)}시 ${draw(60)}분쯤 ${families[draw(families.length)]}${given[draw(given.length)]}${given[draw(given.length)]} 님 앞으로 ${1000 + draw(900_000)}원어치 ${1 + draw(40)}건이 빠졌습니다`;
  return `${openings[draw(openings.length)]}. ${detail()}. ${sequels[draw(sequels.length)]}. ${detail()}. ${detail()}.`;
}

const nameOf = (index: number): string => {
  const draw = drawer('name', index);
  if (index % 5 === 0) {
    return `${streets[draw(streets.length)]}${goods[draw(goods.length)]}${given[draw(given.length)]}${given[draw(given.length)]}${index}호`;
  }
  return `${families[draw(families.length)]}${given[draw(given.length)]}${given[draw(given.length)]}`;
};

function makeHonest(index: number): MadeClaim {
  const draw = drawer('claim', index);
  const name = nameOf(index);
  const isRound = draw(3) > 0;
  const isPhone = draw(2) === 0;
  return {
    index,
    personal: {
      name,
      // Neighbouring numbers: each differs from the next by one digit.
      contact: isPhone
        ? `010-${String(20_000_000 + index).replace(/(\d{4})$/, '-$1')}`
        : `person${index}@example.org`,
      payee: { bank: `0${10 + draw(20)}`, account: `110-${200_000_000 + index}`, holder: name },
      ...(draw(10) < 6 ? { freeText: makeStory(index) } : {}),
      ...(draw(2) === 0 ? { device: `browser-${index}` } : {}),
    },
    statedLossMinor: isRound ? (1 + draw(80)) * 10_000 : 10_001 + draw(900_000),
    ...(draw(3) === 0
      ? { document: createHash('sha256').update(`document ${index}`).digest('hex') }
      : {}),
  };
}

const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0));

/** The same person once more: other in everything but what is planted, and that is written otherwise. */
function repeat(original: MadeClaim, index: number, reason: ClusterReason): MadeClaim {
  const fresh = makeHonest(index);
  const draw = drawer('repeat', index);
  const { personal } = original;
  const pick = <T>(choices: readonly T[]): T => choices[draw(choices.length)] as T;
  switch (reason) {
    case 'payee': {
      const { bank, account, holder } = personal.payee;
      const written = pick([account.replaceAll('-', ''), account.replace('-', ' '), wide(account)]);
      return {
        ...fresh,
        personal: { ...fresh.personal, payee: { bank, account: written, holder } },
      };
    }
    case 'contact': {
      const { contact } = personal;
      const written = contact.includes('@')
        ? pick([contact.toUpperCase(), contact.replace('@', '+relief@'), ` ${contact} `])
        : pick([contact.replaceAll('-', ''), contact.replace('010', '+82 10'), wide(contact)]);
      return { ...fresh, personal: { ...fresh.personal, contact: written } };
    }
    case 'device':
      return withDevice(fresh, `browser-${original.index}`);
    case 'document':
      return { ...fresh, document: original.document ?? '' };
    case 'name': {
      const { name } = personal;
      const written = pick([name.normalize('NFD'), [...name].join(' '), `${name} `]);
      const { statedLossMinor } = original;
      return { ...fresh, statedLossMinor, personal: { ...fresh.personal, name: written } };
    }
    default: {
      const text = personal.freeText ?? '';
      const written = pick([
        text.normalize('NFD'),
        text.replaceAll(' ', ''),
        `${text} 빠른 처리 부탁드립니다.`,
        text.replace(/\d+건/, '여러 건').replace('습니다', '어요'),
        text.split('. ').slice(1).join('. '),
      ]);
      return { ...fresh, personal: { ...fresh.personal, freeText: written } };
    }
  }
}

const withDevice = (claim: MadeClaim, device: string): MadeClaim => ({
  ...claim,
  personal: { ...claim.personal, device },
});

/** Whether a claim has what is to be planted: an odd loss or a shop's name, a story, a document. */
function canRepeat(claim: MadeClaim, reason: ClusterReason): boolean {
  if (reason === 'device') return claim.personal.device !== undefined;
  if (reason === 'document') return claim.document !== undefined;
  if (reason === 'text') return claim.personal.freeText !== undefined;
  if (reason === 'name') return claim.statedLossMinor % 10_000 !== 0 || claim.index % 5 === 0;
  return true;
}

const reasons: readonly ClusterReason[] = [
  ...(['payee', 'contact', 'device', 'document', 'name', 'text'] as const),
];
const repeatEvery = 20;

/** Makes the claims, and names the pairs that are one person's, by what gives them away. */
export function makePopulation(count: number): {
  readonly claims: readonly MadeClaim[];
  readonly planted: ReadonlyMap<ClusterReason, readonly (readonly [number, number])[]>;
} {
  const claims: MadeClaim[] = [];
  const planted = new Map<ClusterReason, [number, number][]>(reasons.map((one) => [one, []]));
  const repeated = new Set<number>();
  for (let index = 0; index < count; index += 1) {
    const reason = reasons[(index / repeatEvery) % reasons.length];
    const draw = drawer('original', index);
    const original = reason === undefined ? undefined : claims[draw(Math.max(1, claims.length))];
    const isUsable =
      original !== undefined &&
      !repeated.has(original.index) &&
      canRepeat(original, reason ?? 'payee');
    if (reason === undefined || original === undefined || !isUsable) {
      claims.push(makeHonest(index));
      continue;
    }
    claims.push(repeat(original, index, reason));
    repeated.add(original.index).add(index);
    planted.get(reason)?.push([original.index, index]);
  }
  return { claims, planted };
}
