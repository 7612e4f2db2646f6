export { type BackupSchedule, readBackupMark, writeBackupMark } from './backup-mark.ts';
export { takeBackup } from './base-backup.ts';
export { type Backup, listBackups, listSegments } from './catalogue.ts';
export type { Source } from './program.ts';
export { chooseBackup, type Restored, restoreBackup } from './restore.ts';
export { generateBackupKey, readIdentity } from './seal.ts';
export { followWal } from './wal.ts';
