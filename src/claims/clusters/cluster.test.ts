import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterKeys, documentBytesMin } from './cluster-keys.ts';
import { bandsOf, nearSameFrom, overlapOf, shinglesOf } from './near-text.ts';
import { isSeldomName, plainAccount, plainContact, plainName } from './normalise.ts';

describe('what is compared', () => {
  it.each([
    ['홍길동', '홍길동'.normalize('NFD')],
    ['홍길동', '홍 길 동'],
    ['홍길동', 'Hong Gildong'],
    ['홍길동', 'HONG GIL-DONG'],
    ['홍길동', 'Ｈｏｎｇ　Ｇｉｌｄｏｎｇ'],
    ['김민수', 'Kim Minsu'],
    ['이영희', 'Lee Yeong-hui'],
    ['(주)판교커피', '주식회사 판교 커피'],
    ['㈜판교커피', '판교커피'],
    ['Pangyo Coffee Co., Ltd.', 'PANGYO COFFEE'],
  ])('a name: %s is %s', (left, right) => {
    expect(plainName(left)).toBe(plainName(right));
  });

  it('keeps other names apart, and knows which alone are seldom', () => {
    expect(plainName('홍길동')).not.toBe(plainName('홍길순'));
    expect(['홍길동', '남궁민수', 'Kim Minsu'].map(isSeldomName)).toEqual([false, false, false]);
    expect(
      ['(주)판교', '판교커피로스터스', 'Pangyo Ltd.', 'Pangyo Ltd.'].map(isSeldomName),
    ).toEqual([true, true, true, true]);
  });

  it.each([
    ['010-1234-5678', '+82 10 1234 5678'],
    ['010-1234-5678', '０１０ １２３４ ５６７８'],
    ['010-1234-5678', '0082-10-1234-5678'],
    ['Hong@Example.org', 'hong+relief@example.org'],
  ])('a contact: %s is %s', (left, right) => {
    expect(plainContact(left)).toBe(plainContact(right));
    expect(plainContact(left)).toBeDefined();
  });

  it('an account with its bank, however it is written, and nothing too short to be one', () => {
    const written = { bank: '004', account: '123-45-678901' };
    expect(plainAccount({ bank: '004', account: '１２３ ４５ ６７８９０１' })).toBe(
      plainAccount(written),
    );
    expect(plainAccount({ ...written, bank: '088' })).not.toBe(plainAccount(written));
    expect(plainAccount({ bank: '004', account: '1' })).toBeUndefined();
    expect(plainContact('')).toBeUndefined();
  });
});

const story =
  '토요일 오후 세 시부터 주문 알림이 오지 않아 배달 주문 열두 건을 놓쳤고 손님 전화도 받지 못했습니다. 일요일 저녁까지 가게 문을 열어 두었지만 매출이 없었습니다.';

describe('near-same text', () => {
  it('shares a band, whatever the spaces and the form of the letters', () => {
    const bands = new Set(bandsOf(story));
    const copies = [story.normalize('NFD'), story.replaceAll(' ', ''), `${story} 감사합니다.`];
    for (const copy of copies) {
      expect(bandsOf(copy).some((band) => bands.has(band))).toBe(true);
      expect(overlapOf(shinglesOf(story), shinglesOf(copy))).toBeGreaterThan(nearSameFrom);
    }
  });

  it('is not what only begins alike, nor what is short', () => {
    const other =
      '토요일 오후 세 시부터 지도가 열리지 않아 처음 가는 거래처를 찾느라 두 시간을 헤맸고 계약 시간을 넘겨 위약금을 물었습니다. 길을 묻느라 휴대 전화 요금도 나왔습니다.';
    expect(overlapOf(shinglesOf(story), shinglesOf(other))).toBeLessThan(nearSameFrom);
    expect(bandsOf('접속이 안 됩니다')).toEqual([]);
  });

  it('overlaps itself wholly and another the same way round or not', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), (one, two) => {
        const [left, right] = [shinglesOf(one), shinglesOf(two)];
        const overlap = overlapOf(left, right);
        expect(overlap).toBe(overlapOf(right, left));
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1);
        if (left.size > 0) expect(overlapOf(left, left)).toBe(1);
      }),
    );
  });
});

describe('the keys of a claim', () => {
  const keysOf = (claim: Partial<Parameters<typeof clusterKeys>[0]>) =>
    clusterKeys({ personal: {}, documents: [], pictures: [], ...claim }).map(
      ({ reason }) => reason,
    );

  it('are of what is there, and a common name needs an odd loss with it', () => {
    expect(keysOf({})).toEqual([]);
    expect(keysOf({ personal: { name: '홍길동', contact: '010-1234-5678' } })).toEqual(['contact']);
    const person = { personal: { name: '홍길동' } };
    expect(keysOf({ ...person, statedLossMinor: 300_000n })).toEqual([]);
    expect(keysOf({ ...person, statedLossMinor: 314_159n })).toEqual(['name']);
    expect(keysOf({ personal: { name: '판교커피로스터스' } })).toEqual(['name']);
  });

  it('leave out documents too short to show anything', () => {
    const document = (byteCount: number) => [{ sha256: 'aa', byteCount }];
    expect(keysOf({ documents: document(documentBytesMin - 1) })).toEqual([]);
    expect(keysOf({ documents: document(documentBytesMin) })).toEqual(['document']);
  });
});
