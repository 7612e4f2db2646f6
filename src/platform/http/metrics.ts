import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type BackupSchedule, readBackupMark } from '../backup/backup-mark.ts';
import { sql } from '../database.ts';
import type { Platform } from '../platform.ts';

/** The Prometheus metrics of one process. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly problems: Counter<'status'>;
}

/** Builds the metrics; the outbox backlog is read from the database at each scrape. */
export function createMetrics(platform: Platform): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requestSeconds = new Histogram({
    name: 'amends_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const problems = new Counter({
    name: 'amends_problems_total',
    help: 'Problem documents answered, by HTTP status.',
    labelNames: ['status'] as const,
    registers: [registry],
  });
  const answers = new Gauge({
    name: 'amends_database_answers',
    help: '1 when the database answered this scrape, 0 when it did not and the backlog is left out.',
    registers: [registry],
  });
  new Gauge({
    name: 'amends_outbox_waiting',
    help: 'Events that a consumer has not consumed yet; failed tries are counted apart.',
    labelNames: ['consumer', 'state'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      // Without the database the rest is still told: a node that gives tickets is not a dead one.
      const backlogs = await readBacklogs(platform).catch(() => undefined);
      answers.set(backlogs === undefined ? 0 : 1);
      for (const { consumer, waiting, failed } of backlogs ?? []) {
        this.set({ consumer, state: 'waiting' }, Number(waiting));
        this.set({ consumer, state: 'failed' }, Number(failed));
      }
    },
  });
  if (platform.config.backup !== undefined) addBackup(registry, platform.config.backup);
  return { registry, requestSeconds, problems };
}

/** Tells when the last good backup was; nought where there is none, so that it is as late as can be. */
function addBackup(registry: Registry, { markFile, lateHours }: BackupSchedule): void {
  new Gauge({
    name: 'amends_backup_last_success_timestamp_seconds',
    help: 'When the last good backup kept here was whole, in seconds since 1970; 0 when none is noted.',
    registers: [registry],
    async collect() {
      const last = await readBackupMark(markFile).catch(() => undefined);
      this.set(last === undefined ? 0 : Math.floor(last / 1000));
    },
  });
  new Gauge({
    name: 'amends_backup_late_after_seconds',
    help: 'How old the last good backup may be by its schedule.',
    registers: [registry],
  }).set(lateHours * 3600);
}

interface Backlog {
  readonly consumer: string;
  readonly waiting: bigint;
  readonly failed: bigint;
}

async function readBacklogs({ db }: Platform): Promise<readonly Backlog[]> {
  const { rows } = await sql<Backlog>`
    select consumer, count(*) filter (where attempt_count = 0) as waiting,
      count(*) filter (where attempt_count > 0) as failed
    from platform.delivery group by consumer`.execute(db);
  return rows;
}
