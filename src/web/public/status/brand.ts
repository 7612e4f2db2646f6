import { z } from 'zod';
import { accept, type Outcome, refuse } from '../../../kernel/index.ts';

/** A text in both languages. */
interface Titles {
  readonly ko: string;
  readonly en: string;
}

/** One line of a status page: a function as `service.function`, or a whole service. */
export interface BrandComponent {
  readonly id: string;
  readonly titles: Titles;
}

/** Components under a heading; groups may stand in groups. */
export interface BrandGroup {
  readonly titles: Titles;
  readonly components: readonly BrandComponent[];
  readonly groups: readonly BrandGroup[];
}

/** One status page: under which names it is reached, for whom, and what stands on it. */
export interface Brand {
  readonly id: string;
  readonly titles: Titles;
  /** names it is served under, in small letters, without a port */
  readonly hosts: readonly string[];
  /** only for members of staff who are signed in */
  readonly isPrivate: boolean;
  readonly zone: string;
  readonly groups: readonly BrandGroup[];
}

const titles = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
const componentId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, 'a service, or service.function');
const component = z.strictObject({ id: componentId, titles });
const group: z.ZodType<BrandGroup> = z.lazy(() =>
  z.strictObject({
    titles,
    components: z.array(component).default([]),
    groups: z.array(group).default([]),
  }),
);
const brand = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and -'),
  titles,
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+$/, 'a name such as status.example.org, in small letters'))
    .default([]),
  isPrivate: z.boolean().default(false),
  zone: z.string().default('Asia/Seoul'),
  groups: z.array(group).min(1),
});
const file = z.strictObject({ brands: z.array(brand).min(1) });

const depthMax = 5;

function depthOf({ groups }: BrandGroup): number {
  return 1 + Math.max(0, ...groups.map(depthOf));
}

export type BrandsRefusal = {
  readonly code: 'brands_unreadable';
  readonly findings: readonly string[];
};

/**
 * Reads the status pages of an installation, as data.
 *
 * Ids and host names are each used once; groups stand in groups at most five deep.
 */
export function parseBrands(data: unknown): Outcome<readonly Brand[], BrandsRefusal> {
  const parsed = file.safeParse(data);
  if (!parsed.success) {
    const findings = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    );
    return refuse({ code: 'brands_unreadable', findings });
  }
  const { brands } = parsed.data;
  const names = [...brands.map(({ id }) => `id ${id}`), ...brands.flatMap(hostsOf)];
  const findings = [
    ...names
      .filter((name, at) => names.indexOf(name) !== at)
      .map((name) => `${name}: it is used twice; each is used once`),
    ...brands
      .filter(({ groups }) => groups.some((one) => depthOf(one) > depthMax))
      .map(({ id }) => `${id}: groups stand ${depthMax} deep at most`),
  ];
  return findings.length > 0 ? refuse({ code: 'brands_unreadable', findings }) : accept(brands);
}

function hostsOf({ hosts }: Pick<Brand, 'hosts'>): string[] {
  return hosts.map((host) => `host ${host}`);
}

/** Finds the status page a host name belongs to. */
export function brandOfHost(brands: readonly Brand[], host: string | undefined): Brand | undefined {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
  return brands.find(({ hosts }) => hosts.includes(name));
}

/** Lists every component of a page, in the order they stand. */
export function componentsOfBrand(brand: Pick<Brand, 'groups'>): readonly BrandComponent[] {
  const ofGroup = ({ components, groups }: BrandGroup): readonly BrandComponent[] => [
    ...components,
    ...groups.flatMap(ofGroup),
  ];
  return brand.groups.flatMap(ofGroup);
}

/** Tells whether a function belongs to a component, which may be its whole service. */
export function isPartOf(
  component: Pick<BrandComponent, 'id'>,
  place: { readonly service: string; readonly function: string },
): boolean {
  return component.id === place.service || component.id === `${place.service}.${place.function}`;
}
