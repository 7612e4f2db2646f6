import type { SyntaxNode } from '@lezer/common';
import type { Named, Span } from '../expression.ts';
import type { Label } from '../statement.ts';

/** A syntax node together with the block it is in, so that places are those of the document. */
export interface Syntax {
  readonly node: SyntaxNode;
  readonly block: { readonly text: string; readonly offset: number };
}

/** Gives the place of a node in the document. */
export function spanOf({ node, block }: Syntax): Span {
  return { from: block.offset + node.from, until: block.offset + node.to };
}

/** Gives the text of a node. */
export function textOf({ node, block }: Syntax): string {
  return block.text.slice(node.from, node.to);
}

/** Gives a node's children that are not bare keywords or marks, in order. */
export function childrenOf(syntax: Syntax): Syntax[] {
  const found: Syntax[] = [];
  for (let node = syntax.node.firstChild; node; node = node.nextSibling) {
    if (/^[A-Z]/.test(node.name)) found.push({ node, block: syntax.block });
  }
  return found;
}

/** Gives the first child of a name, if there is one. */
export function childNamed(syntax: Syntax, name: string): Syntax | undefined {
  const node = syntax.node.getChild(name);
  return node ? { node, block: syntax.block } : undefined;
}

/** Gives the children of a name, in order. */
export function childrenNamed(syntax: Syntax, name: string): Syntax[] {
  return syntax.node.getChildren(name).map((node) => ({ node, block: syntax.block }));
}

/** Says whether a keyword stands directly in a node. */
export function hasKeyword(syntax: Syntax, keyword: string): boolean {
  return syntax.node.getChild(keyword) !== null;
}

/** Gives the text of a node as a name with its place. */
export function namedOf(syntax: Syntax): Named {
  return { name: textOf(syntax), span: spanOf(syntax) };
}

/** Reads a `"ko" / "en"` text; a single string serves both languages. */
export function labelOf(syntax: Syntax): Label {
  const [ko = '', en = ko] = childrenNamed(syntax, 'String').map((one) => textOf(one).slice(1, -1));
  return { ko, en };
}

const expressionNodes = new Set([
  'Quantity',
  'DateLiteral',
  'InstantLiteral',
  'Yes',
  'No',
  'NameRef',
  'DatedRef',
  'Call',
  'Extreme',
  'Counting',
  'EachValue',
  'FieldRef',
  'Review',
  'None',
  'ListLiteral',
  'Selection',
  'Mapping',
  'Table',
  'Plus',
  'Minus',
  'Times',
  'Over',
  'Negative',
  'Not',
  'And',
  'Or',
  'Compare',
  'Rounded',
  'If',
]);

/** Says whether a node stands for an expression; the others are parts of statements. */
export function isExpression(syntax: Syntax): boolean {
  return expressionNodes.has(syntax.node.name);
}
