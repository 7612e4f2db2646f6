import { expect, it } from 'vitest';
import { readAddresses, readFunctions, readParties } from './read-lines.ts';

it('reads a party from each line and passes over empty ones', () => {
  expect(readParties('kakao | 카카오 | Kakao\n\nsk_cc|에스케이|SK')).toEqual({
    rows: [
      { code: 'kakao', titles: { ko: '카카오', en: 'Kakao' } },
      { code: 'sk_cc', titles: { ko: '에스케이', en: 'SK' } },
    ],
    wrongLine: undefined,
  });
});

it.each([
  ['Kakao | 카카오 | Kakao', 1],
  ['kakao | 카카오', 1],
  ['kakao | 카카오 | Kakao\nkakao | 가 | a | b', 2],
])('names the first line of parties that cannot be read: %j', (text, line) => {
  expect(readParties(text).wrongLine).toBe(line);
});

it('reads functions by service', () => {
  expect(readFunctions('melon/streaming | 멜론 | Melon').rows).toEqual([
    { service: 'melon', function: 'streaming', titles: { ko: '멜론', en: 'Melon' } },
  ]);
  expect(readFunctions('melon | 멜론 | Melon').wrongLine).toBe(1);
});

it('numbers sources from one', () => {
  expect(readAddresses('https://a.example\n\nhttps://b.example')).toEqual([
    { number: 1, address: 'https://a.example' },
    { number: 2, address: 'https://b.example' },
  ]);
});
