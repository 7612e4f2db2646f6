import { expect, test } from 'vitest';
import { headingIn } from './heading-in.ts';

test.each([
  ['§2 지급액 / The amount', '§2 지급액', '§2 The amount'],
  ['지급액 / The amount', '지급액', 'The amount'],
  ['§1 장애', '§1 장애', '§1 장애'],
  ['§3 24/7', '§3 24/7', '§3 24/7'],
  ['§3 / The amount', '§3 / The amount', '§3 / The amount'],
])('the heading %s is read as %s and %s', (title, ko, en) => {
  expect(headingIn(title, 'ko')).toBe(ko);
  expect(headingIn(title, 'en')).toBe(en);
});
