const NAMES_HOST =
  /(?:HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|URL|URI|SERVER|BROKER|BROKERS|SERVICE)(?:_[A-Z0-9]+)?$/;

// The longest value kept, in characters, also after others were put into it.
const LONGEST = 4_000;

/**
 * Reads from an `.env` file the variables that name hosts; every other line is passed over.
 *
 * Whatever stands before an `@` in a value is dropped, so that no password is kept. References to other
 * variables are resolved among those kept, up to five deep.
 */
export function readHostVariables(text: string): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  for (const line of text.split('\n').slice(0, 10_000)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line);
    if (match === null || !NAMES_HOST.test(match[1] ?? '')) continue;
    const written = line.slice(match[0].length).trim();
    const value = written.replace(/^(["'])(.*)\1$/, '$2').slice(0, LONGEST);
    kept.set(match[1] as string, dropSecrets(value));
  }
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [name, value] of kept) {
      kept.set(name, resolve(value, kept));
    }
  }
  return kept;
}

/** Drops what stands before each `@`, back to a space or a slash. */
function dropSecrets(value: string): string {
  const pieces = value.split('@');
  const last = pieces.pop() ?? '';
  return [...pieces.map((piece) => /^.*[\s/]/s.exec(piece)?.[0] ?? ''), last].join('');
}

/** Puts other variables in; a reference with which the value would grow too long stays as it is. */
function resolve(value: string, kept: ReadonlyMap<string, string>): string {
  let length = value.length;
  return value.replace(/\$\{([A-Za-z_]\w*)\}/g, (whole, other: string) => {
    const found = kept.get(other);
    if (found === undefined || length + found.length - whole.length > LONGEST) return whole;
    length += found.length - whole.length;
    return found;
  });
}
