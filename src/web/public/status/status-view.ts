import type { Impact } from '../../../incident/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import type { Locale } from '../public-layout.tsx';
import {
  type Brand,
  type BrandComponent,
  type BrandGroup,
  componentsOfBrand,
  isPartOf,
} from './brand.ts';
import { assessHistory, type ComponentHistory } from './history.ts';
import { serviceTitle } from './service-title.ts';

/** One line of the page. */
export interface ShownComponent extends BrandComponent, ComponentHistory {}

/** Lines under a heading, with the worst state among them. */
export interface ShownGroup {
  readonly titles: BrandGroup['titles'];
  readonly now: ComponentHistory['now'];
  readonly components: readonly ShownComponent[];
  readonly groups: readonly ShownGroup[];
}

/** Everything a status page shows. */
export interface StatusView {
  readonly brand: Brand;
  readonly at: Instant;
  readonly now: ComponentHistory['now'];
  readonly groups: readonly ShownGroup[];
  /** those that touch the page: open ones first, then the latest */
  readonly incidents: readonly PublicIncident[];
}

const rank = { operational: 0, degraded: 1, down: 2 } as const;

/** Gives the worst of states; operational when there is none. */
export function worstOf(states: readonly ComponentHistory['now'][]): ComponentHistory['now'] {
  return states.reduce(
    (worst, state) => (rank[state] > rank[worst] ? state : worst),
    'operational',
  );
}

function showGroup(
  group: BrandGroup,
  given: { impacts: readonly Impact[]; zone: string; now: Instant },
): ShownGroup {
  const components = group.components.map((component) => {
    const own = given.impacts.filter((impact) => isPartOf(component, impact));
    return { ...component, ...assessHistory(own, given) };
  });
  const groups = group.groups.map((one) => showGroup(one, given));
  const now = worstOf([...components, ...groups].map((one) => one.now));
  return { titles: group.titles, now, components, groups };
}

/** What the page of an installation without any configured is called, and its last group. */
export interface DefaultTitles {
  readonly site: Brand['titles'];
  readonly other: Brand['titles'];
}

/**
 * The page of an installation without any configured: every function that was ever affected, by
 * service; services with one function stand together at the end.
 */
export function defaultBrand(incidents: readonly PublicIncident[], titles: DefaultTitles): Brand {
  const services = new Map<string, Map<string, BrandComponent>>();
  for (const { service, function: name, titles } of incidents.flatMap(
    ({ incident }) => incident.functions,
  )) {
    const own = services.get(service) ?? new Map<string, BrandComponent>();
    const id = `${service}.${name}`;
    if (!own.has(id)) own.set(id, { id, titles });
    services.set(service, own);
  }
  const all = [...services].map(([service, own]) => ({ service, components: [...own.values()] }));
  const single = all.filter(({ components }) => components.length === 1);
  const groups = all.filter((one) => !single.includes(one));
  const others = single.flatMap(({ components }) => components);
  return {
    ...{ id: 'all', titles: titles.site, hosts: [], isPrivate: false },
    zone: incidents[0]?.incident.zone ?? 'Asia/Seoul',
    groups: [
      ...groups.map(({ service, components }) => ({
        titles: serviceTitle(
          service,
          components.map((one) => one.titles),
        ),
        ...{ components, groups: [] },
      })),
      ...(others.length === 0 ? [] : [{ titles: titles.other, components: others, groups: [] }]),
    ],
  };
}

/** Leaves the incidents that touch a page, and of them what touches it. */
export function incidentsOfBrand(
  brand: Brand,
  incidents: readonly PublicIncident[],
): readonly PublicIncident[] {
  const components = componentsOfBrand(brand);
  const isOwn = (place: { service: string; function: string }): boolean =>
    components.some((component) => isPartOf(component, place));
  return incidents
    .filter(({ incident }) => incident.functions.some(isOwn))
    .map((one) => ({
      ...one,
      incident: { ...one.incident, functions: one.incident.functions.filter(isOwn) },
      impacts: one.impacts.filter(isOwn),
    }));
}

/** Works out everything a status page shows. */
export function assessStatus(
  brand: Brand,
  all: readonly PublicIncident[],
  at: Instant,
): StatusView {
  const own = incidentsOfBrand(brand, all);
  const given = { impacts: own.flatMap(({ impacts }) => impacts), zone: brand.zone, now: at };
  const groups = brand.groups.map((group) => showGroup(group, given));
  const isOpen = ({ incident }: PublicIncident): number => (incident.state === 'open' ? 1 : 0);
  const incidents = own.toSorted(
    (left, right) =>
      isOpen(right) - isOpen(left) || right.incident.openedAt - left.incident.openedAt,
  );
  return { brand, at, now: worstOf(groups.map((group) => group.now)), groups, incidents };
}

/** Gives the share of uptime as people read it: two decimals, rounded down. */
export function renderUptime(millionths: number, locale: Locale): string {
  const hundredths = Math.floor(millionths / 100);
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(hundredths / 10_000);
}
