import { describe, expect, it } from 'vitest';
import { findCutSets, listCutSets } from '../cut-sets/index.ts';
import { readOpenPsa } from './read-open-psa.ts';
import { renderOpenPsaRefusal } from './refusal.ts';

const wrap = (inside: string): string =>
  `<?xml version="1.0"?>\n<opsa-mef>\n${inside}\n</opsa-mef>`;
const tree = (inside: string): string =>
  wrap(`<define-fault-tree name="t">${inside}</define-fault-tree>`);
const gate = (name: string, formula: string): string =>
  `<define-gate name="${name}">${formula}</define-gate>`;

function open(text: string, top?: string) {
  const read = readOpenPsa(text, { file: 'tree.xml', ...(top === undefined ? {} : { top }) });
  if (!read.ok) throw new Error(renderOpenPsaRefusal(read.refusal));
  return read.value;
}

function refusalOf(text: string, top?: string): string {
  const read = readOpenPsa(text, { file: 'tree.xml', ...(top === undefined ? {} : { top }) });
  return read.ok ? 'read' : renderOpenPsaRefusal(read.refusal);
}

const setsOf = (text: string): string[] =>
  listCutSets(findCutSets(open(text).tree), { limit: 100 }).map((set) => set.join(' '));

const event = (name: string): string => `<basic-event name="${name}"/>`;

describe('formulas', () => {
  it.each([
    ['<and><basic-event name="a"/><basic-event name="b"/></and>', ['a b']],
    ['<or><basic-event name="a"/><basic-event name="b"/></or>', ['a', 'b']],
    [`<atleast min="2">${event('a')}${event('b')}${event('c')}</atleast>`, ['a b', 'a c', 'b c']],
    [
      `<cardinality min="1" max="2">${event('a')}${event('b')}${event('c')}</cardinality>`,
      ['a', 'b', 'c'],
    ],
    [`<xor>${event('a')}${event('b')}</xor>`, ['a', 'b']],
    [`<and>${event('a')}<not><nor>${event('b')}${event('c')}</nor></not></and>`, ['a b', 'a c']],
    [`<not><nand>${event('a')}${event('b')}</nand></not>`, ['a b']],
    [`<imply><not>${event('a')}</not>${event('b')}</imply>`, ['a', 'b']],
    [`<not><iff>${event('a')}${event('b')}</iff></not>`, ['a', 'b']],
    [`<or>${event('a')}<constant value="false"/></or>`, ['a']],
    [`<and>${event('a')}<house-event name="h"/></and>`, ['a']],
    [
      `<or>${event('a')}<or>${event('b')}<and>${event('c')}${event('a')}</and></or></or>`,
      ['a', 'b'],
    ],
    [`<label>what it is</label><event name="g2"/>`, ['x']],
    [`<event name="a" type="basic-event"/>`, ['a']],
  ])('%s', (formula, sets) => {
    const house = '<define-house-event name="h"><constant value="true"/></define-house-event>';
    const text = tree(`${gate('top', formula)}${gate('g2', event('x'))}${house}`);
    expect(
      listCutSets(findCutSets(open(text, 'top').tree), { limit: 9 }).map((set) => set.join(' ')),
    ).toEqual(sets);
  });

  it('may come in any order, private ones named within their component', () => {
    const text = tree(`${gate('top', '<and><gate name="pump.g"/><gate name="g"/></and>')}
      <define-component name="pump" role="private">${gate('g', '<or><gate name="h"/></or>')}
        ${gate('h', event('p'))}</define-component>${gate('g', event('q'))}`);
    expect(setsOf(text.replaceAll('pump.g', 't.pump.g'))).toEqual(['p q']);
  });
});

