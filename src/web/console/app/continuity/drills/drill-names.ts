import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { restoreInventory } from '../../../../../continuity/simulate/index.ts';
import { useLanguage } from '../../language.tsx';
import { inventoryQuery } from '../continuity-data.ts';

/** Gives the titles of an assessed inventory in the reader's language; ids where there is none, or not yet. */
export interface DrillNames {
  readonly places: (domains: readonly string[]) => string;
  readonly node: (id: string) => string;
  /** What a step before a drill is about: places, an option (`node/1`), or crews. */
  readonly about: (about: string) => string;
}

/** Names what drills speak of by the inventory they are for. */
export function useNames(assessmentId: string | undefined): DrillNames {
  const { locale } = useLanguage();
  const query = useQuery({
    ...inventoryQuery(assessmentId ?? ''),
    enabled: assessmentId !== undefined,
  });
  return useMemo(() => {
    const inventory = query.data === undefined ? undefined : restoreInventory(query.data as never);
    const domain = (id: string): string => inventory?.domains.get(id)?.title[locale] ?? id;
    const node = (id: string): string => inventory?.nodes.get(id)?.title[locale] ?? id;
    const places = (ids: readonly string[]): string => ids.map(domain).join(' + ');
    const about = (text: string): string => {
      const [, id = '', index] = /^(.+)\/(\d+)$/.exec(text) ?? [];
      const option = inventory?.nodes.get(id)?.options[Number(index) - 1];
      return option === undefined ? places(text.split('+')) : `${node(id)}: ${option.name}`;
    };
    return { places, node, about };
  }, [query.data, locale]);
}
