import { stringify } from 'yaml';

/** One rendered file; the path is relative to the site's folder. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  /** Whether it is a program. */
  readonly isProgram?: boolean;
}

const NOTE = 'Rendered by `amends deploy render`; change the sites file and render again.';

/** Gives a YAML file with the note where it comes from. */
export function yamlFile(path: string, value: unknown, about = ''): RenderedFile {
  const more = about === '' ? '' : `${comment(about)}\n`;
  return {
    path,
    text: `# ${NOTE}\n${more}${stringify(value, { lineWidth: 120, version: '1.1' })}`,
  };
}

/** Gives a file of lines in which `#` begins a comment. */
export function linesFile(path: string, lines: readonly string[]): RenderedFile {
  return { path, text: `# ${NOTE}\n${lines.join('\n')}\n` };
}

/** Gives a shell program that stops at the first failure. */
export function shellFile(path: string, lines: readonly string[]): RenderedFile {
  return { path, text: `#!/bin/sh\n# ${NOTE}\nset -eu\n${lines.join('\n')}\n`, isProgram: true };
}

function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n');
}
