import { Command } from 'commander';
import {
  disclosureConsumers,
  type LogFault,
  type LogReport,
  recordKeyChange,
  renderBase64,
  renderNoteKey,
  type SigningRefusal,
  signCheckpoint,
} from '../disclosure/index.ts';
import { type ReportFault, verifyReports } from '../disclosure/reports/index.ts';
import { type ClosingRefusal, closeShard, verifyShards } from '../disclosure/shards/index.ts';
import { parseLocalDate, renderInstant } from '../kernel/index.ts';
import {
  clockNow,
  drainOutbox,
  loadConfig,
  type Platform,
  retireLogKey,
  subscribeConsumers,
  systemActor,
} from '../platform/index.ts';
import { hammerCommand } from './log/hammer.ts';
import { monitorCommand } from './log/monitor.ts';
import { witnessCommand } from './log/witness.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

async function withPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const installation = await openInstallation();
  try {
    return await work(installation.platform);
  } finally {
    await installation.close();
  }
}

function renderFault(fault: LogFault): string {
  switch (fault.code) {
    case 'entry_missing':
      return `Entry ${fault.index} is missing.`;
    case 'leaf_hash_differs':
      return `Entry ${fault.index}: its bytes do not have the leaf hash stored beside them.`;
    case 'entry_kind_differs':
      return `Entry ${fault.index}: the kind stored beside it is not the one that its bytes say.`;
    case 'entry_subject_differs':
      return `Entry ${fault.index}: the subject stored beside it is not that of its bytes or of its event.`;
    case 'node_differs':
      return `Subtree ${fault.index} of level ${fault.level} is not the hash of what is below it.`;
    case 'checkpoint_root_differs':
      return `The checkpoint of size ${fault.size} has a root that the entries do not have.`;
    case 'checkpoint_signature_wrong':
      return `The checkpoint of size ${fault.size} is not signed by this installation's key (${fault.reason}).`;
    case 'shard_not_successor':
      return `Shard ${fault.shard} does not begin with what the one before it comes to.`;
    case 'checkpoint_beyond_log':
      return `A checkpoint of size ${fault.size} was signed, and the log has fewer entries: entries were lost.`;
  }
}

const mend =
  'Compare with a backup and with what witnesses and readers have seen, before anything is signed again: docs/records/entry.md, "When the log is damaged".';

function renderReport(report: LogReport): string {
  const signed = report.signedSize === undefined ? 'none signed' : `signed to ${report.signedSize}`;
  const lines = [
    `log          ${report.origin} (shard ${report.shard})`,
    `entries      ${report.size}`,
    `root         ${renderBase64(report.root)}`,
    `checkpoints  ${report.checkpointCount} (${signed})`,
    ...(report.frozenCode === undefined ? [] : [`FROZEN       ${report.frozenCode}`]),
    ...report.faults.map((fault) => `WRONG        ${renderFault(fault)}`),
    report.faults.length === 0 ? 'Every hash and signature was recomputed and holds.' : mend,
  ];
  return lines.join('\n');
}

function renderReportFault({ code, incidentId, version }: ReportFault): string {
  const which = `Version ${version} of the report on incident ${incidentId}`;
  switch (code) {
    case 'report_missing':
      return `${which} is in the log and is not kept.`;
    case 'report_differs':
      return `${which} is not what was hashed when it was published.`;
    case 'report_not_in_log':
      return `${which} is kept, and the log does not have it.`;
  }
}

async function fsck(platform: Platform, isJson: boolean): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  const reports = await verifyShards(ctx, ({ done, total }) => {
    process.stderr.write(`recomputed ${done} of ${total} entries\n`);
  });
  const published = await verifyReports(ctx);
  const isVerified = [...reports, published].every(({ faults }) => faults.length === 0);
  const documents = reports.map((report) => ({ ...report, root: renderBase64(report.root) }));
  // The shard that grows is the document, as it was before there were others.
  const closed = documents.slice(0, -1);
  const document = {
    ...documents.at(-1),
    ...{ verified: isVerified, closedShards: closed, reports: published },
  };
  const lines = [
    `reports      ${published.reportCount} published`,
    ...published.faults.map((fault) => `WRONG        ${renderReportFault(fault)}`),
  ];
  const text = isJson
    ? JSON.stringify(document, null, 2)
    : [...reports.map(renderReport), lines.join('\n')].join('\n\n');
  process.stdout.write(`${text}\n`);
  if (!isVerified) throw new CommandExit('', exitCode.failed);
}

function fsckCommand(): Command {
  return new Command('fsck')
    .description('recompute the whole log from its entries')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) =>
      withPlatform((platform) => fsck(platform, options.json === true)),
    );
}

function explainRefusal(refusal: SigningRefusal): string {
  switch (refusal.code) {
    case 'signing_busy':
      return 'Another process is signing a checkpoint at this moment; try again.';
    case 'log_frozen':
      return `The log is frozen (${refusal.reason}) and nothing is signed. See what differs with: amends log fsck`;
    case 'log_key_retired':
      return 'The key of the log was changed after this process had started. Start it again.';
    case 'log_origin_differs':
      return `The log goes on as ${refusal.origin}, and another name is configured. Set AMENDS_LOG_ORIGIN=${refusal.origin}.`;
    case 'log_damaged':
      return [
        'The stored log differs from what was signed. Nothing was signed, and the log is frozen now.',
        ...refusal.faults.map(renderFault),
        mend,
      ].join('\n');
  }
}

