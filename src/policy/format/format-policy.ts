import type { AmendsBlock, PolicyDocument } from '../document.ts';
import type { Statement } from '../statement.ts';
import { formatStatement } from './format-statement.ts';

/**
 * Gives the document with every ```amends block in canonical text.
 *
 * Prose, front matter and cases stay as they are. Formatting twice gives the same text, and the
 * formatted document means the same.
 */
export function formatPolicy(document: PolicyDocument): string {
  let text = '';
  let at = 0;
  for (const block of document.blocks) {
    text += document.text.slice(at, block.offset) + formatBlock(block);
    at = block.offset + lengthInDocument(block, document.text);
  }
  return text + document.text.slice(at);
}

function lengthInDocument(block: AmendsBlock, text: string): number {
  // The block's text has bare LF line ends; the document may have CRLF.
  let length = 0;
  for (const character of block.text) {
    if (character === '\n' && text[block.offset + length] === '\r') length += 1;
    length += character.length;
  }
  return length;
}

const declarations: ReadonlySet<Statement['kind']> = new Set([
  'fact',
  'constant',
  'reading',
  'let',
]);

function formatBlock(block: AmendsBlock): string {
  const lines: string[] = [];
  let before: Statement | undefined;
  for (const statement of block.written) {
    if (before && needsGap(before, statement)) lines.push('');
    lines.push(...formatStatement(statement));
    before = statement;
  }
  return lines.join('\n');
}

/** An empty line parts declarations from rules, and one rule from the next. */
function needsGap(before: Statement, after: Statement): boolean {
  if (after.kind === 'for') return true;
  return declarations.has(before.kind) !== declarations.has(after.kind) && before.kind !== 'for';
}
