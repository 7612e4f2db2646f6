import { Gauge } from 'prom-client';
import { type Context, type Metrics, type Platform, systemActor } from '../../platform/index.ts';
import { loadHead, loadLatestCheckpoint } from '../queries.ts';

/**
 * Adds how far the log is and whether it is frozen to the metrics of a process, read at each scrape:
 * what an alarm watches. A log whose entries and signatures are far apart, or that is frozen, is not
 * signed any more.
 */
export function addLogMetrics(metrics: Pick<Metrics, 'registry'>, platform: Platform): void {
  const registers = [metrics.registry];
  const read = <T>(work: (ctx: Context) => Promise<T>): Promise<T> =>
    work(platform.context({ actor: systemActor }));
  new Gauge({
    ...{ name: 'amends_log_entries', registers },
    help: 'Entries of the transparency log, recorded and signed.',
    labelNames: ['state'] as const,
    async collect() {
      const { head, checkpoint } = await read((ctx) =>
        ctx.read(async (tx) => ({
          head: await loadHead(tx),
          checkpoint: await loadLatestCheckpoint(tx),
        })),
      );
      this.set({ state: 'recorded' }, head.size);
      this.set({ state: 'signed' }, checkpoint?.size ?? 0);
    },
  });
  new Gauge({
    ...{ name: 'amends_log_frozen', registers },
    help: '1 when the log differs from what was signed and is not signed any more, else 0.',
    async collect() {
      const head = await read((ctx) => ctx.read((tx) => loadHead(tx)));
      this.set(head.frozenCode === undefined ? 0 : 1);
    },
  });
}
