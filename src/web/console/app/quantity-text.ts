/** Gives a quantity with its unit in words, one of it in the singular: `3 days`, `1 month`, `3일`. */
export function quantityText(
  quantity: string,
  unit: string | null | undefined,
  {
    units,
    locale,
  }: { readonly units: Readonly<Record<string, string>>; readonly locale: 'ko' | 'en' },
): string {
  const name = unit === null || unit === undefined ? '' : (units[unit] ?? unit);
  const isOne = quantity === '1' && locale === 'en';
  return `${quantity} ${isOne ? name.replace(/s$/, '') : name}`.trim();
}
