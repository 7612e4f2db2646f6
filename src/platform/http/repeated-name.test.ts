import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRepeatedName } from './repeated-name.ts';

describe('a member named twice', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{ "a" : 1 , "a"\n: 2 }', '/a'],
    ['{"a":{"b":[0,{"c":1,"c":1}]}}', '/a/b/1/c'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"a/b~":1,"a/b~":2}', '/a~1b~0'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"x\\\\":1,"x\\\\":2}', '/x\\'],
    ['[{},{"":1,"":2}]', '/1/'],
  ])('in %s is found at %s', (json, pointer) => expect(findRepeatedName(json)).toBe(pointer));

  it.each([
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
    '{"a":"\\"a\\":1,\\"a\\":2"}',
    '["a","a"]',
    '{"a":"a","b":"a"}',
    '"a":',
    '',
    '}]',
    '"',
    '{"a',
    '{"\\',
  ])('is none in %s', (json) => expect(findRepeatedName(json)).toBeUndefined());

  it('is none in whatever is written from a value, and found when one member is written again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = JSON.stringify(value);
        expect(findRepeatedName(text)).toBeUndefined();
        const member = `${JSON.stringify(name)}:${text}`;
        expect(findRepeatedName(`{${member}}`)).toBeUndefined();
        expect(findRepeatedName(`{${member},"_${name.length}":0,${member}}`)).toBeDefined();
      }),
    );
  });

  it('takes no longer for depth or length', () => {
    expect(findRepeatedName('{"a":'.repeat(100_000))).toBeUndefined();
    expect(findRepeatedName(`{"a":"${'\\\\'.repeat(500_000)}","a":1}`)).toBe('/a');
  });
});
