import { Command } from 'commander';
import {
  type LogFault,
  type LogReport,
  renderBase64,
  renderNoteKey,
  type SigningRefusal,
  signCheckpoint,
  verifyLog,
} from '../disclosure/index.ts';
import { type Platform, systemActor } from '../platform/index.ts';
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
    case 'node_differs':
      return `Subtree ${fault.index} of level ${fault.level} is not the hash of what is below it.`;
    case 'checkpoint_root_differs':
      return `The checkpoint of size ${fault.size} has a root that the entries do not have.`;
    case 'checkpoint_signature_wrong':
      return `The checkpoint of size ${fault.size} is not signed by this installation's key (${fault.reason}).`;
    case 'checkpoint_beyond_log':
      return `A checkpoint of size ${fault.size} was signed, and the log has fewer entries: entries were lost.`;
  }
}

const mend =
  'Compare with a backup and with what witnesses and readers have seen, before anything is signed again: docs/records/entry.md, "When the log is damaged".';

function renderReport(report: LogReport): string {
  const signed = report.signedSize === undefined ? 'none signed' : `signed to ${report.signedSize}`;
  const lines = [
    `entries      ${report.size}`,
    `root         ${renderBase64(report.root)}`,
    `checkpoints  ${report.checkpointCount} (${signed})`,
    ...(report.frozenCode === undefined ? [] : [`FROZEN       ${report.frozenCode}`]),
    ...report.faults.map((fault) => `WRONG        ${renderFault(fault)}`),
    report.faults.length === 0 ? 'Every hash and signature was recomputed and holds.' : mend,
  ];
  return lines.join('\n');
}

async function fsck(platform: Platform, isJson: boolean): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  const report = await verifyLog(ctx, ({ done, total }) => {
    process.stderr.write(`recomputed ${done} of ${total} entries\n`);
  });
  const isVerified = report.faults.length === 0;
  const document = { ...report, root: renderBase64(report.root), verified: isVerified };
  process.stdout.write(`${isJson ? JSON.stringify(document, null, 2) : renderReport(report)}\n`);
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

/** `amends log`: the transparency log. */
export function logCommand(): Command {
  return new Command('log')
    .description('the transparency log')
    .addCommand(fsckCommand())
    .addCommand(checkpointCommand())
    .addCommand(monitorCommand())
    .addCommand(witnessCommand());
}
