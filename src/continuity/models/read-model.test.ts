import { describe, expect, it } from 'vitest';
import { readModel } from './read-model.ts';

const head = 'model small\ndom a, b\n';
const plain = 'one: svc @ a; run two; rec 5 two; boot 3\ntwo: data @ a\n';
const spaces = ' '.repeat(50_000);

describe('the text form of a model', () => {
  const expected = readModel(`${head}${plain}`);

  it.each([
    ['spaces around its parts', 'one:svc@a ;run two ;  rec 5  two; boot 3 ;\ntwo:  data  @  a'],
    ['comments', 'one: svc @ a; run two; rec 5 two; boot 3   # why\n# none\ntwo: data @ a # a # b'],
    ['line ends of Windows', plain.replaceAll('\n', ' # why\r\n')],
    ['50 kB of spaces before a comment', plain.replaceAll('\n', `${spaces}# why\n`)],
    ['50 kB of spaces within', `${plain.replaceAll(' @ ', `${spaces}@${spaces}`)}${spaces}`],
    ['50 kB of spaces behind a number', plain.replace('rec 5 ', `rec 5${spaces}`)],
  ])('says the same with %s (A30)', (_, lines) => {
    expect(readModel(`${head}${lines}`)).toEqual(expected);
  });

  it.each([
    ['no place', 'one: svc @'],
    ['no place before its parts', 'one: svc @ ; run two'],
    ['no kind', 'one: @ a'],
    ['50 kB of spaces and no place', `one: svc${spaces}@${spaces}`],
    ['50 kB of spaces and no sign', `one: svc${spaces}a${spaces}`],
    ['a number that is none', 'one: svc @ a; rec 5x'],
    ['no number', 'one: svc @ a; rec'],
    ['a part of two lines', `one: svc @ a; rec 5${spaces}a\rb`],
  ])('is refused with %s (A30)', (_, line) => {
    expect(() => readModel(`${head}${line}`)).toThrow('model:');
  });
});
