// Puts verify/verify.mjs into verify/index.html, because a browser loads no module from a file beside
// one that was opened from a disk: `npm run verifier`. verify/verify.test.ts holds the two together.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const begins = '// >>> verify.mjs, put here by `npm run verifier`; change it there\n';
const ends = '// <<< verify.mjs\n';

/** Gives the page with the verifier between its two marks. Throws when the page has not both. */
export function inlineVerifier({ page, verifier }) {
  const from = page.indexOf(begins);
  const until = page.indexOf(ends);
  if (from < 0 || until < from) throw new Error(`verify/index.html lacks "${begins}" or "${ends}"`);
  const inline = verifier.replaceAll(/^export (async )?function/gm, '$1function');
  const asConst = inline.replaceAll(/^export const/gm, 'const');
  return page.slice(0, from + begins.length) + asConst + page.slice(until);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(import.meta.dirname, '..', 'verify');
  const [page, verifier] = await Promise.all(
    ['index.html', 'verify.mjs'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  await writeFile(join(folder, 'index.html'), inlineVerifier({ page, verifier }));
}
