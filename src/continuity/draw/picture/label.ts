/** The height of one line of a label. */
export const LINE = 17;
/** The size of the letters a label is measured for. */
export const LETTER = 13;

/**
 * Gives about how wide a text is at the size of labels.
 *
 * A Korean syllable is about as wide as the type is high, a Latin letter a little over half of it.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    const isWide = letter.charCodeAt(0) > 0x1100;
    width += isWide ? LETTER * 1.02 : /[A-Z@%&MWmw]/.test(letter) ? LETTER * 0.74 : LETTER * 0.56;
  }
  return Math.ceil(width);
}

/**
 * Breaks a label into lines of at most `widthMax`, between words where it can and else within one.
 *
 * @returns every letter of the text, in at least one line; no line is cut off
 */
export function wrapLabel(text: string, widthMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((each) => breakWord(each, widthMax))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > widthMax) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

// After these a long word may end its line: 'A(B)' breaks before the parenthesis, 'a-b' after the hyphen.
const MAY_BREAK = /(?<=[-_/·.,|])|(?=\()/;

function breakWord(word: string, widthMax: number): string[] {
  if (textWidth(word) <= widthMax) return [word];
  const pieces: string[] = [];
  for (const part of word.split(MAY_BREAK)) {
    const last = pieces.at(-1);
    if (last !== undefined && textWidth(last + part) <= widthMax) pieces[pieces.length - 1] += part;
    else pieces.push(...breakAnywhere(part, widthMax));
  }
  return pieces;
}

function breakAnywhere(part: string, widthMax: number): string[] {
  const pieces = [''];
  for (const letter of part) {
    const last = pieces.at(-1) ?? '';
    if (last !== '' && textWidth(last + letter) > widthMax) pieces.push(letter);
    else pieces[pieces.length - 1] = last + letter;
  }
  return pieces;
}
