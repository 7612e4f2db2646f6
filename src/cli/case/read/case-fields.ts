import { z } from 'zod';
import {
  type Instant,
  isZone,
  parseCurrency,
  parseInstant,
  parseLocalDate,
  parseRational,
  type Rational,
} from '../../../kernel/index.ts';

/** A snake_case word. */
export const codeField = z.string().regex(/^[a-z][a-z0-9_]*$/);

/** Text in Korean and English. */
export const titlesField = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });

/** Numbers of sources.yaml. */
export const sourcesField = z.array(z.int().positive());

/** A whole number of at least zero. */
export const countField = z.int().min(0);

function parsed<T>(parse: (text: string) => T | undefined, expected: string) {
  return z.string().transform((text, ctx): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    ctx.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** An instant with its offset. */
export const instantField = parsed(
  parseInstant,
  'an instant with its offset, as 2022-10-15T15:30:00+09:00',
);

/** An instant with its offset, kept as the text it was written as. */
export const instantTextField = parsed(
  (text) => (parseInstant(text) === undefined ? undefined : text),
  'an instant with its offset, as 2022-10-15T15:30:00+09:00',
);

/** A calendar date. */
export const dateField = parsed(parseLocalDate, 'a date that exists, as 2022-10-15');

/** An IANA time zone. */
export const zoneField = parsed(
  (text) => (isZone(text) ? text : undefined),
  'an IANA time zone, as Asia/Seoul',
);

/** An ISO 4217 currency. */
export const currencyField = parsed(parseCurrency, 'an ISO 4217 currency, as KRW');

/** An exact number, as text ('3/10') or as a whole number. */
export const rationalField = z.union([z.string(), z.int()]).transform((value, ctx): Rational => {
  const exact = parseRational(String(value));
  if (exact !== undefined) return exact;
  ctx.addIssue({ code: 'custom', message: 'an exact number, as 3/10 or 0.3' });
  return z.NEVER;
});

const precisions = ['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned'] as const;

/** How sure a stated instant is. */
export type StatedPrecision = (typeof precisions)[number];

/** An instant and how sure it is, as '2022-10-16T08:00:00+09:00 no_later_than'. */
export const statedInstantField = parsed(
  (text): { at: Instant; precision: StatedPrecision } | undefined => {
    const [instantText = '', word = 'exact', ...rest] = text.split(' ');
    const at = parseInstant(instantText);
    const precision = precisions.find((known) => known === word);
    return at === undefined || precision === undefined || rest.length > 0
      ? undefined
      : { at, precision };
  },
  `an instant with its offset and one of ${precisions.join(', ')}, as 2022-10-16T08:00:00+09:00 no_later_than`,
);

/** A service and one of its functions, as 'kakaotalk/media'. */
export const functionField = parsed((text): { service: string; function: string } | undefined => {
  const match = /^([a-z][a-z0-9_]*)\/([a-z][a-z0-9_]*)$/.exec(text);
  const [, service, name] = match ?? [];
  return service === undefined || name === undefined ? undefined : { service, function: name };
}, 'a service and a function, as kakaotalk/media');
