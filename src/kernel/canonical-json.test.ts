import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, canonicalRecord, InvariantError, type JsonValue } from './index.ts';

function doubleOf(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

/** Gives the same value with the members of every object in the opposite order. */
function reversed(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value as Record<string, JsonValue>).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}

describe('canonical JSON', () => {
  test('the example of RFC 8785, section 3.2.2', () => {
    const value = JSON.parse(`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`);
    const text = canonicalJson(value);
    expect(text).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    // Section 3.2.4 gives the same example as UTF-8 bytes; this is its last member.
    const hex = Array.from(new TextEncoder().encode(text), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    expect(hex.slice(-72)).toBe(
      '22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  test('members are sorted by UTF-16 code units (RFC 8785, section 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control",' +
        '"\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign",' +
        '"\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test('members with names of whole numbers are sorted as text, at every depth', () => {
    expect(canonicalJson({ b: [{ '10': 1, '9': 2, '': 3 }], a: {} })).toBe(
      '{"a":{},"b":[{"":3,"10":1,"9":2}]}',
    );
  });

  // RFC 8785, appendix B.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the double %s is written %s', (bits, expected) => {
    expect(canonicalJson(doubleOf(bits))).toBe(expected);
  });

  test('text is escaped no more than needed (RFC 8785, section 3.2.2.2)', () => {
    expect(canonicalJson('\b\t\n\f\r"\\/\u0000\u001f\u007f\u2028한😀')).toBe(
      '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\u007f\u2028한😀"',
    );
  });

  test.each([
    ['not a number', { a: [1, Number.NaN] }, '/a/1'],
    ['infinity (appendix B)', doubleOf('7ff0000000000000'), ''],
    ['a lone high surrogate', ['\ud83d'], '/0'],
    ['a lone low surrogate', { a: '\ude00x' }, '/a'],
    ['a lone surrogate in a name', { '\ud83d': 1 }, '/\ud83d'],
    ['undefined in an object', { 'a/b~c': undefined }, '/a~1b~0c'],
    ['undefined in a list', [undefined], '/0'],
    ['a hole in a list', new Array(1), '/0'],
    ['a bigint', { amountMinor: 1n }, '/amountMinor'],
    ['a function', { f: () => 1 }, '/f'],
    ['a map', new Map(), ''],
    ['bytes', { bytes: new Uint8Array(2) }, '/bytes'],
  ])('%s is a fault that names the place', (_what, value, path) => {
    try {
      canonicalJson(value as JsonValue);
      expect.unreachable('it must throw');
    } catch (error) {
      expect(error).toBeInstanceOf(InvariantError);
      expect(error).toMatchObject({ details: { path } });
    }
  });

  test('an own member named __proto__ is written like any other', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1}}'))).toBe(
      '{"__proto__":{"x":1},"b":1}',
    );
  });

  test('it says the same as JSON and does not depend on the order of members', () => {
    const values = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('a record leaves out what is undefined at every depth, and is the same text otherwise', () => {
    const record = { b: undefined, a: [{ d: undefined, c: 1 }], e: { f: undefined } };
    expect(canonicalRecord(record)).toBe('{"a":[{"c":1}],"e":{}}');
    expect(() => canonicalRecord({ a: [undefined] })).toThrow(InvariantError);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        expect(canonicalRecord({ ...value, gone: undefined })).toBe(
          canonicalJson(JSON.parse(JSON.stringify({ ...value, gone: undefined }))),
        );
      }),
    );
  });
});
