/** A list typed one per line, read; `wrongLine` is the first line that could not be, from 1. */
export interface ReadLines<T> {
  readonly rows: readonly T[];
  readonly wrongLine: number | undefined;
}

function readLines<T>(text: string, read: (line: string) => T | undefined): ReadLines<T> {
  const rows: T[] = [];
  let wrongLine: number | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = read(line);
    if (row === undefined) wrongLine ??= at + 1;
    else rows.push(row);
  }
  return { rows, wrongLine };
}

function readTitled(line: string, pattern: RegExp) {
  const [name = '', ko = '', en = '', ...rest] = line.split('|').map((part) => part.trim());
  const match = pattern.exec(name);
  if (match === null || ko === '' || en === '' || rest.length > 0) return undefined;
  return { match, titles: { ko, en } };
}

/** Reads parties: `kakao | 카카오 | Kakao` on each line. */
export function readParties(text: string) {
  return readLines(text, (line) => {
    const read = readTitled(line, /^([a-z][a-z0-9_]*)$/);
    return read === undefined ? undefined : { code: read.match[1] ?? '', titles: read.titles };
  });
}

/** Reads affected functions: `melon/streaming | 멜론 스트리밍 | Melon streaming` on each line. */
export function readFunctions(text: string) {
  return readLines(text, (line) => {
    const read = readTitled(line, /^([a-z][a-z0-9_]*)\/([a-z][a-z0-9_]*)$/);
    if (read === undefined) return undefined;
    return { service: read.match[1] ?? '', function: read.match[2] ?? '', titles: read.titles };
  });
}

/** Reads addresses of sources, one per line, numbered from 1. */
export function readAddresses(text: string) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((address, at) => ({ number: at + 1, address }));
}
