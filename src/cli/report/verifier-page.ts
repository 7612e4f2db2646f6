/**
 * Puts the verifier into its page, because a browser loads no module from a file beside one that
 * was opened from a disk.
 *
 * @param files.page verify/index.html, which imports what it needs from ./verify.mjs
 * @param files.verifier the text of verify/verify.mjs
 */
export function renderVerifierPage(files: {
  readonly page: string;
  readonly verifier: string;
}): string {
  const inline = files.verifier.replaceAll(/^export (async )?function/gm, '$1function');
  return files.page.replace(/^import \{[^}]*\} from '\.\/verify\.mjs';$/m, () => inline);
}
