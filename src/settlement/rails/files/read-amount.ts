import {
  accept,
  type CurrencyCode,
  currencyExponent,
  type Outcome,
  refuse,
} from '../../../kernel/index.ts';
import type { FileProblem } from './file-format.ts';

const minorMax = 2n ** 63n - 1n;

/**
 * Reads an amount as a bank writes it, in the currency's own decimals: `30000`, `30,000` where
 * grouping is allowed, `12.50`. Never more decimals than the currency has, never a sign, never
 * digits of another script, never more than 64 bits hold.
 *
 * @param options.isGrouped whether commas may group the digits by three
 * @source ISO 20022, ActiveOrHistoricCurrencyAndAmount: at most 18 digits, 5 of them decimals
 */
export function readAmount(
  text: string,
  options: { currency: CurrencyCode; place: string; isGrouped?: boolean },
): Outcome<bigint, FileProblem> {
  const { currency, place } = options;
  const digits = currencyExponent(currency);
  const expected = digits === 0 ? '30000' : `30000.${'0'.repeat(digits)}`;
  const malformed = refuse({
    code: 'file_amount_malformed' as const,
    place,
    found: text,
    expected,
  });
  const trimmed = text.trim();
  const isGrouped = options.isGrouped === true && /^[0-9]{1,3}(,[0-9]{3})+(\.|$)/.test(trimmed);
  const plain = isGrouped ? trimmed.replaceAll(',', '') : trimmed;
  const parts = /^([0-9]{1,18})(?:\.([0-9]{1,5}))?$/.exec(plain);
  if (parts === null) return malformed;
  const [, whole = '', decimals = ''] = parts;
  // 30000.00 of a currency without decimals says the same as 30000; 30000.50 cannot be.
  if (!/^0*$/.test(decimals.slice(digits))) return malformed;
  const minor = BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0'));
  return minor === 0n || minor > minorMax ? malformed : accept(minor);
}

/** Renders an amount as banks read it: `30000` of won, `12.50` of dollars. */
export function renderBankAmount(amountMinor: bigint, currency: CurrencyCode): string {
  const digits = currencyExponent(currency);
  if (digits === 0) return amountMinor.toString();
  const text = amountMinor.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
