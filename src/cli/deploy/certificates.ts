import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type CertificateRequest, listCertificates, type Sites } from '../../deploy/index.ts';
import { makeFolder } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { cannotWrite, openSites } from './open-sites.ts';

interface CertificatesOptions {
  readonly out: string;
  readonly authority?: string;
  readonly days: number;
  readonly json?: boolean;
}

const AUTHORITY_DAYS = 3650;

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 825) {
    throw new InvalidArgumentError('A whole number of days from 1 to 825 is expected.');
  }
  return days;
}

/** Adds `amends deploy certificates`. */
export function addCertificates(parent: Command): void {
  parent
    .command('certificates')
    .description(
      'Make the certificates of every site, and an authority the first time; again, to rotate them.',
    )
    .argument('<sites>', 'the file that describes the sites (YAML)')
    .requiredOption('--out <folder>', 'the rendered sites; each gets its own in tls/')
    .option(
      '--authority <folder>',
      'where the authority is kept (default: authority/ in the folder)',
    )
    .option('--days <days>', 'how long they are valid', wholeDays, 90)
    .option('--json', 'one JSON document on stdout')
    .action(makeCertificates);
}

/**
 * Makes the certificates of every site into a folder, by an authority that is made where there is none.
 *
 * @throws CommandExit 1 where openssl is missing, 2 where nothing can be written
 */
export async function certifySites(
  sites: Sites,
  options: Omit<CertificatesOptions, 'json'>,
): Promise<{ authority: string; isNew: boolean; requests: readonly CertificateRequest[] }> {
  requireOpenssl();
  const authority = options.authority ?? join(options.out, 'authority');
  const isNew = await ensureAuthority(authority, sites.name);
  const requests = listCertificates(sites);
  for (const request of requests) await makeCertificate(request, { authority, options });
  for (const { name } of sites.sites) await joinPem(join(options.out, name, 'tls'));
  return { authority, isNew, requests };
}

async function makeCertificates(path: string, options: CertificatesOptions): Promise<void> {
  const { authority, isNew, requests } = await certifySites(await openSites(path), options);
  const expiresOn = new Date(Date.now() + options.days * 86_400_000).toISOString().slice(0, 10);
  if (options.json === true) {
    const certificates = requests.map(({ site, file, commonName, owner }) => ({
      path: join(options.out, site, 'tls', `${file}.crt`),
      commonName,
      owner,
    }));
    const document = { authority, isNewAuthority: isNew, expiresOn, certificates };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  for (const { site, file, commonName, owner } of requests) {
    const target = join(options.out, site, 'tls', `${file}.crt`);
    process.stdout.write(`${target}  ${commonName}, key for the user ${owner}\n`);
  }
  process.stderr.write(
    `${requests.length} certificates, valid until ${expiresOn}. ${isNew ? 'A new authority is' : 'The authority is'} in ${authority}: its key belongs to no site; keep it offline.\n`,
  );
}

function requireOpenssl(): void {
  try {
    openssl(['version']);
  } catch {
    const message =
      'Certificates are made by openssl (3.0 or newer), which is not here. As root: apt-get install openssl';
    throw new CommandExit(message, exitCode.failed);
  }
}

function openssl(args: readonly string[]): void {
  execFileSync('openssl', [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

/** Makes the authority where there is none; tells whether it did. */
async function ensureAuthority(folder: string, name: string): Promise<boolean> {
  if (existsSync(join(folder, 'ca.key'))) return false;
  await makeFolder(folder, { mode: 0o700 }).catch(cannotWrite(folder));
  openssl([
    ...['req', '-x509', ...EC, '-sha256', '-days', String(AUTHORITY_DAYS)],
    ...['-subj', `/CN=${name} authority`, '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE,pathlen:0'],
    ...['-keyout', join(folder, 'ca.key'), '-out', join(folder, 'ca.crt')],
  ]);
  return true;
}

/** Makes one certificate and its key beside their places, and moves both there when both are whole. */
async function makeCertificate(
  { site, file, commonName, subjectAltNames }: CertificateRequest,
  { authority, options }: { authority: string; options: CertificatesOptions },
): Promise<void> {
  const folder = join(options.out, site, 'tls');
  await makeFolder(folder).catch(cannotWrite(folder));
  const [key, crt] = [join(folder, `${file}.key`), join(folder, `${file}.crt`)];
  openssl([
    ...['req', '-x509', ...EC, '-sha256', '-days', String(options.days)],
    ...['-CA', join(authority, 'ca.crt'), '-CAkey', join(authority, 'ca.key')],
    ...['-subj', `/CN=${commonName}`, '-addext', `subjectAltName=${subjectAltNames.join(',')}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-addext', 'extendedKeyUsage=serverAuth,clientAuth'],
    ...['-keyout', `${key}.part`, '-out', `${crt}.part`],
  ]);
  await rename(`${key}.part`, key);
  await rename(`${crt}.part`, crt);
  await copyFile(join(authority, 'ca.crt'), join(folder, 'ca.crt'));
}

/** HAProxy reads certificate and key as one file; a public certificate that is there is never replaced. */
async function joinPem(folder: string): Promise<void> {
  const parts = ['web.crt', 'web.key'].map((name) => readFile(join(folder, name), 'utf8'));
  const pem = (await Promise.all(parts)).join('');
  await writeFile(join(folder, 'web.pem'), pem, { mode: 0o600 });
  const isOwn = (await readFile(join(folder, 'public.pem'), 'utf8').catch(() => '')) === '';
  if (!isOwn && !existsSync(join(folder, 'public.own'))) return;
  await rm(join(folder, 'public.pem'), { force: true });
  await writeFile(join(folder, 'public.pem'), pem, { mode: 0o600 });
  await writeFile(
    join(folder, 'public.own'),
    'public.pem is of our own authority; remove this file with it.\n',
  );
}
