// biome-ignore-all format: the door is read as a table of names, several to a line

export { clockNow, newUuid } from './clock.ts';
export { type Config, findProjectDir, type Help, loadConfig } from './config.ts';
export { type Context, recordAudit, recordAudits, systemActor } from './context.ts';
export { createSigner, createVault, type Signer, sha256, type Vault } from './crypto.ts';
export { readDataFile } from './data-file.ts';
export { diskFull, freeBytesAt, freeBytesMin, isDiskFull, isFolderFull, makeFolder, renderBytes } from './data-folder.ts';
export { type Database, openDatabase, prepared, sql, type Tx } from './database.ts';
export { explainDatabaseFailure, renderPlace } from './database-failure.ts';
export { claimFirstEpoch, closeRestored, type Epoch, findEpoch, openEpochGate, takeOver } from './epoch/epoch.ts';
export { auditRoutes } from './http/audit-routes.ts';
export { addressOfVisitor, authRoutes, contextOfRequest, contextOfVisitor, endSession, isHttps, replaceSession } from './http/auth-routes.ts';
export { healthRoutes } from './http/health-routes.ts';
export { type HotAnswer, type HotLane, type HotRoute, type HotVisit, openHotLane, readHotJson } from './http/hot-lane.ts';
export { type AppEnv, answer, createApi, createApp, type HttpParts, toJson } from './http/http.ts';
export { limitBody } from './http/json-body.ts';
export { createMetrics, type Metrics } from './http/metrics.ts';
export { absentField, optionalField, sentObject } from './http/optional-field.ts';
export { type Answer, problem } from './http/problem.ts';
export { jsonBody, jsonResponse, problemResponses, problemSchema } from './http/problem-schema.ts';
export { type HttpServer, listen, probeAddress } from './http/server.ts';
export { renderTextCell, spreadsheetCells } from './http/spreadsheet-cell.ts';
export { staffRoutes } from './http/staff-routes.ts';
export { loadWitnessSeed, retireLogKey } from './keys.ts';
export { type Log, openLog } from './log.ts';
export { migrate, readMigrations } from './migrations.ts';
export {
  type Consumer, consumeOnce, countDeliveries, drainOutbox, listFailedDeliveries, listHeardTypes, type OutboxEvent,
  publishEvents, publishing, runOutbox, subscribeConsumers,
} from './outbox.ts';
export { type AppSettings, type AppTrust, openAppTrust } from './outside/app-trust.ts';
export { type Courier, type Message, openCourier } from './outside/courier.ts';
export { type GuardedPost, openGuardedPost } from './outside/guarded-post.ts';
export { type MailLookup, type MailOutcome, type MailPool, openMailLookup, openMailPool } from './outside/mail-pool.ts';
export { defaultNetworkQuota, type MailSettings, type NetworkQuota, type Outside } from './outside/outside.ts';
export { isPublicAddress } from './outside/public-address.ts';
export { openScanner, type Scan, type ScanVerdict } from './outside/scanner.ts';
export { openServerPost, type ServerAnswer, type ServerPost } from './outside/server-post.ts';
export { checkingKeyOf, isWebhookKey, type SignatureRefusal, signWebhook, verifyWebhook, type WebhookKey } from './outside/webhook-signature.ts';
export { type Actor, hasPermission, type Permission, permissionsOf, type Role, requirePermission, roles } from './permissions.ts';
export { openPlatform, type Platform, type PlatformParts } from './platform.ts';
export { PlatformError } from './platform-error.ts';
export { type EmbeddedPostgres, holdEmbeddedPostgres } from './postgres/embedded-postgres.ts';
export { requireConfirmed } from './sign-in/confirm.ts';
export { networkOf } from './sign-in/network.ts';
export { findSession, type SessionRefusal, signOut } from './sign-in/sessions.ts';
export { type PasswordRefusal, type SignInRefusal, setOwnPassword, signIn } from './sign-in/sign-in.ts';
export {
  addStaff, changeRoles, disableStaff, issueOneTimePassword, listActiveStaff, listStaff, loadStaffNames, type OneTimeRefusal, type StaffMember,
  type StaffRefusal,
} from './staff.ts';
export { isStepDone, runStep } from './step.ts';
export { type SpanOptions, withSpan } from './telemetry/spans.ts';
