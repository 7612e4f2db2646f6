import type { ConsoleMessages } from '../../../messages/console.ts';

/** Gives what an entry holds beside its action as one line: the purpose of a reading in words. */
export function describeDetails(details: unknown, words: ConsoleMessages): string {
  if (typeof details !== 'object' || details === null) return '';
  const purposes: Readonly<Record<string, string>> = words.desk.purposes;
  return Object.entries(details)
    .map(([name, value]) => {
      if (name === 'purpose') return purposes[String(value)] ?? String(value);
      if (Array.isArray(value)) {
        const shown = value.slice(0, 5).map(String).join(', ');
        return `${name}: ${value.length > 5 ? `${shown} … (${value.length})` : shown}`;
      }
      return `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
    })
    .join(' · ');
}
