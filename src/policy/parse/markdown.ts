import type { Span } from '../expression.ts';

/** A heading of the document: level 1 to 6 and its text without the marks. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly span: Span;
}

/** A fenced block: the first word after the fence, the text inside, and where that text begins. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  readonly offset: number;
  readonly isClosed: boolean;
  /** From the opening fence to the end of the closing one. */
  readonly span: Span;
}

/** The parts of a Markdown text that a policy document is made of. */
export interface MarkdownParts {
  /** The text between the two `---` lines at the very beginning, if they are there. */
  readonly frontMatter?: { readonly text: string; readonly offset: number };
  readonly headings: readonly Heading[];
  readonly fences: readonly Fence[];
}

interface Line {
  readonly text: string;
  readonly offset: number;
}

/**
 * Gives the front matter, headings and fenced blocks of a Markdown text, in order.
 *
 * A fence is three or more backticks or tildes, indented by at most three spaces; it ends with a
 * fence of the same mark at least as long, or with the text. Headings are the `#` kind only, and
 * count outside fences only.
 *
 * @source CommonMark 0.31, sections 4.2 (ATX headings) and 4.5 (fenced code blocks)
 */
export function scanMarkdown(text: string): MarkdownParts {
  const lines = splitLines(text);
  const front = findFrontMatter(lines, text);
  const headings: Heading[] = [];
  const fences: Fence[] = [];
  let at = front?.nextLine ?? 0;
  while (at < lines.length) {
    const line = lines[at] as Line;
    const opening = /^ {0,3}(`{3,}(?![^`]*`)|~{3,})\s*([^\s`]*)/.exec(line.text);
    if (opening) {
      const fence = readFence(lines, at, opening);
      fences.push(fence.fence);
      at = fence.nextLine;
      continue;
    }
    const heading = /^ {0,3}(#{1,6})[ \t](.*)$/.exec(line.text);
    if (heading) {
      const span = { from: line.offset, until: line.offset + line.text.length };
      headings.push({ level: heading[1]?.length ?? 1, text: headingText(heading[2] ?? ''), span });
    }
    at += 1;
  }
  return front ? { frontMatter: front.part, headings, fences } : { headings, fences };
}

/** Takes the blanks around a heading away, and the closing marks when a blank stands before them. */
function headingText(written: string): string {
  const text = trimBlanks(written);
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return isBlank(text[end - 1]) ? trimBlanks(text.slice(0, end)) : text;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

// Of all that trim() takes away, Markdown takes these two alone.
function trimBlanks(text: string): string {
  let [from, until] = [0, text.length];
  while (from < until && isBlank(text[from])) from += 1;
  while (until > from && isBlank(text[until - 1])) until -= 1;
  return text.slice(from, until);
}

/** Gives the offset of the first character of every line; lines end with LF, CRLF or CR. */
export function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function splitLines(text: string): Line[] {
  const starts = findLineStarts(text);
  return starts.map((offset, index) => ({
    offset,
    text: text.slice(offset, starts[index + 1] ?? text.length).replace(/[\r\n]{1,2}$/, ''),
  }));
}

function findFrontMatter(lines: readonly Line[], text: string) {
  if (lines[0]?.text.replace(/^\ufeff/, '').trimEnd() !== '---') return undefined;
  const end = lines.findIndex((line, index) => index > 0 && line.text.trimEnd() === '---');
  const first = lines[1];
  if (end < 1 || !first) return undefined;
  const until = lines[end]?.offset ?? text.length;
  const part = { text: text.slice(first.offset, until), offset: first.offset };
  return { part, nextLine: end + 1 };
}

function endOf({ offset, text }: Line): number {
  return offset + text.length;
}

/** Joins lines at LF, a CRLF as a space and LF, so that every place in them stays where it is. */
function joinLines(lines: readonly Line[]): string {
  return lines
    .map((line, index) => {
      const next = lines[index + 1];
      return next ? `${line.text}${' '.repeat(next.offset - endOf(line) - 1)}\n` : line.text;
    })
    .join('');
}

function readFence(lines: readonly Line[], start: number, opening: RegExpExecArray) {
  const mark = opening[1] ?? '```';
  const closing = new RegExp(`^ {0,3}\\${mark.charAt(0)}{${mark.length},}[ \\t]*$`);
  let end = start + 1;
  while (end < lines.length && !closing.test((lines[end] as Line).text)) end += 1;
  const inside = lines.slice(start + 1, end);
  const last = lines[start] as Line;
  const fence: Fence = {
    language: opening[2] ?? '',
    text: joinLines(inside),
    offset: inside[0]?.offset ?? last.offset + last.text.length,
    isClosed: end < lines.length,
    span: { from: last.offset, until: endOf(lines[end] ?? (lines.at(-1) as Line)) },
  };
  return { fence, nextLine: end + 1 };
}
