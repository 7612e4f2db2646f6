/**
 * Gives the half of a policy's heading such as `§1 장애 / Outages` that is in the reader's language,
 * Korean first; a heading in one language only stays whole.
 */
export function headingIn(title: string, locale: 'ko' | 'en'): string {
  const mark = /^§\S+\s+/.exec(title)?.[0] ?? '';
  const bare = title.slice(mark.length);
  const at = bare.indexOf(' / ');
  const [ko, en] = [bare.slice(0, at).trim(), bare.slice(at + 3).trim()];
  return at < 0 || ko === '' || en === '' ? title : `${mark}${locale === 'ko' ? ko : en}`;
}
