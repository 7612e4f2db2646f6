import type { Instant } from '../kernel/index.ts';
import type { Config } from './config.ts';
import { type Context, createContext } from './context.ts';
import { createSigner, createVault, type Signer, type Vault } from './crypto.ts';
import { type Database, openDatabase } from './database.ts';
import { type EpochGate, openEpochGate } from './epoch/epoch.ts';
import { type KeyProvider, type Keys, loadKeys } from './keys.ts';
import { type Log, openLog } from './log.ts';
import { type Outside, openOutside } from './outside/outside.ts';
import type { Actor } from './permissions.ts';

/** What another thread of the process opens the same platform with, its keys among it. */
export interface PlatformParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly keys: Keys;
  /** The time of a platform whose clock stands still. */
  readonly now?: Instant;
}

/** The ground every room stands on; one per thread and database. */
export interface Platform {
  readonly db: Database;
  readonly config: Config;
  readonly vault: Vault;
  readonly signer: Signer;
  readonly log: Log;
  /** Gives what {@link openPlatform} opens the same platform with in another thread. */
  parts(): PlatformParts;
  /**
   * Builds a command's context. `randomBytes` replaces chance where a run must give the same
   * result again, as the replay of a case must.
   */
  context(options: {
    actor: Actor;
    now?: Instant;
    requestId?: string;
    address?: string | undefined;
    confirmedAt?: Instant | null | undefined;
    randomBytes?: (count: number) => Uint8Array;
  }): Context;
  close(): Promise<void>;
}

/** Messages and web hooks go out only from the installation that may send; see `EpochGate`. */
function guardCourier(outside: Outside, epochGate: EpochGate): Outside {
  const { courier, post } = outside;
  const guarded: Pick<Outside, 'courier' | 'post'> = {
    courier: {
      isTrial: courier.isTrial,
      reaches: (to) => courier.reaches(to),
      async send(message) {
        await epochGate.demand();
        await courier.send(message);
      },
    },
    async post(...sent) {
      await epochGate.demand();
      return post(...sent);
    },
  };
  // Laid over what was given, whose other ways may change while it runs.
  return Object.assign(Object.create(outside) as Outside, guarded);
}

/** Opens the platform on a database that is already running and migrated. */
export async function openPlatform(options: {
  config: Config;
  databaseUrl: string;
  poolMax?: number;
  now?: Instant;
  /** Replaces the configured ways to the outside. */
  outside?: Outside;
  /** Another source of keys than the files of the data folder. */
  keyProvider?: KeyProvider;
}): Promise<Platform> {
  const { config, databaseUrl } = options;
  const files: KeyProvider = { loadKeys: () => loadKeys(config.dataDir) };
  const keys = await (options.keyProvider ?? files).loadKeys();
  const log = openLog(config.logLevel);
  const vault = createVault(keys.master, keys.earlierMasters);
  const name = config.logOrigin;
  const earlier = (keys.earlierLogSeeds ?? []).map((seed) => createSigner({ name, seed }));
  const signer: Signer = { ...createSigner({ name, seed: keys.logSeed }), earlier };
  const db = openDatabase({
    url: databaseUrl,
    ...(options.poolMax === undefined ? {} : { poolMax: options.poolMax }),
  });
  const epochGate = openEpochGate(db, config.dataDir);
  const outside = guardCourier(
    options.outside ?? openOutside(config.outside, config.dataDir),
    epochGate,
  );
  return {
    db,
    config,
    vault,
    signer,
    log,
    parts: () => ({
      config,
      databaseUrl,
      keys,
      ...(options.now === undefined ? {} : { now: options.now }),
    }),
    context: (asked) =>
      createContext({
        db,
        vault,
        signer,
        log,
        outside,
        epochGate,
        ...(options.now === undefined ? {} : { now: options.now }),
        ...asked,
      }),
    close: () => db.destroy(),
  };
}
