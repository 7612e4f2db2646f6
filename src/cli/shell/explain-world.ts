import {
  type Config,
  diskFull,
  explainDatabaseFailure,
  isDiskFull,
  isFolderFull,
  PlatformError,
  renderPlace,
} from '../../platform/index.ts';

/**
 * Says what an error of the disk or the database means for this installation; others stay as they
 * are. A server of our own that died on a full disk only shows in the space that is left.
 */
export function explainWorld(config: Config, error: unknown): unknown {
  const { dataDir, databaseUrl } = config;
  const place = databaseUrl === undefined ? undefined : renderPlace(databaseUrl);
  const failure = explainDatabaseFailure(error, place) ?? error;
  const code = failure instanceof PlatformError ? failure.code : undefined;
  const isOurs = databaseUrl === undefined;
  if (isOurs && code === 'database_unreachable' && isFolderFull(dataDir)) {
    return diskFull(dataDir, error);
  }
  return isOurs && isDiskFull(error) ? diskFull(dataDir, error) : failure;
}
