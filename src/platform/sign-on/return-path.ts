const lengthMax = 1000;

/**
 * Gives the path within this site that a text names, with its query.
 *
 * @returns undefined for everything that a browser could take for another site's address, and for
 *   what leads back into signing in
 */
export function readReturnPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > lengthMax) return undefined;
  // Browsers read a backslash as a slash, and pass over tabs and line breaks.
  if (!text.startsWith('/') || /[\\\p{Cc}]/u.test(text)) return undefined;
  const site = 'http://site.invalid';
  if (!URL.canParse(text, site)) return undefined;
  const { origin, pathname, search } = new URL(text, site);
  // `/.//other.example` is a path that begins with two slashes once it is read.
  if (origin !== site || pathname.startsWith('//')) return undefined;
  return pathname.startsWith('/sign-on') ? undefined : `${pathname}${search}`;
}
