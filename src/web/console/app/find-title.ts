interface Named {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

/**
 * Gives the title of a code in a language from the first list that has it; undefined where none has.
 *
 * @param lists in the order they are asked; one that has not come yet is passed over
 */
export function findTitle(
  code: string,
  lists: readonly (readonly Named[] | undefined)[],
  locale: 'ko' | 'en',
): string | undefined {
  for (const list of lists) {
    const found = list?.find((named) => named.code === code);
    if (found !== undefined) return found[locale];
  }
  return undefined;
}
