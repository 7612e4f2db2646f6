import { assert, type Rational, rational } from '../../kernel/index.ts';
import { findUnit, minorUnit, type Unit, unitWritten } from '../check/unit.ts';
import type { Form, Step } from '../statement.ts';
import type { Compilation } from './compilation.ts';
import { compileExpression, compileRounding } from './compile-expression.ts';
import { always, bindStop, chooseStop, fractionOf, type Stop } from './compiled-value.ts';
import {
  addFractions,
  bindFraction,
  compareFractions,
  divideFractions,
  extremeFraction,
  type Fraction,
  fractionLiteral,
} from './sql/fraction.ts';
import { constantOf, divide } from './sql/integer-arithmetic.ts';
import { type IntegerCell, integerLiteral, NotCompiled } from './sql/layers.ts';
import { stopBefore } from './stop-before.ts';

/** What is awarded, without how much: what stands in an outcome. */
export interface CompiledRemedy {
  readonly remedy: string;
  readonly name?: string;
  readonly currency?: string;
  /** point, item, hour, day, month and so on; absent for money */
  readonly unit?: string;
  /** The unit as the document writes it, where the amount is counted in seconds instead. */
  readonly writtenIn?: { readonly unit: string; readonly seconds: number };
}

/** A form as SQL: how much of what, in whole units, and what stops it. */
export interface CompiledForm {
  readonly remedy: CompiledRemedy;
  readonly amount: IntegerCell;
  readonly stop?: Stop;
  /** Caps of the form, each with what the award came to at the end, over one denominator. */
  readonly caps: readonly { readonly text: string; readonly limit: Fraction }[];
  readonly paid?: Fraction;
}

/** Gives a form's amount, then its steps in order, as `evaluate/evaluate-form.ts` does. */
export function compileForm(form: Form, compilation: Compilation): CompiledForm {
  const amount = compileExpression(form.amount, compilation);
  const named = {
    remedy: form.remedy.name,
    ...(form.label ? { name: form.label.ko } : {}),
  };
  if (amount.kind === 'period') {
    if (form.steps.length > 0) throw new NotCompiled('a cap of calendar periods');
    if (amount.count <= 0n) throw new NotCompiled('no calendar period');
    const count = integerLiteral(amount.count, compilation.layers.dialect);
    return { remedy: { ...named, unit: amount.unit }, amount: count, caps: [] };
  }
  const start = { paid: fractionOf(amount), stop: amount.stop, caps: [] };
  const { paid, stop, caps } = form.steps.reduce<Figure>(
    (figure, step) => applyStep(figure, step, compilation),
    start,
  );
  const { layers, stops } = compilation;
  const bound = bindFraction(paid, layers);
  const nought = fractionLiteral(rational(0n), layers);
  const notPositive = compareFractions(layers, '<=', [bound, nought]);
  const end = always(-stops.haltOf({ status: 'none', reason: 'amount_not_positive' }));
  const last = afterStop(
    stop,
    bound.numerator.bounds.low > 0n
      ? undefined
      : chooseStop([{ when: notPositive, gives: end }], undefined),
    compilation,
  );
  const { each: _, ...unit } = unitOf(form, compilation);
  const whole = wholeAmount(form, bound, compilation);
  return {
    remedy: { ...named, ...unit },
    amount: layers.bind(whole),
    ...(last ? { stop: bindStop(last, layers) } : {}),
    caps,
    paid: bound,
  };
}

interface Figure {
  readonly paid: Fraction;
  readonly stop: Stop | undefined;
  readonly caps: readonly { readonly text: string; readonly limit: Fraction }[];
}

