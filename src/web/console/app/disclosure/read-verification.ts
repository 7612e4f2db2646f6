import type { components } from '../api/schema.generated.ts';

export type VerificationLine = components['schemas']['LogVerificationLine'];
export type Verification = components['schemas']['LogVerification'];

/**
 * Reads a verification as it comes, one JSON line after another.
 *
 * @param onLine called for each line, in order
 * @returns false when the stream ended without a last line: a result or `failed`
 */
export async function readVerification(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: VerificationLine) => void,
): Promise<boolean> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let isOver = false;
  const take = (text: string): void => {
    if (text.trim() === '') return;
    const line = JSON.parse(text) as VerificationLine;
    isOver = line.kind !== 'progress';
    onLine(line);
  };
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (done) break;
  }
  take(rest);
  return isOver;
}
