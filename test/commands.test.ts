import { readFileSync } from 'node:fs';
import { type Command, Help } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../src/main.ts';

// The table of commands for operators holds every command there is, and none that is not.

const page = readFileSync('docs/operating/commands.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `amends '));

let program: Command;

beforeAll(async () => {
  program = await buildProgram([]);
});

/** The words of each command that does something and is in the help, without `amends`. */
function listVerbs(command: Command, words: readonly string[] = []): readonly string[] {
  const own = new Help().visibleCommands(command).filter((child) => child.name() !== 'help');
  if (own.length === 0) return [words.join(' ')];
  return own.flatMap((child) => listVerbs(child, [...words, child.name()]));
}

/** Whether a row is about a noun and names a verb of it, as a word of what stands in backticks. */
function isNamed(verb: string): boolean {
  const [noun = '', ...rest] = verb.split(' ');
  const last = rest.at(-1) ?? noun;
  return rows.some((row) => {
    const cell = row.split('|')[1] ?? '';
    const words = cell
      .replaceAll('`', ' ')
      .trim()
      .split(/[\s·]+/);
    const isHead = words[1] === noun || cell.includes(`· ${noun} `);
    return isHead && words.includes(last);
  });
}

describe('the table of commands', () => {
  it('names every command', () => {
    const verbs = listVerbs(program);
    expect(verbs.length).toBeGreaterThan(60);
    expect(verbs.filter((verb) => !isNamed(verb))).toEqual([]);
  });

  it('has no row of a noun that there is not', () => {
    const nouns = new Set(program.commands.map((command) => command.name()));
    const named = rows.map((row) => row.replaceAll('`', ' ').split(/[\s|]+/)[2] ?? '');
    expect(named.filter((noun) => !nouns.has(noun))).toEqual([]);
  });
});
