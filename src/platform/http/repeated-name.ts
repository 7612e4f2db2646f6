interface Level {
  /** the names an object has so far; absent for a list */
  readonly names?: Set<string>;
  /** where of it the reading is: the name, or the position in a list */
  step: string | number;
}

/** Gives where the text beginning at a quote ends: at the quote that no backslash covers. */
function endOfText(json: string, from: number): number {
  let end = json.indexOf('"', from + 1);
  while (end >= 0) {
    let covered = 0;
    while (json.charCodeAt(end - 1 - covered) === 0x5c) covered += 1;
    if (covered % 2 === 0) return end;
    end = json.indexOf('"', end + 1);
  }
  return json.length;
}

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function isNameEnd(json: string, from: number): boolean {
  let at = from;
  while (isSpace(json.charCodeAt(at))) at += 1;
  return json.charCodeAt(at) === 0x3a;
}

function readName(written: string): string {
  try {
    return written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
  } catch {
    return written;
  }
}

const escapeStep = (step: string | number): string =>
  String(step).replaceAll('~', '~0').replaceAll('/', '~1');

interface Reading {
  readonly json: string;
  readonly levels: Level[];
}

/** Passes over the text that begins at a quote; gives its end, or true where a name comes again. */
function readText({ json, levels }: Reading, from: number): number | true {
  const end = endOfText(json, from);
  const level = levels.at(-1);
  if (level?.names === undefined || !isNameEnd(json, end + 1)) return end;
  level.step = readName(json.slice(from + 1, end));
  if (level.names.has(level.step)) return true;
  level.names.add(level.step);
  return end;
}

function readMark({ levels }: Reading, code: number): void {
  const level = levels.at(-1);
  if (code === 0x7b) levels.push({ names: new Set(), step: '' });
  else if (code === 0x5b) levels.push({ step: 0 });
  else if (code === 0x7d || code === 0x5d) levels.pop();
  else if (code === 0x2c && typeof level?.step === 'number') level.step += 1;
}

/**
 * Finds the first member that an object of a JSON text names twice, as a JSON Pointer (RFC 6901);
 * parsers differ over which of the two counts. Passes over the text once, whatever its depth, and
 * says nothing of texts that are no JSON.
 *
 * @source RFC 7493, 2.3: I-JSON objects name no member twice
 */
export function findRepeatedName(json: string): string | undefined {
  const reading: Reading = { json, levels: [] };
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code !== 0x22) {
      readMark(reading, code);
      continue;
    }
    const end = readText(reading, at);
    if (end === true) return reading.levels.map(({ step }) => `/${escapeStep(step)}`).join('');
    at = end;
  }
  return undefined;
}
