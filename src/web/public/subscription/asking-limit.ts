import { accept, type Instant, type Outcome, refuse } from '../../../kernel/index.ts';

/** How often one place on the network may ask for a confirmation in an hour. */
export const askingsMax = 20;

const hourMs = 3_600_000;
const placesMax = 10_000;

export interface AskingRefusal {
  readonly code: 'confirmation_too_often';
  readonly waitSeconds: number;
}

/** A household or a machine has a whole /64 of IPv6, so that stands for one place. @source RFC 6177, section 2 */
function placeOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/**
 * Opens a limit for requests to be told, which make the platform write to contacts that only the asker
 * named: one place may ask {@link askingsMax} times in an hour. Kept in this process and nowhere else.
 *
 * @returns what decides one request: accepted and counted, or refused with the seconds to wait. A request
 *   whose address is not known is not counted.
 */
export function openAskingLimit(): (asked: {
  readonly address: string | undefined;
  readonly now: Instant;
}) => Outcome<null, AskingRefusal> {
  const places = new Map<string, { readonly since: number; count: number }>();
  return ({ address, now }) => {
    if (address === undefined) return accept(null);
    const place = placeOf(address);
    const known = places.get(place);
    if (known === undefined || now - known.since >= hourMs) {
      places.delete(place);
      const [oldest] = places.keys();
      if (places.size >= placesMax && oldest !== undefined) places.delete(oldest);
      places.set(place, { since: now, count: 1 });
      return accept(null);
    }
    if (known.count >= askingsMax) {
      const waitSeconds = Math.ceil((known.since + hourMs - now) / 1000);
      return refuse({ code: 'confirmation_too_often', waitSeconds });
    }
    known.count += 1;
    return accept(null);
  };
}
