/**
 * Gives a text without the signs at its end that are among these; in time that grows with the text
 * alone, where a pattern such as `/ +$/` begins again at every space before.
 *
 * @param signs the characters that are taken away, each of one UTF-16 unit
 */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}
