import type { TextFile } from '../../continuity/read/index.ts';
import type { Sites } from '../sites.ts';
import type { RenderedFile } from './file.ts';

const LETTERS = ['a', 'b', 'c'] as const;
const KOREAN = ['가', '나', '다'] as const;

/**
 * Gives the inventory of a deployment from that of three sites which is kept with Amends, the sites
 * under their own names.
 *
 * @param template the files of deploy/inventory/three-sites
 */
export function renderInventoryOf(
  { name, sites }: Sites,
  template: readonly TextFile[],
): readonly RenderedFile[] {
  const names: [RegExp, string][] = sites.flatMap((site, index) => {
    const letter = LETTERS[index] ?? 'a';
    const upper = letter.toUpperCase();
    return [
      [new RegExp(`\\bsite-${letter}\\b`, 'g'), `site-${site.name}`],
      [new RegExp(`\\bcity-${letter}\\b`, 'g'), `area-${site.failureDomain}`],
      [new RegExp(`\\bin-${letter}\\b`, 'g'), `in-${site.name}`],
      [new RegExp(`Site ${upper}\\b`, 'g'), site.title.en],
      [new RegExp(`City ${upper}\\b`, 'g'), site.failureDomain],
      [new RegExp(`사이트 ${KOREAN[index]}`, 'g'), site.title.ko],
      [new RegExp(`도시 ${KOREAN[index]}`, 'g'), site.failureDomain],
    ];
  });
  return template.map((file) => ({
    path: `inventory/${file.name}`,
    text: names.reduce(
      (text, [from, to]) => text.replaceAll(from, () => to),
      file.text.replaceAll('amends-three-sites', name),
    ),
  }));
}
