import type { FC } from 'hono/jsx';
import { type Locale, localized, PublicLayout, publicWords } from '../public-layout.tsx';
import { renderCount, renderShown } from '../shown-counts.ts';
import type { ClaimMap, ShownCell } from './claim-map.ts';

export interface ClaimMapPageProps {
  readonly locale: Locale;
  readonly slug: string;
  readonly incidentTitle: string;
  readonly zone: string;
  readonly map: ClaimMap;
  readonly nameOf: (service: string) => string;
}

function renderCell({ shown }: ShownCell, locale: Locale): string {
  if (shown.kind === 'exact' && shown.count === 0n) return '·';
  if (shown.kind === 'at_least') return `≥${renderCount(shown.count, locale)}`;
  return renderShown(shown, locale);
}

const Table: FC<ClaimMapPageProps> = ({ locale, map, nameOf }) => {
  const words = publicWords(locale).claimMap;
  const byDay = map.days.map((on) => map.cells.filter((cell) => cell.on === on));
  return (
    <section class="scroll wide" tabindex={0} aria-label={words.caption}>
      <table class="heat">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {map.services.map((service) => (
              <th scope="col" class="n" key={service}>
                {nameOf(service)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byDay.map((cells) => (
            <tr key={cells[0]?.on}>
              <th scope="row">{cells[0]?.on}</th>
              {cells.map((cell) => (
                <td class={`n h${cell.heat}`} key={cell.service}>
                  {renderCell(cell, locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** Shows how many claims came on which day about which service, the darker the more. */
export const ClaimMapPage: FC<ClaimMapPageProps> = (props) => {
  const { locale, slug, incidentTitle, zone, map } = props;
  const words = publicWords(locale).claimMap;
  const path = `/public/${slug}/claims`;
  return (
    <PublicLayout locale={locale} title={`${words.title}: ${incidentTitle}`} path={path}>
      <h1>{words.title}</h1>
      <p>
        <a href={localized(`/public/${slug}`, locale)}>{incidentTitle}</a>
      </p>
      <p>{words.lead(zone)}</p>
      {map.days.length === 0 ? <p>{words.none}</p> : <p class="soft aside">{words.aside}</p>}
      {map.days.length === 0 ? null : <Table {...props} />}
      <p class="soft">{words.hidden}</p>
      <p>
        <a href={localized(`${path}.csv`, locale)}>{words.csv}</a>
      </p>
      <p class="soft">
        {words.programs} <a href="/open311/v2/discovery.json">Open311 GeoReport v2</a>
      </p>
    </PublicLayout>
  );
};
