interface Titles {
  readonly ko: string;
  readonly en: string;
}

function wordsOf(title: string): readonly string[] {
  return title.split(/[\s,(]+/).filter((word) => word !== '');
}

/** The longest beginning that at least two of the titles share, whole words only. */
function sharedBeginning(titles: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const title of new Set(titles)) {
    const words = wordsOf(title);
    for (let length = 1; length <= words.length; length += 1) {
      const beginning = words.slice(0, length).join(' ');
      counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
    }
  }
  const shared = [...counts].filter(([, count]) => count > 1);
  const most = Math.max(0, ...shared.map(([, count]) => count));
  return shared
    .filter(([, count]) => count === most)
    .reduce((best, [beginning]) => (beginning.length > best.length ? beginning : best), '');
}

function spelledOut(id: string): string {
  const words = id.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/**
 * Gives a service a name people can read, from the names of its functions: what these begin with in
 * common, or the one name there is; where they share nothing, the code spelled out.
 */
export function serviceTitle(service: string, functions: readonly Titles[]): Titles {
  const [only, ...others] = functions;
  if (only !== undefined && others.length === 0) return only;
  const shared = (locale: 'ko' | 'en'): string =>
    sharedBeginning(functions.map((titles) => titles[locale])) || spelledOut(service);
  return { ko: shared('ko'), en: shared('en') };
}