function applyStep(figure: Figure, step: Step, compilation: Compilation): Figure {
  const { layers, stops, document } = compilation;
  if (step.kind === 'round') {
    return { ...figure, paid: compileRounding(figure.paid, step.rounding, compilation) };
  }
  const value = compileExpression(step.value, compilation);
  const limit = bindFraction(fractionOf(value), layers);
  const paid = bindFraction(figure.paid, layers);
  const stop = afterStop(figure.stop, value.stop, compilation);
  if (step.kind === 'nothing') {
    const sign = step.bound === 'below' ? '<' : '<=';
    const when = compareFractions(layers, sign, [paid, limit]);
    const end = always(-stops.haltOf({ status: 'none', reason: 'below_payout_threshold' }));
    const dropped = chooseStop([{ when, gives: end }], undefined);
    return { ...figure, paid, stop: afterStop(stop, dropped, compilation) };
  }
  if (step.kind === 'less') {
    return { ...figure, paid: addFractions(layers, [paid, limit], -1), stop };
  }
  if (step.kind === 'floor') {
    return { ...figure, paid: extremeFraction(layers, 'greatest', [paid, limit]), stop };
  }
  const text = document.text.slice(step.span.from, step.span.until).replace(/\s+/g, ' ');
  const caps = [...figure.caps, { text, limit }];
  return { paid: extremeFraction(layers, 'least', [paid, limit]), stop, caps };
}

/** Gives the first of two stops; the second is not looked at where the first stands. */
export function afterStop(
  first: Stop | undefined,
  second: Stop | undefined,
  { layers }: Compilation,
): Stop | undefined {
  return stopBefore(first, second, layers);
}

const moneyRemedies: ReadonlySet<string> = new Set(['cash', 'credit', 'voucher']);

/** Gives what one unit of the amount is: a minor unit, a point, an hour, a month. */
function unitOf(
  form: Form,
  compilation: Compilation,
): Pick<CompiledRemedy, 'unit' | 'currency' | 'writtenIn'> & { readonly each: Fraction } {
  const { analysis, document, layers } = compilation;
  const remedy = form.remedy.name;
  const known = analysis.known.get(form.amount);
  if (moneyRemedies.has(remedy)) {
    const own = known?.kind === 'quantity' ? known.currency : undefined;
    const currency = own ?? document.header.currency;
    return { currency, each: fractionLiteral(minorUnit(currency), layers) };
  }
  if (remedy === 'extension') return extensionUnit(form, compilation);
  const unit = remedy === 'points' ? 'point' : 'item';
  if (!form.each) return { unit, each: fractionLiteral(rational(1n), layers) };
  return { unit, each: fractionOf(compileExpression(form.each, compilation)) };
}

function extensionUnit(form: Form, { analysis, layers }: Compilation) {
  const unit = form.inUnit ? findUnit(form.inUnit.name) : unitWritten(form.amount);
  if (unit?.kind === 'period') {
    return { unit: unit.name, each: fractionLiteral(rational(1n), layers) };
  }
  assert(unit?.kind === 'duration', 'policy: the checker asked for the unit of an extension');
  const known = analysis.known.get(form.amount);
  const grain = known?.kind === 'quantity' ? known.grain : undefined;
  const each = form.steps.length === 0 && isWholeOf(grain, unit) ? unit : second;
  const written = { unit: unit.name, seconds: Number(unit.seconds.numerator) };
  const inSeconds = each.name === unit.name ? {} : { writtenIn: written };
  return { unit: each.name, ...inSeconds, each: fractionLiteral(each.seconds, layers) };
}

const second = { name: 'second', seconds: rational(1n) };

function isWholeOf(grain: Rational | undefined, unit: Extract<Unit, { kind: 'duration' }>) {
  if (!grain) return false;
  const { numerator, denominator } = unit.seconds;
  return (grain.numerator * denominator) % (grain.denominator * numerator) === 0n;
}

/** The checker proved money, points and items whole; an extension must come out in seconds. */
function wholeAmount(form: Form, paid: Fraction, compilation: Compilation): IntegerCell {
  const { layers } = compilation;
  const { each, unit } = unitOf(form, compilation);
  const { numerator, denominator } = divideFractions(layers, [paid, each]);
  if (form.remedy.name === 'extension' && unit === 'second' && constantOf(denominator) !== 1n) {
    throw new NotCompiled('an extension that is not known to be whole seconds');
  }
  return divide(layers, numerator, denominator);
}
