import { expect, it } from 'vitest';
import { joinNames } from './stuck-why.ts';

it('a name with a comma is not taken for two', () => {
  expect(joinNames(['mail', 'login'])).toBe('mail, login');
  expect(joinNames(['KakaoTalk, signing in anew', 'mail'])).toBe(
    'KakaoTalk, signing in anew; mail',
  );
});
