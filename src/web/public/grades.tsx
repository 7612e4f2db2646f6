import type { FC } from 'hono/jsx';
import type { Incident } from '../../incident/index.ts';
import type { Locale } from './public-layout.tsx';

/** How bad an incident is and, until it is closed, how far its handling is, as the operator calls it. */
export const Grades: FC<{
  incident: Pick<Incident, 'state' | 'severity' | 'phase'>;
  locale: Locale;
}> = ({ incident, locale }) => {
  const { severity, phase, state } = incident;
  const shown = [severity, state === 'closed' ? undefined : phase].filter(
    (grade) => grade !== undefined,
  );
  return (
    <>
      {shown.map(({ titles }) => (
        <>
          <span class="state">{titles[locale]}</span>{' '}
        </>
      ))}
    </>
  );
};
