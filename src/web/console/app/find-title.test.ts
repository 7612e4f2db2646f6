import { expect, it } from 'vitest';
import { findTitle } from './find-title.ts';

const named = (code: string, en: string) => ({ code, ko: `${en} 한`, en });

it('gives the title of the first list that names the code, in the language of the reader', () => {
  const lists = [undefined, [named('pass', 'a pass')], [named('pass', 'x'), named('taxi', 'taxi')]];
  expect(findTitle('pass', lists, 'ko')).toBe('a pass 한');
  expect(findTitle('taxi', lists, 'en')).toBe('taxi');
  expect(findTitle('bus', lists, 'ko')).toBeUndefined();
});