describe('probabilities', () => {
  const chanceOf = (expression: string, more = ''): number | undefined =>
    open(
      wrap(`<define-fault-tree name="t">${gate('top', event('a'))}</define-fault-tree>
        <model-data>${more}<define-basic-event name="a">${expression}</define-basic-event></model-data>`),
    ).tree.events.get('a');

  it.each([
    ['<float value="1e-3"/>', 0.001],
    ['<exponential><float value="0.0001"/><float value="100"/></exponential>', 1 - Math.exp(-0.01)],
    [
      '<exponential><float value="1e-6"/><system-mission-time/></exponential>',
      1 - Math.exp(-0.00876),
    ],
    ['<mul><float value="0.5"/><parameter name="p"/></mul>', 0.1],
    ['<sub><int value="1"/><float value="0.25"/></sub>', 0.75],
    [
      '<lognormal-deviate><float value="0.02"/><float value="3"/><float value="0.95"/></lognormal-deviate>',
      0.02,
    ],
    ['<GLM><float value="0.1"/><float value="0"/><float value="0"/><float value="5"/></GLM>', 0.1],
    [
      '<Weibull><float value="100"/><float value="1"/><float value="0"/><float value="10"/></Weibull>',
      1 - Math.exp(-0.1),
    ],
    ['', undefined],
  ])('%s', (expression, chance) => {
    const more = `<define-parameter name="p"><add><float value="0.1"/><float value="0.1"/></add></define-parameter>`;
    const found = chanceOf(expression, more);
    if (chance === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(chance, 12);
  });

  it('without which P(top) is not known', () => {
    expect(findCutSets(open(tree(gate('top', event('a')))).tree).topProbability).toBeUndefined();
  });
});

describe('what is refused, with its place', () => {
  it.each([
    [
      `<!DOCTYPE x [<!ENTITY e "e">]><opsa-mef/>`,
      /^tree\.xml:1:\d+: found a document type declaration/,
    ],
    [`<!DOCTYPE x SYSTEM "file:///etc/passwd"><opsa-mef/>`, /document type declaration/],
    [tree(gate('top', event('&x;'))), /entity/],
    [tree(gate('top', event('&nbsp;'))), /entity/],
    ['<opsa-mef><define-gate', /not well-formed/],
    ['not XML', /expected/],
    ['', /no element/],
    ['<html/>', /expected an <opsa-mef> element/],
    [tree(''), /found no gate/],
    [
      tree(gate('top', '<gate name="pmup"/>') + gate('pump', event('a'))),
      /3:58: found gate "pmup", which is not defined; expected .*did you mean "pump"/,
    ],
    [
      tree(
        gate('a', '<or><gate name="b"/><basic-event name="x"/></or>') +
          gate('b', '<or><gate name="a"/></or>'),
      ),
      /a circle of gates, a → b → a|b → a → b/,
    ],
    [
      tree(gate('top', event('a')) + gate('top', event('b'))),
      /"top" a second time; expected one definition; the first is in line 3/,
    ],
    [
      tree(gate('g', event('a')) + gate('h', event('b'))),
      /2 gates that no other uses \(g, h\); expected one: name it with --top/,
    ],
    [
      tree(gate('top', `<atleast min="4">${event('a')}${event('b')}</atleast>`)),
      /min="4"; expected min as a whole number from 0 to 2/,
    ],
    [tree(gate('top', `<atleast>${event('a')}</atleast>`)), /without min/],
    [tree(gate('top', `<not>${event('a')}${event('b')}</not>`)), /<not> of 2/],
    [tree(gate('top', `<imply>${event('a')}</imply>`)), /<imply> of 1/],
    [tree(gate('top', '<and/>')), /<and> of 0/],
    [tree(gate('top', '<maybe/>')), /<maybe>; expected a gate/],
    [tree(gate('top', '')), /gate "top" with 0 formulas/],
    [tree('<define-gate><basic-event name="a"/></define-gate>'), /without name/],
    [
      tree(
        `${gate('top', event('a'))}<define-basic-event name="a"><float value="1.5"/></define-basic-event>`,
      ),
      /probability 1.5 of "a"; expected a probability from 0 to 1/,
    ],
    [
      tree(
        `${gate('top', event('a'))}<define-basic-event name="a"><periodic-test/></define-basic-event>`,
      ),
      /<periodic-test>, which is not read/,
    ],
    [
      tree(
        `${gate('top', event('a'))}<define-basic-event name="a"><float value="x"/></define-basic-event>`,
      ),
      /expected a number/,
    ],
    [
      tree(
        `${gate('top', event('a'))}<define-parameter name="p"><parameter name="p"/></define-parameter><define-basic-event name="a"><parameter name="p"/></define-basic-event>`,
      ),
      /defined by itself/,
    ],
  ])('case %#: %j', (text, sentence) => {
    expect(refusalOf(text)).toMatch(sentence);
  });

  it('a top gate that is not there, with the nearest that is', () => {
    expect(refusalOf(tree(gate('top', event('a'))), 'tpo')).toBe(
      'tree.xml: found no gate "tpo"; expected "top"?',
    );
  });

  it('nesting that never ends, and an entity bomb, in bounded time', () => {
    const deep = `${'<and>'.repeat(3000)}${event('a')}${'</and>'.repeat(3000)}`;
    expect(refusalOf(tree(gate('top', deep)))).toMatch(/deeper nesting/);
    const bomb = `<!DOCTYPE b [${Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};">`).join('')}]><opsa-mef>&e20;</opsa-mef>`;
    expect(refusalOf(bomb)).toMatch(/document type declaration/);
  });

  it('but not a chain of a hundred thousand gates', () => {
    const links = Array.from({ length: 100_000 }, (_, at) =>
      gate(`g${at}`, `<gate name="g${at + 1}"/>`),
    );
    const text = tree([...links, gate('g100000', event('a'))].join('\n'));
    expect(setsOf(text)).toEqual(['a']);
  });
});

it('says which elements were left out', () => {
  const more = '<define-event-tree name="e"/><define-CCF-group name="c" model="beta-factor"/>';
  expect(
    open(wrap(`<define-fault-tree name="t">${gate('top', event('a'))}</define-fault-tree>${more}`))
      .leftOut,
  ).toEqual(['define-event-tree', 'define-CCF-group']);
});
