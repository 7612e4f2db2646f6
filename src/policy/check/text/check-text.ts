import type { Span } from '../../expression.ts';
import { type Fence, scanMarkdown } from '../../parse/markdown.ts';
import type { Scope } from '../scope.ts';

/** A stretch of the document's text that stands in no fence. */
interface Prose {
  readonly offset: number;
  readonly text: string;
}

/**
 * Warns of what a reader of the page sees otherwise than the machine does: blocks inside HTML, what
 * looks like a block and is not run, underlined headings, and characters that nobody sees.
 */
export function checkText(scope: Scope): void {
  const { text } = scope.document;
  const { fences, frontMatter } = scanMarkdown(text);
  const start = frontMatter ? frontMatter.offset + frontMatter.text.length + '---'.length : 0;
  const prose = proseOf(text, { start, fences });
  reportUnread(scope);
  warnHiddenCharacters(scope);
  warnUnrun(scope, { fences, prose });
  warnHtml(scope, { fences, prose });
  warnUnderlined(scope, prose);
}

function proseOf(
  text: string,
  { start, fences }: { readonly start: number; readonly fences: readonly Fence[] },
): readonly Prose[] {
  const parts: Prose[] = [];
  let from = start;
  for (const { span } of fences) {
    parts.push({ offset: from, text: text.slice(from, span.from) });
    from = span.until;
  }
  return [...parts, { offset: from, text: text.slice(from) }];
}

function reportUnread(scope: Scope): void {
  for (const { field, found, offset } of scope.document.header.unread ?? []) {
    const write =
      field === 'title' ? 'a text with a comma in quotes: "A, b"' : '`from` and `until` only';
    const span: Span = { from: offset, until: offset + found.length };
    scope.report('front_matter_unread', span, { field, found, write });
  }
}

// Marks that turn the direction of a text about, and ones of no width; those that join letters of
// some scripts and parts of an emoji are not among them.
const hidden = /[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

function warnHiddenCharacters(scope: Scope): void {
  const { text, lineStarts } = scope.document;
  const told = new Set<number>();
  for (const { index, 0: mark } of text.matchAll(hidden)) {
    const line = lineStarts.findLastIndex((first) => first <= index);
    if (told.has(line)) continue;
    told.add(line);
    const found = `U+${mark.codePointAt(0)?.toString(16).toUpperCase()}`;
    const span: Span = { from: index, until: index + 1 };
    scope.report('character_hidden', span, { found, write: 'the text without it' });
  }
}

const own = ['amends', 'cases'] as const;

function warnUnrun(
  scope: Scope,
  { fences, prose }: { readonly fences: readonly Fence[]; readonly prose: readonly Prose[] },
): void {
  for (const { language, span } of fences) {
    const bare = language.toLowerCase().replace(/[^a-z]/g, '');
    const meant = own.find((name) => name !== language && isNear(bare, name));
    if (meant) reportUnrun(scope, { from: span.from, until: span.until }, meant);
  }
  for (const { offset, text } of prose) {
    for (const match of text.matchAll(/^[ \t>*+\d.)-]*(?:`{3,}|~{3,})[ \t]*(amends|cases)\b/gm)) {
      const from = offset + match.index;
      reportUnrun(scope, { from, until: from + match[0].length }, match[1] ?? '');
    }
  }
}

function reportUnrun(scope: Scope, { from }: Span, meant: string): void {
  const found =
    scope.document.text
      .slice(from)
      .split(/[\r\n]/, 1)[0]
      ?.trim() ?? '';
  const write = `\`\`\`${meant} at the beginning of a line`;
  scope.report('block_not_run', { from, until: from }, { found, write });
}

/** Says whether a word is another one with at most one letter added, left out or changed. */
function isNear(word: string, wanted: string): boolean {
  let same = 0;
  while (same < word.length && word[same] === wanted[same]) same += 1;
  const [rest, other] = [word.slice(same), wanted.slice(same)];
  return rest === other || [rest.slice(1), rest].includes(other) || endsAlike(rest, other);
}

function endsAlike(rest: string, other: string): boolean {
  return rest === other.slice(1) || (rest !== '' && rest.slice(1) === other.slice(1));
}

// Elements that can hold a block, and hide it or fold it away.
const holders =
  /<(\/?)(!--|(?:div|details|template|section|article|aside|span|table|script|style|noscript|dialog|object|svg)\b(?=[^<>]*>))/gi;

function warnHtml(
  scope: Scope,
  { fences, prose }: { readonly fences: readonly Fence[]; readonly prose: readonly Prose[] },
): void {
  let around: readonly string[] = [];
  for (const [index, { text }] of prose.entries()) {
    around = openAfter(text, around);
    const fence = fences[index];
    const last = around.at(-1);
    const isOwn = (own as readonly string[]).includes(fence?.language ?? '');
    if (!fence || !isOwn || last === undefined) continue;
    scope.report('block_in_html', fence.span, {
      found: last === '<!-->' ? '<!--' : last,
      write: 'the block outside of it',
    });
  }
}

/** Gives what is open at the end of some text: elements, comments. */
function openAfter(text: string, before: readonly string[]): readonly string[] {
  const open = [...before];
  const plain = text.replace(/`[^`\n]*`/g, '').replaceAll('-->', '</!-->');
  for (const [, slash, name = ''] of plain.matchAll(holders)) {
    const closed = open.lastIndexOf(`<${name}>`);
    if (slash === '') open.push(`<${name}>`);
    else if (closed >= 0) open.splice(closed, 1);
  }
  return open;
}

function warnUnderlined(scope: Scope, prose: readonly Prose[]): void {
  for (const { offset, text } of prose) {
    // A line of text, and under it one of = or -: a heading to readers, and no clause here.
    for (const match of text.matchAll(
      /^ {0,3}([^\s#>|<*+=-][^\n\r\u2028\u2029|]*)\n {0,3}(?:=+|-+)[ \t]*$/gm,
    )) {
      const found = (match[1] ?? '').trim();
      const from = offset + match.index;
      const span: Span = { from, until: from + match[0].length };
      scope.report('heading_underlined', span, { found, write: `## ${found}` });
    }
  }
}
