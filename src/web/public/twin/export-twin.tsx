import { renderNoteKey } from '../../../disclosure/index.ts';
import type { Context } from '../../../platform/index.ts';
import { loadPublicIncidents } from '../feeds/load-source.ts';
import type { Locale } from '../public-layout.tsx';
import { exportReport, listLog, type StaticFile } from '../report/static-report.tsx';
import type { Brand } from '../status/brand.ts';
import { renderTwin } from '../status/render-twin.tsx';
import { NoticesPage, noticesName } from './notices.page.tsx';

/** What a copy holds. */
export interface Twin {
  readonly fileCount: number;
  /** The short names of incidents whose report is in it. */
  readonly reported: readonly string[];
  /** Those without a published report, or whose report is in no signed log yet. */
  readonly unreported: readonly string[];
}

const locales: readonly Locale[] = ['ko', 'en'];

/**
 * Gives everything the public may read as files that any web server can serve: status pages and feeds,
 * notices, the report of each incident, and the transparency log under the paths its clients read.
 *
 * @param given.address where the copy will be reached, without a slash at the end
 * @param given.write takes one file after another
 */
export async function exportTwin(
  ctx: Context,
  given: {
    readonly address: string;
    readonly brand: Brand | undefined;
    readonly write: (file: StaticFile) => Promise<void>;
  },
): Promise<Twin> {
  let fileCount = 0;
  const write = async (file: StaticFile): Promise<void> => {
    await given.write(file);
    fileCount += 1;
  };
  const incidents = await loadPublicIncidents(ctx);
  const { address, brand } = given;
  const accountOf = (slug: string, locale: Locale): string => `${noticesName(locale)}#${slug}`;
  const status = { now: ctx.now, address, brand, accountOf };
  for (const { path, text } of await renderTwin(incidents, status)) {
    await write({ path, bytes: text });
  }
  const reported: string[] = [];
  const unreported: string[] = [];
  for (const { incident } of incidents) {
    const { slug } = incident;
    const exported = await exportReport(ctx, {
      slug,
      write: ({ path, bytes }) => write({ path: `report/${slug}/${path}`, bytes }),
    });
    (exported.ok ? reported : unreported).push(slug);
  }
  for (const locale of locales) {
    const view = { incidents, reported, copiedAt: ctx.now, locale };
    const page = `<!doctype html>${String(await (<NoticesPage view={view} />))}\n`;
    await write({ path: noticesName(locale), bytes: page });
  }
  await write({ path: 'key.txt', bytes: `${renderNoteKey(ctx.signer)}\n` });
  await ctx.read(async (tx) => {
    for await (const file of listLog(tx)) await write(file);
  });
  return { fileCount, reported, unreported };
}
