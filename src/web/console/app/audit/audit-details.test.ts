import { describe, expect, it } from 'vitest';
import { consoleMessages } from '../../../messages/console.ts';
import { describeDetails } from './audit-details.ts';

describe('the details of an audit entry', () => {
  const words = consoleMessages('en');

  it.each([
    [{ purpose: 'support' }, 'To answer a question'],
    [{ purpose: 'of a newer server' }, 'of a newer server'],
    [{ ids: ['a', 'b'] }, 'ids: a, b'],
    [{ ids: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'ids: a, b, c, d, e … (6)'],
    [{ from: { a: 1 }, to: null }, 'from: {"a":1} · to: null'],
    [undefined, ''],
    ['text', ''],
  ])('%j reads %s', (details, line) => {
    expect(describeDetails(details, words)).toBe(line);
  });
});
