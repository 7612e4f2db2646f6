import type { PersonalPart } from '../submit-claim.ts';
import type { PictureMarks } from './near-picture.ts';
import { bandsOf } from './near-text.ts';
import { isSeldomName, plainAccount, plainContact, plainName } from './normalise.ts';

/** What claims can be alike in, in the order they are shown. */
export const clusterReasons = [
  'payee',
  'contact',
  'device',
  'document',
  'picture',
  'name',
  'text',
] as const;
export type ClusterReason = (typeof clusterReasons)[number];

/** What of a claim is compared. */
export interface ComparedClaim {
  readonly personal: PersonalPart;
  readonly statedLossMinor?: bigint;
  readonly documents: readonly { readonly sha256: string; readonly byteCount: number }[];
  readonly pictures: readonly PictureMarks[];
}

/** One thing that claims can share; the text is plain and must be keyed before it is stored. */
export interface ClusterKey {
  readonly reason: ClusterReason;
  readonly text: string;
}

/** A shorter document shows nothing that two people could not both have by chance. */
export const documentBytesMin = 256;

/** A round sum is stated by many; from here on a remainder tells claims apart. */
const roundMinor = 10_000n;

function nameKeys({ personal, statedLossMinor }: ComparedClaim): string[] {
  const { name } = personal;
  if (name === undefined) return [];
  const plain = plainName(name);
  if (plain.length < 4) return [];
  if (isSeldomName(name)) return [plain];
  const isOdd = statedLossMinor !== undefined && statedLossMinor % roundMinor !== 0n;
  return isOdd ? [`${plain} ${statedLossMinor}`] : [];
}

/** Names a band of a whole picture, and of a part of one: a part is compared with wholes only. */
export const wholeBand = (band: string): string => `whole ${band}`;
export const partBand = (band: string): string => `part ${band}`;

function pictureKeys({ pictures }: ComparedClaim): string[] {
  const texts = pictures.flatMap(({ whole, parts }) => [
    ...whole.map(wholeBand),
    ...parts.map(partBand),
  ]);
  return [...new Set(texts)];
}

const present = (text: string | undefined): string[] => (text === undefined ? [] : [text]);

/**
 * Gives everything of a claim that another claim seldom shares by chance.
 *
 * A person's name alone is no such thing: together with the exact loss it is, and the name of a
 * shop is. Near-same texts share one key or more, and so do near-same pictures, a whole with a part;
 * they are compared exactly afterwards.
 */
export function clusterKeys(claim: ComparedClaim): readonly ClusterKey[] {
  const { personal, documents } = claim;
  const { payee, contact, device, freeText } = personal;
  const texts: Readonly<Record<ClusterReason, readonly string[]>> = {
    payee: payee === undefined ? [] : present(plainAccount(payee)),
    contact: contact === undefined ? [] : present(plainContact(contact)),
    device: present(device),
    document: documents
      .filter(({ byteCount }) => byteCount >= documentBytesMin)
      .map(({ sha256 }) => sha256),
    picture: pictureKeys(claim),
    name: nameKeys(claim),
    text: freeText === undefined ? [] : bandsOf(freeText),
  };
  return clusterReasons.flatMap((reason) => texts[reason].map((text) => ({ reason, text })));
}
