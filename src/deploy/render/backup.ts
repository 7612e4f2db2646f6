import { othersOf, type Site, type Sites } from '../sites.ts';
import { linesFile, type RenderedFile, shellFile } from './file.ts';

/** How often each site takes a backup. */
const EVERY_HOURS = 12;
/** A backup that is older than this did not come when it should: the schedule, and two hours for the copying. */
export const BACKUP_LATE_HOURS = EVERY_HOURS + 2;

/** The file in which a site notes its last good backup; who watches reads it, and not the backups. */
export function backupMarkOf({ paths }: Site): string {
  return `${paths.data}/backup-mark/last`;
}

/**
 * Gives the backup of one site: each fetches the database of *another* site, so that every backup stands
 * away from what it is of; encrypted for public keys, so that no site can read what it keeps.
 */
export function renderBackup(deployment: Sites, site: Site): readonly RenderedFile[] {
  const { config, data, backupRecipients } = site.paths;
  const index = deployment.sites.indexOf(site);
  const others = othersOf(deployment, site);
  // While the one is lost, the other is taken: all three hold the same.
  const [from, next] = (index % 2 === 0 ? others : [...others].reverse()) as [Site, Site];
  const tls = `${config}/tls`;
  const source = [
    `host=${from.address},${next.address} port=${from.ports.postgres},${next.ports.postgres} connect_timeout=5 user=replicator`,
    `sslmode=verify-ca sslrootcert=${tls}/ca.crt sslcert=${tls}/database.crt sslkey=${tls}/database.key`,
  ].join(' ');
  const program = shellFile('backup.sh', [
    `# The database of ${from.name}, or of ${next.name} while that is lost, kept here at ${site.name}, for whoever has`,
    '# a key of the recipients.',
    `[ -r ${backupRecipients} ] || { echo "${backupRecipients} is not there, or $(id -un) may not read it: public keys of age, one a line (amends backup keygen)" >&2; exit 1; }`,
    `target=${data}/backups`,
    'mkdir -p "$target"',
    'name=$(date -u +%Y%m%dT%H%M%SZ).tar.gz.age',
    'fifo=$(mktemp -u) && mkfifo -m 600 "$fifo"',
    'trap \'rm -f "$fifo" "$target/.part"\' EXIT',
    `age --encrypt --recipients-file ${backupRecipients} --output "$target/.part" <"$fifo" &`,
    'sealing=$!',
    `${site.paths.postgres}/pg_basebackup --dbname "${source}" --pgdata - --format tar --gzip --wal-method fetch --checkpoint fast >"$fifo"`,
    'wait "$sealing"',
    'sync "$target/.part" && mv "$target/.part" "$target/$name"',
    '# Fourteen are kept.',
    'ls -1 "$target" | sort | head -n -14 | while read -r old; do rm "$target/$old"; done',
    '# It is a good one: the alert and `amends doctor` go by this mark.',
    `mark=${backupMarkOf(site)}`,
    'date -u +%Y-%m-%dT%H:%M:%SZ >"$mark.part" && mv "$mark.part" "$mark"',
  ]);
  const service = linesFile('systemd/amends-backup.service', [
    '[Unit]',
    `Description=Backup of ${from.name} or ${next.name}, kept at ${site.name}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    'User=postgres',
    `ExecStart=${config}/backup.sh`,
    'Nice=10',
    'IOSchedulingClass=idle',
  ]);
  const hour = String((index * 4) % EVERY_HOURS).padStart(2, '0');
  const timer = linesFile('systemd/amends-backup.timer', [
    '[Unit]',
    'Description=Backup twice a day, at another hour at each site',
    '',
    '[Timer]',
    `OnCalendar=*-*-* ${hour},${String(Number(hour) + EVERY_HOURS)}:30:00 UTC`,
    'Persistent=yes',
  ]);
  return [program, service, timer];
}
