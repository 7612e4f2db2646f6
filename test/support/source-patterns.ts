import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { findProjectDir } from '../../src/platform/index.ts';

/** A regular expression as it stands in the source; `source` is undefined where it is put together. */
export interface SourcePattern {
  readonly file: string;
  readonly source: string | undefined;
  readonly flags: string;
}

interface Node {
  readonly type?: string;
  readonly [name: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Gives a text that is written out; undefined where it is put together when it runs. */
function constantText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  const { quasis, expressions } = node as { quasis?: Node[]; expressions?: unknown[] };
  if (node.type !== 'TemplateLiteral' || expressions?.length !== 0) return undefined;
  const { cooked } = (quasis?.[0]?.['value'] ?? {}) as { cooked?: string };
  return cooked;
}

function patternOf(node: Node): Omit<SourcePattern, 'file'> | undefined {
  const { regex } = node as { regex?: { pattern: string; flags: string } };
  if (node.type === 'Literal' && regex) return { source: regex.pattern, flags: regex.flags };
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
  const { callee } = node as { callee?: Node };
  if (callee?.type !== 'Identifier' || callee['name'] !== 'RegExp') return undefined;
  const [source, flags] = (node['arguments'] ?? []) as unknown[];
  return { source: constantText(source), flags: constantText(flags) ?? '' };
}

function* walk(value: unknown): Generator<Omit<SourcePattern, 'file'>> {
  if (!isNode(value)) return;
  const own = patternOf(value);
  if (own !== undefined) yield own;
  for (const child of Object.values(value)) yield* walk(child);
}

/** Gives every regular expression of a text of TypeScript or JavaScript, by its syntax tree. */
export function patternsOf(file: string, text: string): SourcePattern[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return [...walk(program)].map((pattern) => ({ file, ...pattern }));
}

const projectDir = findProjectDir();

function listSources(dir: string): string[] {
  return readdirSync(join(projectDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return listSources(path);
    const isSource = /\.(?:ts|tsx|mjs|mts)$/.test(path);
    return isSource && !/\.(?:test|generated|fixture|examples)\./.test(path) ? [path] : [];
  });
}

/** Gives every regular expression of what is shipped; tests and what a generator wrote are not. */
export function gatherPatterns(): SourcePattern[] {
  const files = ['src', 'bin', 'verify'].flatMap(listSources);
  return files.flatMap((file) => patternsOf(file, readFileSync(join(projectDir, file), 'utf8')));
}
