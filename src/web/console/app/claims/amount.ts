import { currencyExponent, groupDigits } from '../../../../kernel/index.ts';

const unwritten = /[\s,₩원]/g;

/**
 * Reads an amount as people write it (30,000 or 12.50) into minor units as decimal text.
 *
 * @returns undefined when it is not an amount, or has more decimals than the currency
 */
export function parseAmount(text: string, currency: string): string | undefined {
  const exponent = currencyExponent(currency);
  const [, whole = '', decimals = ''] =
    /^(\d{1,15})(?:\.(\d*))?$/.exec(text.replace(unwritten, '')) ?? [];
  if (whole === '' || decimals.length > exponent) return undefined;
  return String(BigInt(`${whole}${decimals.padEnd(exponent, '0')}`));
}

/** Writes minor units as a person would type them, without the currency. */
export function writeAmount(amountMinor: string, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = amountMinor.padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const grouped = groupDigits(whole);
  return exponent === 0 ? grouped : `${grouped}.${digits.slice(-exponent)}`;
}
