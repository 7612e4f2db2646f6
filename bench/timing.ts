import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findClaimByNumber } from '../src/claims/index.ts';
import { addMs, claimNumber, uuidV7 } from '../src/kernel/index.ts';
import {
  type Context,
  findProjectDir,
  holdEmbeddedPostgres,
  loadConfig,
  migrate,
  openPlatform,
  type Platform,
  sql,
  systemActor,
} from '../src/platform/index.ts';
import { compareTimes, type TimesCompared } from './compare-times.ts';
import type { Figure } from './measure.ts';
import { withDataDir } from './server.ts';

// Does the time of an answer tell whether a claim is there? Each way of asking is tried with numbers
// that claims have and with numbers that none has, in turn, with a secret that is always wrong.

const incidentId = uuidV7({ atMs: 1_666_000_000_000, random: new Uint8Array(10) });
const claimCount = 500;

const randomOf = (what: string, index: number): Uint8Array =>
  createHash('sha256').update(`${what} ${index}`).digest();
const numberOf = (what: string, index: number): string =>
  claimNumber(randomOf(what, index).subarray(0, 6));

async function seed({ db, vault }: Platform): Promise<void> {
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'bench', '측정', 'Bench', 'Asia/Seoul', now())`.execute(db);
  await sql`insert into claims.questionnaire values (${incidentId}, 1, 'bench', '{}',
    sha256('bench'), 'bench', now())`.execute(db);
  const plaintext = Buffer.from(JSON.stringify({ contact: '010-1234-5678' }));
  for (let index = 0; index < claimCount; index += 1) {
    const salt = Buffer.from(randomOf('salt', index));
    const id = uuidV7({ atMs: 1_666_000_000_000, random: salt.subarray(0, 10) });
    const personal = Buffer.from(vault.encrypt({ salt, plaintext }));
    await sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
        party_class, category, kind, service, function_name, currency, answers, state,
        submitted_at, recorded_at, event_count, commitment, content_hash, salt, key_salt, personal)
      values (${id}, ${numberOf('filed', index)}, ${incidentId}, 1, 'portal', 'small_business',
        'kakao', 'free_with_loss', 'talk', 'main', 'KRW', '{}', 'submitted', now(), now(), 1,
        ${salt}, ${salt}, ${salt}, ${salt}, ${personal})`.execute(db);
  }
  await sql`analyze`.execute(db);
}

/** Somebody who asks an hour after whoever asked before, so that nobody waits for an earlier guess. */
function asker(platform: Platform): () => Context {
  let count = 0;
  const start = platform.context({ actor: systemActor }).now;
  return () => {
    count += 1;
    const actor = { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] } as const;
    const now = addMs(start, count * 3_600_000);
    return { ...platform.context({ actor, now }), address: '198.18.0.1' };
  };
}

async function sample(
  sampleCount: number,
  ask: (number: string) => Promise<unknown>,
): Promise<TimesCompared> {
  const times: { filed: number[]; absent: number[] } = { filed: [], absent: [] };
  for (let index = 0; index < sampleCount; index += 1) {
    // The order within a pair changes, so that being second is no mark of either.
    for (const what of index % 2 === 0
      ? (['filed', 'absent'] as const)
      : (['absent', 'filed'] as const)) {
      const number = numberOf(what, index % claimCount);
      const startedAt = performance.now();
      await ask(number);
      times[what].push(performance.now() - startedAt);
    }
  }
  return compareTimes(times.filed, times.absent);
}

const toFigure = (name: string, { t, medianRatio }: TimesCompared): readonly Figure[] => {
  const ofTimes = {
    unit: '|t|',
    peer: 'the most at which they are alike',
    peerValue: 4.5,
    runs: 1,
  };
  const apart = Math.abs(medianRatio - 1) * 100;
  const medians = {
    unit: '% apart',
    peer: 'the most at which they are alike',
    peerValue: 2,
    runs: 1,
  };
  return [
    { name: `timing, ${name}, Welch`, value: Math.abs(t), ratio: Math.abs(t) / 4.5, ...ofTimes },
    { name: `timing, ${name}, medians`, value: apart, ratio: apart / 2, ...medians },
  ];
};

async function measure(platform: Platform, sampleCount: number): Promise<readonly Figure[]> {
  await seed(platform);
  const next = asker(platform);
  const ways = {
    'a wrong contact': (number: string) =>
      findClaimByNumber(next(), { number, contact: '010-9999-9999' }),
    'a wrong token': (number: string) =>
      findClaimByNumber(next(), { number, token: 'x'.repeat(24) }),
  };
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(ways)) {
    await sample(Math.min(300, sampleCount), ask);
    figures.push(...toFigure(name, await sample(sampleCount, ask)));
  }
  return figures;
}

/**
 * Whether look-ups of claims that are there and of claims that are not take the same time: Welch's t
 * of both, above 4.5 when they can be told apart, and how far their medians are from each other.
 *
 * @source O. Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", DATE 2017
 */
export async function benchTiming(sampleCount = 10_000): Promise<Figure> {
  return withDataDir(async (dataDir) => {
    const server = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
    const config = { ...loadConfig({ AMENDS_DATA_DIR: dataDir }), projectDir: findProjectDir() };
    const platform = await openPlatform({ config, databaseUrl: server.url('postgres') });
    try {
      await migrate(platform.db, join(findProjectDir(), 'sql', 'migrations'));
      const [first, ...also] = await measure(platform, sampleCount);
      if (first === undefined) throw new Error('nothing was measured');
      return { ...first, also };
    } finally {
      await platform.close();
      await server.release();
    }
  });
}
