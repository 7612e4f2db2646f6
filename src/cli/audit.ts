import { Command, InvalidArgumentError } from 'commander';
import {
  type AuditFault,
  type AuditReport,
  checkAudit,
  parseSealMemory,
  renderSealMemory,
  sealMemoryPath,
} from '../platform/audit/index.ts';
import { systemActor } from '../platform/index.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

type Kept = NonNullable<ReturnType<typeof parseSealMemory>>;

function addKept(text: string, before: readonly Kept[] = []): readonly Kept[] {
  const kept = parseSealMemory(text);
  if (kept !== undefined) return [...before, kept];
  throw new InvalidArgumentError('It should be a line that this command printed, NUMBER:DIGEST.');
}

function renderFault(fault: AuditFault): string {
  switch (fault.code) {
    case 'seal_missing':
      return `Seal ${fault.number} is missing.`;
    case 'entries_differ':
      return `Among the entries after ${fault.after} and up to ${fault.through} one was changed, removed or added since seal ${fault.number} was made.`;
    case 'seal_signature_wrong':
      return `Seal ${fault.number} is not signed by a key of this installation.`;
    case 'kept_seal_missing':
      return `Seal ${fault.number}, which was kept outside the database, is not in it as it was: entries and seals were lost or replaced.`;
  }
}

function renderReport(report: AuditReport, dataDir: string): string {
  const { last, faults } = report;
  const isKeptMissing = faults.some(({ code }) => code === 'kept_seal_missing');
  return [
    `entries  ${report.entryCount} sealed, ${report.openCount} not yet`,
    `seals    ${report.sealCount}`,
    ...(last === undefined ? [] : [`last     ${renderSealMemory(last)}`]),
    ...faults.map((fault) => `WRONG    ${renderFault(fault)}`),
    ...(faults.length === 0
      ? ['Every sealed entry is as it was. Keep the last line elsewhere, for --kept.']
      : ['Compare with a backup: an entry is in every one made since.']),
    ...(isKeptMissing
      ? [
          `After an older backup was restored over this database that is so: then remove ${sealMemoryPath(dataDir)}, and the audit is sealed on.`,
        ]
      : []),
  ].join('\n');
}

async function check(options: { kept?: readonly Kept[]; json?: boolean }): Promise<void> {
  const installation = await openInstallation();
  try {
    const { platform } = installation;
    const { dataDir } = platform.config;
    const ctx = platform.context({ actor: systemActor });
    const report = await checkAudit(ctx, { dataDir, kept: options.kept ?? [] });
    const isVerified = report.faults.length === 0;
    const { last, ...counts } = report;
    const document = {
      ...{ ...counts, last: last === undefined ? null : renderSealMemory(last) },
      verified: isVerified,
    };
    const toText = (_: string, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value;
    const text = options.json ? JSON.stringify(document, toText, 2) : renderReport(report, dataDir);
    process.stdout.write(`${text}\n`);
    if (!isVerified) throw new CommandExit('', exitCode.failed);
  } finally {
    await installation.close();
  }
}

/** `amends audit`: who did what, and that nobody changed the record of it. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('the record of who did what')
    .addCommand(
      new Command('check')
        .description('recompute the signed chain over the audit')
        .option(
          '--kept <seal>',
          'a line NUMBER:DIGEST that was printed before; as often as you like',
          addKept,
        )
        .option('--json', 'print one JSON document')
        .action(check),
    );
}
