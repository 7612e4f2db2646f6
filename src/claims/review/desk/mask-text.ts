/** Why a part of what a claimant sent is not shown to staff. */
export const maskReasons = ['other_person', 'not_needed', 'insult', 'secret'] as const;
export type MaskReason = (typeof maskReasons)[number];

export const maskedParts = ['free_text', 'statement', 'evidence'] as const;
export type MaskedPart = (typeof maskedParts)[number];

/** A stretch of text in characters as people count them, half-open; code points, not bytes. */
export interface Stretch {
  readonly fromCharacter: number;
  readonly untilCharacter: number;
}

const bar = '█';

/**
 * Gives a text with stretches of it blacked out: every character but a line break becomes a bar,
 * so that the length stays and nothing of the content does. Stretches may overlap.
 */
export function maskText(text: string, stretches: readonly Stretch[]): string {
  const isMasked = (index: number): boolean =>
    stretches.some(
      ({ fromCharacter, untilCharacter }) => index >= fromCharacter && index < untilCharacter,
    );
  return [...text]
    .map((character, index) => (isMasked(index) && character !== '\n' ? bar : character))
    .join('');
}
