import type { ReactNode } from 'react';

/** Shows a sentence, with what stands between backticks as code: commands that an operator types. */
export function Coded({ children }: { readonly children: string }): ReactNode {
  return children
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`') ? (
        <code key={part}>{part.slice(1, -1)}</code>
      ) : (
        part
      ),
    );
}
