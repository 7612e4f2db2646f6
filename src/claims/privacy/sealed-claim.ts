import { canonicalRecord, type JsonValue } from '../../kernel/index.ts';
import type { Vault } from '../../platform/index.ts';
import type { Questionnaire } from '../questionnaire.ts';
import type { PersonalPart } from '../submit-claim.ts';

export type Answers = Readonly<Record<string, JsonValue>>;

interface Said {
  readonly personal?: PersonalPart | undefined;
  readonly answers: Answers;
}

/** What is stored of what a claimant said, sealed under the claim's own key. */
export interface SealedSaid {
  readonly personal: Uint8Array | null;
  readonly key_salt: Uint8Array | null;
}

/**
 * Seals what a claimant says of themselves together with their answers, so that one destroyed key
 * takes both; undefined when nothing was said.
 */
export function sealSaid(
  vault: Vault,
  { personal, answers, keySalt }: Said & { readonly keySalt: Uint8Array },
): Uint8Array | undefined {
  const isSilent = personal === undefined && Object.keys(answers).length === 0;
  if (isSilent) return undefined;
  const plaintext = Buffer.from(canonicalRecord({ ...personal, answers }));
  return vault.encrypt({ salt: keySalt, plaintext });
}

function openSaid(vault: Vault, { personal, key_salt: salt }: SealedSaid) {
  if (personal === null || salt === null) return undefined;
  const bytes = vault.decrypt({ salt, ciphertext: personal });
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as PersonalPart & { answers?: Answers };
}

/** Opens what is personal of a claim; undefined when nothing is, or it is erased. */
export function openPersonal(
  { vault }: { readonly vault: Vault },
  row: SealedSaid,
): PersonalPart | undefined {
  const said = openSaid(vault, row);
  if (said === undefined) return undefined;
  const { answers: _apart, ...personal } = said;
  return personal;
}

/**
 * Opens the answers of a claim; none when it is erased.
 *
 * @param row.answers what an earlier version of the platform stored in clear and nobody sealed yet
 */
export function openAnswers(
  { vault }: { readonly vault: Vault },
  row: SealedSaid & { readonly answers: Answers },
): Answers {
  return { ...row.answers, ...openSaid(vault, row)?.answers };
}

/**
 * Gives the answers without what was written in one's own words: what sorting and assessing need,
 * and no more. Answers to questions that the questionnaire does not have are left out.
 */
export function withoutWords(answers: Answers, { questions }: Questionnaire): Answers {
  const shown: Record<string, JsonValue> = {};
  for (const { code, kind, repeat } of questions) {
    const answer = answers[code];
    if (answer === undefined || kind === 'text') continue;
    const wordy = repeat?.questions.filter((asked) => asked.kind === 'text') ?? [];
    shown[code] =
      wordy.length === 0
        ? answer
        : withoutMembers(answer, new Set(wordy.map((asked) => asked.code)));
  }
  return shown;
}

function withoutMembers(items: JsonValue, left: ReadonlySet<string>): JsonValue {
  if (!Array.isArray(items)) return items;
  return items.map((item: JsonValue) =>
    item === null || typeof item !== 'object'
      ? item
      : Object.fromEntries(Object.entries(item).filter(([code]) => !left.has(code))),
  );
}
