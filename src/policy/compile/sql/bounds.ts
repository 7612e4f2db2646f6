/** A range of whole numbers, both ends inclusive. */
export interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

const most = (values: readonly bigint[]): bigint =>
  values.reduce((best, value) => (value > best ? value : best));
const least = (values: readonly bigint[]): bigint =>
  values.reduce((best, value) => (value < best ? value : best));

/** Gives the range that holds one number. */
export function exactly(value: bigint): Bounds {
  return { low: value, high: value };
}

/** Gives the range of a sum. */
export function addBounds(left: Bounds, right: Bounds): Bounds {
  return { low: left.low + right.low, high: left.high + right.high };
}

/** Gives the range of a number with its sign turned. */
export function negateBounds({ low, high }: Bounds): Bounds {
  return { low: -high, high: -low };
}

/** Gives the range of a product. */
export function multiplyBounds(left: Bounds, right: Bounds): Bounds {
  const corners = [
    left.low * right.low,
    left.low * right.high,
    left.high * right.low,
    left.high * right.high,
  ];
  return { low: least(corners), high: most(corners) };
}

/** Gives the range of a quotient cut towards zero; the divisor's range lies above zero. */
export function divideBounds(left: Bounds, right: Bounds): Bounds {
  const corners = [
    left.low / right.low,
    left.low / right.high,
    left.high / right.low,
    left.high / right.high,
  ];
  return { low: least(corners), high: most(corners) };
}

/** Gives the smallest range that holds both. */
export function joinBounds(left: Bounds, right: Bounds): Bounds {
  return { low: least([left.low, right.low]), high: most([left.high, right.high]) };
}

/** Gives the range of the size of a number, without its sign. */
export function absoluteBounds(bounds: Bounds): Bounds {
  if (bounds.low >= 0n) return bounds;
  const turned = negateBounds(bounds);
  return { low: bounds.high < 0n ? turned.low : 0n, high: most([bounds.high, turned.high]) };
}

/** Gives the range of the greater of two numbers. */
export function greaterBounds(left: Bounds, right: Bounds): Bounds {
  return { low: most([left.low, right.low]), high: most([left.high, right.high]) };
}

/** Gives the range of the lesser of two numbers. */
export function lesserBounds(left: Bounds, right: Bounds): Bounds {
  return { low: least([left.low, right.low]), high: least([left.high, right.high]) };
}

const max64 = 2n ** 63n - 1n;
const max128 = 2n ** 127n - 1n;

/** Says whether every number of a range is a signed whole number of 64 bits. */
export function fits64({ low, high }: Bounds): boolean {
  return low >= -max64 && high <= max64;
}

/** Says whether every number of a range is a signed whole number of 128 bits. */
export function fits128({ low, high }: Bounds): boolean {
  return low >= -max128 && high <= max128;
}
