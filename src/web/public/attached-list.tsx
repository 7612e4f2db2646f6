import type { FC } from 'hono/jsx';
import { type Locale, publicWords } from './public-layout.tsx';

/** A document as a list of them names it. */
interface Attached {
  readonly filename: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly sha256: string;
}

const kinds: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'text/csv': 'CSV',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
};

/** The size as people read it, rounded up: in KB below a megabyte. */
function sizeText(byteCount: number): string {
  const kilobytes = Math.ceil(byteCount / 1000);
  return kilobytes < 1000
    ? `${kilobytes} KB`
    : `${(Math.ceil(kilobytes / 100) / 10).toFixed(1)} MB`;
}

/** The documents of one entry of the timeline, each with its kind and size. */
export const AttachedList: FC<{
  attachments: readonly Attached[];
  locale: Locale;
  addressOf: (attached: Attached) => string;
}> = ({ attachments, locale, addressOf }) =>
  attachments.length === 0 ? null : (
    <p>
      {publicWords(locale).attached}{' '}
      {attachments.map((one, at) => (
        <>
          {at === 0 ? null : ', '}
          <a href={addressOf(one)}>{one.filename}</a>{' '}
          <span class="soft">{`(${kinds[one.mediaType] ?? one.mediaType}, ${sizeText(one.byteCount)})`}</span>
        </>
      ))}
    </p>
  );
