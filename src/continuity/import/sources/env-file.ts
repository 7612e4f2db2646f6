const NAMES_HOST =
  /(?:HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|URL|URI|SERVER|BROKER|BROKERS|SERVICE)(?:_[A-Z0-9]+)?$/;

/**
 * Reads from an `.env` file the variables that name hosts; every other line is passed over.
 *
 * Whatever stands before an `@` in a value is dropped, so that no password is kept. References to other
 * variables are resolved among those kept, up to five deep.
 */
export function readHostVariables(text: string): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  for (const line of text.split('\n').slice(0, 10_000)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null || !NAMES_HOST.test(match[1] ?? '')) continue;
    const value = (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2').slice(0, 4_000);
    kept.set(match[1] as string, value.replaceAll(/[^\s/@]*@/g, ''));
  }
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [name, value] of kept) {
      kept.set(
        name,
        value.replace(/\$\{([A-Za-z_]\w*)\}/g, (whole, other) => kept.get(other) ?? whole),
      );
    }
  }
  return kept;
}
