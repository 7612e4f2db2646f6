import { othersOf, type Site, type Sites } from '../sites.ts';
import type { RenderedFile } from './file.ts';

/** Gives the runbook of one site: plain text that needs nothing that runs. Print it. */
export function renderRunbook(deployment: Sites, site: Site): RenderedFile {
  const text = [
    heading(deployment, site),
    places(deployment),
    looking(site),
    losses(deployment, site),
    recoveries(site),
    works(deployment, site),
  ];
  return { path: 'runbook.md', text: `${text.join('\n\n')}\n` };
}

function heading({ name, domain }: Sites, site: Site): string {
  return `# ${name} at ${site.name}: runbook

Rendered by \`amends deploy render\`. Keep it on paper at each site and with each team: it is for the hour in
which nothing answers. Claimants come to ${domain}. Everything below is done as root on a machine of a site,
over its console if its network is gone; nothing of it needs Amends, sign-in or names.

What should happen by itself: one site may be lost, whole, at any time. Claimants go on: for some seconds they get
tickets, which count as the time of filing, and then receipts again. Nothing acknowledged is lost.`;
}

function places({ sites }: Sites): string {
  const rows = sites.map(
    ({ name, failureDomain, address, ports, isVoter }) =>
      `| ${name} | ${failureDomain} | ${address} | ${ports.web} | ${ports.postgres} | ${ports.patroni} | ${isVoter ? `${ports.etcdClient}, ${ports.etcdPeer}` : 'none'} | ${ports.peer} |`,
  );
  return [
    '## The sites',
    '',
    '| site | falls with | address | claimants | PostgreSQL | Patroni | etcd | between sites |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function looking({ paths, ports, address }: Site): string {
  const tls = `--cacert ${paths.config}/tls/ca.crt --cert ${paths.config}/tls/web.crt --key ${paths.config}/tls/web.key`;
  return `## Look first

    systemctl status 'amends*'
    journalctl -u amends-database -u amends -n 200
    sudo -u postgres patronictl -c ${paths.config}/patroni.yml list
    curl ${tls} https://${address}:${ports.peer}/readyz

The list should show one Leader and two Replicas, all \`running\`, on one timeline. Logs of the other sites are in
${paths.data}/logs, by site and day, also while those sites are gone.`;
}

function losses(deployment: Sites, site: Site): string {
  const others = othersOf(deployment, site)
    .map(({ name }) => name)
    .join(' and ');
  return `## A site is lost

Do nothing to the data. ${others} go on without ${site.name}, and the other way round. See that the list shows a Leader.
Take the lost site's address out of the name ${deployment.domain} if it stays away: browsers try the other
addresses by themselves, but each time only after waiting.

When it comes back: start it (\`systemctl start amends-site.target\`). Patroni rewinds its database to where it
parted, or copies it anew; that takes seconds to minutes. If its disk is gone, empty
\`${site.paths.data}/postgres\`; then also remove and add its etcd member ("A new machine").

## No primary

Claimants get tickets. If etcd has no majority (two sites gone), see "Two sites are lost". Otherwise the log of
amends-database says why nobody takes over. \`may-take-over.sh\` refuses where it cannot tell that everything
acknowledged is at the site: start the site it names, or one more site, and it goes on by itself.

## No standby

Two standbys are gone, and nothing can be acknowledged: claimants get tickets. Start one of them.
Do not change synchronous_standby_names: what is acknowledged then is at one site only.

## Two primaries

Stop Amends and the database at the site with the lower timeline number at once:

    systemctl stop amends amends-database

Keep its data folder as it is. Compare with \`amends ledger verify\` and \`amends log fsck\` at the other site.`;
}

function recoveries({ paths, name }: Site): string {
  return `## Two sites are lost

One site alone never goes on by itself: it cannot know whether the others live. When you *know* that both are
gone (somebody stands there, or the provider says so in writing), two people decide, and at the site left:

    systemctl stop amends-database amends-etcd
    etcd --config-file ${paths.config}/etcd.yml --force-new-cluster     # then stop it with Ctrl-C
    systemctl start amends-etcd amends-database
    sudo -u postgres patronictl -c ${paths.config}/patroni.yml edit-config \\
      --force --set postgresql.parameters.synchronous_standby_names=''
    sudo -u postgres patronictl -c ${paths.config}/patroni.yml failover --candidate ${name} --force

From now on what is acknowledged is at one site. Bring up a second, put the setting back, and say in the public
account from when to when.

## From a backup

Backups of another site's database are in ${paths.data}/backups, the newest last, sealed for the recipients of
${paths.backupRecipients}; the keys are with the two people named in the contact list.

    systemctl stop amends amends-database
    mv ${paths.data}/postgres/cluster ${paths.data}/postgres/before
    install -d -m 700 -o postgres -g postgres ${paths.data}/postgres/cluster
    age --decrypt --identity KEY ${paths.data}/backups/NEWEST | tar --extract --gzip --directory ${paths.data}/postgres/cluster
    chown -R postgres: ${paths.data}/postgres/cluster
    systemctl start amends-database

Then \`amends ledger verify\` and \`amends log fsck\` before Amends is started: a copy that is older than what was
published must not go on. Every claim acknowledged after the backup is in the hands of its claimant, as a receipt.`;
}

function works(deployment: Sites, { paths }: Site): string {
  return `## Planned work at a site

    sudo -u postgres psql -qXh ${paths.data}/postgres -c checkpoint
    systemctl stop amends-database
    systemctl stop amends-site.target

Stopping the database hands over to a site that has everything, in about two seconds, in which claimants get tickets.
To say which site takes over: \`sudo -u postgres patronictl -c ${paths.config}/patroni.yml switchover --candidate
ANOTHER --force\`; it takes two seconds longer, because the third site stands back for the one that is named.

## A new release

One site after another, the primary's last. A release's migrations suit the release before it.

    ln -sfn ${paths.program}.new ${paths.program}; systemctl restart amends     # look, then the next site

To go back before the first migration ran, point the link to the release before and restart. Afterwards the release
before refuses the newer database, and says so.

## Certificates

    amends deploy certificates sites.yaml --out DIR

makes new ones from the same authority; copy DIR/SITE/tls to ${paths.config}/tls of each site, then
\`systemctl reload amends-database amends-web\`; etcd and Amends read them by themselves.

## A new machine

    etcdctl member remove ID; etcdctl member add SITE --peer-urls=https://ADDRESS:PORT

at a site that lives (with --cacert, --cert and --key of ${paths.config}/tls/etcd), copy the site's rendered files and its
certificates, set \`initial-cluster-state: existing\` in etcd.yml, put the keys of ${deployment.name} into
${paths.data}/node/keys, and start amends-site.target.`;
}
