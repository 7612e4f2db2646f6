/** The particles of Korean that follow the last sound of a word: after a consonant, after a vowel. */
const PARTICLES = {
  object: ['을', '를'],
  subject: ['이', '가'],
  with: ['과', '와'],
} as const;

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
// How a Korean reads the digits 0 to 9: the final consonant of each, 0 for none.
const DIGIT_FINALS = [21, 8, 0, 16, 0, 0, 1, 8, 8, 0];

/**
 * Gives a word with its particle; what stands in brackets at its end is not heard.
 *
 * A word that ends in no Korean letter and no digit has both forms, as in `deploy을(를)`.
 */
export function withParticle(word: string, particle: keyof typeof PARTICLES): string {
  const [closed, open] = PARTICLES[particle];
  const final = finalOf(word.replace(/(?:\s*(?:\([^()]*\)|\[[^[\]]*\])|["'”’])+$/u, ''));
  if (final === undefined) return `${word}${closed}(${open})`;
  return `${word}${final === 0 ? open : closed}`;
}

function finalOf(word: string): number | undefined {
  const code = word.charCodeAt(word.length - 1);
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return (code - HANGUL_FIRST) % FINALS;
  return DIGIT_FINALS[code - 48];
}
