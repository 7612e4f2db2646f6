const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ENOENT: 'nothing is there',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead round in a circle',
};

/** Says why a file cannot be read, with the code of the system: `it is a folder (EISDIR)`. */
export function explainUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = reasons[code];
  if (said !== undefined) return `${said} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
