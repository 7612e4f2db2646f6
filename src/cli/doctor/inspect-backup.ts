import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type BackupSchedule, readBackupMark } from '../../platform/backup/index.ts';
import { type Config, clockNow } from '../../platform/index.ts';
import type { Finding } from './inspect-machine.ts';

const hourMs = 3_600_000;

/** Tells whether the last good backup is as young as its schedule promises. */
export function judgeBackup(
  { markFile, lateHours }: BackupSchedule,
  about: { readonly last: Instant | undefined; readonly now: Instant },
): Finding {
  const name = 'Backup';
  const mend = `Look why none came: journalctl -u amends-backup, or what takes them here; ${markFile} is written after each that is whole.`;
  if (about.last === undefined) {
    return { name, verdict: 'bad', detail: `no good one is noted in ${markFile}`, mend };
  }
  const hours = Math.floor((about.now - about.last) / hourMs);
  const detail = `the last good one is of ${renderInstant(about.last)}, ${hours} h ago`;
  if (about.now - about.last <= lateHours * hourMs) return { name, verdict: 'good', detail };
  return { name, verdict: 'bad', detail: `${detail}; it may be ${lateHours} h old`, mend };
}

/** Looks at the last good backup, where the configuration says where it is noted. */
export async function inspectBackup({ backup }: Config): Promise<readonly Finding[]> {
  if (backup === undefined) return [];
  try {
    return [judgeBackup(backup, { last: await readBackupMark(backup.markFile), now: clockNow() })];
  } catch (error) {
    const detail = `${backup.markFile} cannot be read (${(error as NodeJS.ErrnoException).code})`;
    const mend = `Let this user read ${backup.markFile}, or name another with AMENDS_BACKUP_MARK_FILE.`;
    return [{ name: 'Backup', verdict: 'bad', detail, mend }];
  }
}
