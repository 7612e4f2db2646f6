import { NOTES } from './read-formula.ts';
import type { XmlElement } from './read-xml.ts';
import { stop } from './refusal.ts';

/** What an expression may ask for. */
export interface ExpressionWorld {
  /** Hours the system is in use. */
  readonly missionTime: number;
  /** The value of a parameter; stops when it is not defined or defined by itself. */
  readonly parameter: (element: XmlElement) => number;
}

type Compute = (values: readonly number[]) => number;
interface Rule {
  readonly fewest: number;
  readonly most: number;
  readonly compute: Compute;
}

const rule = (fewest: number, most: number, compute: Compute): Rule => ({ fewest, most, compute });
const any = Number.POSITIVE_INFINITY;
const at = (values: readonly number[], index: number): number => values[index] ?? 0;
const one = (compute: (value: number) => number): Rule =>
  rule(1, 1, (values) => compute(at(values, 0)));

/**
 * The expressions that are read, with how many arguments each takes.
 *
 * Random deviates give their mean, as a point estimate does.
 *
 * @source Open-PSA Model Exchange Format 2.0d, IV (stochastic layer)
 */
const RULES: Readonly<Record<string, Rule>> = {
  neg: one((value) => -value),
  abs: one(Math.abs),
  exp: one(Math.exp),
  log: one(Math.log),
  log10: one(Math.log10),
  sqrt: one(Math.sqrt),
  ceil: one(Math.ceil),
  floor: one(Math.floor),
  add: rule(1, any, (values) => values.reduce((sum, value) => sum + value, 0)),
  sub: rule(1, any, (values) => values.reduce((rest, value) => rest - value)),
  mul: rule(1, any, (values) => values.reduce((product, value) => product * value, 1)),
  div: rule(2, any, (values) => values.reduce((rest, value) => rest / value)),
  pow: rule(2, 2, (values) => at(values, 0) ** at(values, 1)),
  min: rule(1, any, (values) => Math.min(...values)),
  max: rule(1, any, (values) => Math.max(...values)),
  mean: rule(1, any, (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  exponential: rule(2, 2, ([rate = 0, time = 0]) => -Math.expm1(-rate * time)),
  GLM: rule(4, 4, ([demand = 0, rate = 0, repair = 0, time = 0]) => {
    const both = rate + repair;
    return both === 0 ? demand : (rate - (rate - demand * both) * Math.exp(-both * time)) / both;
  }),
  Weibull: rule(4, 4, ([scale = 1, shape = 1, start = 0, time = 0]) =>
    time <= start ? 0 : -Math.expm1(-(((time - start) / scale) ** shape)),
  ),
  'uniform-deviate': rule(2, 2, (values) => (at(values, 0) + at(values, 1)) / 2),
  'normal-deviate': rule(2, 2, (values) => at(values, 0)),
  'lognormal-deviate': rule(2, 3, (values) => at(values, 0)),
  'gamma-deviate': rule(2, 2, (values) => at(values, 0) * at(values, 1)),
  'beta-deviate': rule(2, 2, (values) => at(values, 0) / (at(values, 0) + at(values, 1))),
};

/** Reads an expression's value; stops at one that is not known. */
export function readExpression(element: XmlElement, world: ExpressionWorld): number {
  const constant = readConstant(element, world);
  if (constant !== undefined) return constant;
  const found = RULES[element.name];
  if (found === undefined || !Object.hasOwn(RULES, element.name)) {
    const known = `float, int, bool, pi, parameter, system-mission-time, ${Object.keys(RULES).join(', ')}`;
    stop(element, `<${element.name}>, which is not read`, `one of ${known}`);
  }
  const parts = element.children.filter(({ name }) => !NOTES.has(name));
  if (parts.length < found.fewest || parts.length > found.most) {
    const right = found.most === any ? `at least ${found.fewest}` : `${found.fewest}`;
    stop(element, `<${element.name}> of ${parts.length}`, `${right} within <${element.name}>`);
  }
  return found.compute(parts.map((part) => readExpression(part, world)));
}

function readConstant(element: XmlElement, world: ExpressionWorld): number | undefined {
  switch (element.name) {
    case 'float':
    case 'int':
      return readNumber(element);
    case 'bool':
      return element.attributes.value?.trim().toLowerCase() === 'true' ? 1 : 0;
    case 'pi':
      return Math.PI;
    case 'system-mission-time':
      return world.missionTime;
    case 'parameter':
      return world.parameter(element);
    default:
      return undefined;
  }
}

function readNumber(element: XmlElement): number {
  const text = element.attributes.value?.trim() ?? '';
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) {
    stop(element, `<${element.name} value="${text}">`, 'a number, as value="0.01"');
  }
  return value;
}
