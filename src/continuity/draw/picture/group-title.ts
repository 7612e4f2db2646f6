import type { Inventory } from '../../inventory.ts';
import type { NodeGroup } from './group-places.ts';
import { pictureWords } from './picture-words.ts';

/** Names a group for people: its domains' titles, joined by a word, or what it gathers. */
export function groupTitle(
  inventory: Inventory,
  group: Pick<NodeGroup, 'kind' | 'domains' | 'joint'>,
  locale: 'ko' | 'en',
): string {
  const words = pictureWords[locale];
  if (group.kind !== 'place') return words[group.kind];
  return group.domains
    .map((id) => inventory.domains.get(id)?.title[locale] ?? id)
    .join({ '|': words.either, '&': words.both, ',': ', ' }[group.joint]);
}