async function checkpoint(platform: Platform, isJson: boolean): Promise<void> {
  const signed = await signCheckpoint(platform.context({ actor: systemActor }));
  if (!signed.ok) {
    const isBusy = signed.refusal.code === 'signing_busy';
    const code = isBusy ? exitCode.conflict : exitCode.failed;
    throw new CommandExit(explainRefusal(signed.refusal), code);
  }
  const { size, root, note } = signed.value;
  const key = renderNoteKey(platform.signer);
  const document = { size, root: renderBase64(root), note, key };
  process.stdout.write(isJson ? `${JSON.stringify(document, null, 2)}\n` : note);
  if (!isJson) process.stderr.write(`key: ${key}\n`);
}

function checkpointCommand(): Command {
  return new Command('checkpoint')
    .description('sign what was recorded so far and print the checkpoint')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) =>
      withPlatform((platform) => checkpoint(platform, options.json === true)),
    );
}

async function rotateKey(options: { yes?: boolean }): Promise<void> {
  if (options.yes !== true) {
    throw new CommandExit(
      'The key of the log would be changed: the present one is kept as keys/log.N in the data folder and signs beside the new one; the change is recorded in the log, signed by the present key. Stop the server, add --yes, start it again, and publish the new key where people found the old one.',
      exitCode.needsApproval,
    );
  }
  await retireLogKey(loadConfig(process.env).dataDir);
  await withPlatform(async (platform) => {
    const ctx = platform.context({ actor: systemActor });
    await subscribeConsumers(platform, disclosureConsumers);
    await recordKeyChange(ctx);
    await drainOutbox(platform, disclosureConsumers);
    const signed = await signCheckpoint(ctx);
    if (!signed.ok) throw new CommandExit(explainRefusal(signed.refusal), exitCode.failed);
    process.stdout.write(`${renderNoteKey(platform.signer)}\n`);
  });
}

function rotateKeyCommand(): Command {
  return new Command('rotate-key')
    .description('change the key of the log; earlier keys go on signing beside it')
    .option('--yes', 'do it')
    .action(rotateKey);
}

function explainClosing(refusal: ClosingRefusal): string {
  switch (refusal.code) {
    case 'log_origin_malformed':
      return `--successor is "${refusal.found}"; it should be a name of small letters, digits, dots, hyphens and slashes, such as amends.example/log/2027.`;
    case 'log_origin_used':
      return `Shard ${refusal.shard} has that name already. If closing was cut off, start the server with AMENDS_LOG_ORIGIN set to it; else give the next a name of its own.`;
    case 'log_still_growing':
      return 'Something recorded entries meanwhile. Stop the server and every other command, and ask again.';
    default:
      return explainRefusal(refusal);
  }
}

interface FreezeOptions {
  readonly successor: string;
  readonly on?: string;
  readonly yes?: boolean;
}

/** Tells whether a day has come, by the clock of the machine, in UTC. */
function hasCome(day: string): boolean {
  const on = parseLocalDate(day);
  if (on !== undefined) return renderInstant(clockNow()).slice(0, 10) >= on;
  throw new CommandExit(
    `--on is "${day}"; it should be a day such as 2027-01-01.`,
    exitCode.wrongInput,
  );
}

async function freeze({ successor, on, yes }: FreezeOptions): Promise<void> {
  if (on !== undefined && !hasCome(on)) {
    process.stdout.write(`Not before ${on}: nothing was changed.\n`);
    return;
  }
  if (yes !== true) {
    throw new CommandExit(
      `The log would be closed with a last checkpoint that names ${successor}, and go on as that with its first entry. Stop the server, add --yes, start it again with AMENDS_LOG_ORIGIN=${successor}, and publish the new key line beside the old one.`,
      exitCode.needsApproval,
    );
  }
  await withPlatform(async (platform) => {
    const closed = await closeShard(platform, successor);
    if (!closed.ok) {
      const isAskedWrongly = closed.refusal.code === 'log_origin_malformed';
      const code = isAskedWrongly ? exitCode.wrongInput : exitCode.conflict;
      throw new CommandExit(explainClosing(closed.refusal), code);
    }
    const { last, first, key } = closed.value;
    process.stdout.write(`${last}\n${first}\n${key}\n`);
  });
}

function freezeCommand(): Command {
  return new Command('freeze')
    .description('close the log for its period; a successor begins that its last checkpoint names')
    .requiredOption('--successor <origin>', 'the name under which the log goes on')
    .option('--on <day>', 'not before this day (UTC): asked earlier, nothing is changed')
    .option('--yes', 'do it')
    .action(freeze);
}

/** `amends log`: the transparency log. */
export function logCommand(): Command {
  return new Command('log')
    .description('the transparency log')
    .addCommand(fsckCommand())
    .addCommand(checkpointCommand())
    .addCommand(monitorCommand())
    .addCommand(witnessCommand())
    .addCommand(hammerCommand())
    .addCommand(rotateKeyCommand())
    .addCommand(freezeCommand());
}
