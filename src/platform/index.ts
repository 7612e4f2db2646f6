// biome-ignore-all format: the door is read as a table of names, several to a line

export { clockNow, newUuid } from './clock.ts';
export { type Config, findProjectDir, loadConfig } from './config.ts';
export { type Context, recordAudit, systemActor } from './context.ts';
export { createSigner, createVault, type Signer, sha256, type Vault } from './crypto.ts';
export { type Database, openDatabase, sql, type Tx } from './database.ts';
export { authRoutes, contextOfRequest } from './http/auth-routes.ts';
export { healthRoutes } from './http/health-routes.ts';
export { type Answer, type AppEnv, answer, createApi, createApp, type HttpParts, problem, toJson } from './http/http.ts';
export { createMetrics, type Metrics } from './http/metrics.ts';
export { type HttpServer, listen } from './http/server.ts';
export type { Log } from './log.ts';
export { migrate, readMigrations } from './migrations.ts';
export {
  type Consumer, consumeOnce, drainOutbox, listFailedDeliveries, type OutboxEvent, publishEvents, runOutbox,
  subscribeConsumers,
} from './outbox.ts';
export { type Actor, hasPermission, type Permission, type Role, requirePermission, roles } from './permissions.ts';
export { openPlatform, type Platform } from './platform.ts';
export { PlatformError } from './platform-error.ts';
export { type EmbeddedPostgres, holdEmbeddedPostgres } from './postgres/embedded-postgres.ts';
export {
  addStaff, disableStaff, findSessionActor, issueOneTimePassword, listStaff, type PasswordRefusal,type SignInRefusal, type StaffMember,
  setOwnPassword, signIn, signOut, 
} from './staff.ts';
export { isStepDone, runStep } from './step.ts';
