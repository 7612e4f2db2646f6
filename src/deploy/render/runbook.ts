import { othersOf, type Site, type Sites } from '../sites.ts';
import { BACKUP_LATE_HOURS, backupMarkOf } from './backup.ts';
import type { RenderedFile } from './file.ts';
import { synchronousNames } from './patroni.ts';

/** Gives the runbook of one site: plain text that needs nothing that runs. Print it. */
export function renderRunbook(deployment: Sites, site: Site): RenderedFile {
  const text = [
    heading(deployment, site),
    places(deployment),
    looking(site),
    losses(deployment, site),
    recoveries(deployment, site),
    works(site),
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

/** Runs what follows as PostgreSQL's user; there is no sudo on a plain Debian. */
const AS_POSTGRES = 'runuser -u postgres --';

function looking({ paths, ports, address }: Site): string {
  const tls = `--cacert ${paths.config}/tls/ca.crt --cert ${paths.config}/tls/web.crt --key ${paths.config}/tls/web.key`;
  return `## Look first

    systemctl status 'amends*'
    journalctl -u amends-database -u amends -n 200
    ${AS_POSTGRES} patronictl -c ${paths.config}/patroni.yml list
    curl ${tls} https://${address}:${ports.peer}/readyz

    ls -l ${paths.data}/backups          # the newest is less than ${BACKUP_LATE_HOURS} hours old

The list should show one Leader and two Replicas, all \`running\`, on one timeline. Logs of the other sites are in
${paths.data}/logs, by site and day, also while those sites are gone (for 90 days; what a site said in the seconds
before it lost its power may be at the third site only). Prometheus answers on http://127.0.0.1:${ports.metrics}, with
its alerts: they reach people only where you give it an Alertmanager.

A command of Amends, here and below, is \`${paths.config}/amends.sh …\`: it uses this site's settings and user.`;
}

function losses(deployment: Sites, site: Site): string {
  const others = othersOf(deployment, site)
    .map(({ name }) => name)
    .join(' and ');
  return `## A site is lost

Do nothing to the data. ${others} go on without ${site.name}, and the other way round. See that the list shows a Leader.
Take the lost site's address out of the name ${deployment.domain} if it stays away: browsers try the other
addresses by themselves, but each time only after waiting. Until it is back, one more loss stops the acknowledging of
claims: see that its replacement is under way.

When it comes back: start it (\`systemctl start amends-site.target\`). Patroni rewinds its database to where it
parted, or copies it anew; that takes seconds to minutes. If the machine or its disk is gone: "A site burnt down".

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

Keep its data folder as it is. Compare with
\`${site.paths.config}/amends.sh ledger verify\` and \`${site.paths.config}/amends.sh log fsck\` at the other site.`;
}

function recoveries(deployment: Sites, site: Site): string {
  const { paths, name } = site;
  const synchronous = synchronousNames(deployment);
  return `## Two sites are lost

One site alone never goes on by itself: it cannot know whether the others live. When you *know* that both are
gone (somebody stands there, or the provider says so in writing), two people decide, and at the site left:

    systemctl stop amends-database amends-etcd
    cp ${paths.config}/etcd.yml /tmp/alone.yml
    echo 'force-new-cluster: true' >> /tmp/alone.yml
    runuser -u etcd -- etcd --config-file /tmp/alone.yml     # for ten seconds; then Ctrl-C
    systemctl start amends-etcd
    ${AS_POSTGRES} touch ${paths.data}/postgres/alone       # may-take-over.sh lets it pass, once
    ${AS_POSTGRES} patronictl -c ${paths.config}/patroni.yml edit-config \\
      --force --pg synchronous_standby_names=''
    systemctl start amends-database

See that the list shows this site as Leader (within a minute). From now on what is acknowledged is at one site. Bring up a
second ("A site burnt down"), then put the setting back, and say in the public account from when to when:

    ${AS_POSTGRES} patronictl -c ${paths.config}/patroni.yml edit-config --force \\
      --pg synchronous_standby_names='${synchronous}'

## A backup did not come

Each site takes one twice a day. The alert AmendsBackupLate says at which site the last good one is older than
${BACKUP_LATE_HOURS} hours; so does \`${paths.config}/amends.sh doctor\` there. At that site:

    cat ${backupMarkOf(site)}          # when the last good one was whole
    systemctl list-timers amends-backup.timer          # next and last run; enabled at all?
    journalctl -u amends-backup -n 50          # what stopped it
    df -h ${paths.data}/backups

Usual reasons: ${paths.backupRecipients} cannot be read; the disk is full; the sites it copies from do not answer; their
certificates ran out ("Certificates"). Mend it, then \`systemctl start amends-backup\`, and see that the mark is of now. A new
site has no backup until the first was taken: start it by hand. Until it came, the other sites' backups are what there is.

## From a backup

Only when no site has the data any more, or all have wrong data. Backups of another site's database are in
${paths.data}/backups, the newest last, sealed for the recipients of ${paths.backupRecipients}; the keys are with the
two people named in the contact list. Stop Amends and the database at every site, then at one:

    systemctl stop amends amends-database
    mv ${paths.data}/postgres/cluster ${paths.data}/postgres/before
    install -d -m 700 -o postgres -g postgres ${paths.data}/postgres/cluster
    age --decrypt --identity KEY ${paths.data}/backups/NEWEST | tar --extract --gzip --directory ${paths.data}/postgres/cluster
    chown -R postgres: ${paths.data}/postgres/cluster
    mv ${paths.data}/node/keys/epoch ${paths.data}/node/keys/epoch.before    # so the copy sends nothing, pays nothing, signs nothing

and go on as under "Two sites are lost", from \`systemctl stop amends-database amends-etcd\` where etcd is lost too, else from
\`touch\`. A copy is behind what etcd remembers of the database, so it takes over only when it is told to:

    ${AS_POSTGRES} patronictl -c ${paths.config}/patroni.yml failover --candidate ${name} --force

Then look before Amends is started: a copy that is older than what was published must not go on unseen.

    ${paths.config}/amends.sh ledger verify
    ${paths.config}/amends.sh log fsck
    ${paths.config}/amends.sh backup take-over --because "what ran before is stopped, and why"
    systemctl start amends

Copy \`${paths.data}/node/keys/epoch\` to the other sites; empty \`${paths.data}/postgres/cluster\` there and start them:
they copy this one. Then put the setting back. Every claim acknowledged after the backup is in the hands of its claimant,
as a receipt.`;
}

function works({ paths, address, ports }: Site): string {
  return `## Planned work at a site

    ${AS_POSTGRES} ${paths.config}/hand-over.sh
    systemctl stop amends-site.target

The first hands the database over to a site that has everything, in about two seconds, in which claimants get
tickets; where this site is not the primary it says so and changes nothing. To say which site takes over:
\`${AS_POSTGRES} patronictl -c ${paths.config}/patroni.yml switchover --candidate ANOTHER --force\`; it takes two
seconds longer, because the third site stands back for the one that is named. Afterwards: \`systemctl start
amends-site.target\`; the site follows by itself.

## A new release

One site after another, the primary's last. A release's migrations suit the release before it.

    ln -sfn ${paths.program}.new ${paths.program}; systemctl restart amends     # look, then the next site

To go back before the first migration ran, point the link to the release before and restart. Afterwards the release
before refuses the newer database, and says so.

## Certificates

    amends deploy certificates sites.yaml --out DIR

makes new ones from the same authority, valid for 90 days. Copy DIR/SITE to each site and, there, in the copy:

    sh install.sh
    systemctl reload amends-database amends-web
    systemctl restart amends amends-logs         # one site after another

etcd, Prometheus and the programs that ask the database read them by themselves. A certificate of your own in
tls/public.pem is left as it is, once tls/public.own is removed.

## A site burnt down

A new machine takes its place, under the same name and address. At a site that lives, its etcd member is replaced:

    e="etcdctl --endpoints=https://${address}:${ports.etcdClient} --cacert=${paths.config}/tls/ca.crt \\
      --cert=${paths.config}/tls/etcd.crt --key=${paths.config}/tls/etcd.key"
    export ETCDCTL_API=3
    $e member list                       # the first column is the ID
    $e member remove ID
    $e member add SITE --peer-urls=https://ADDRESS:PORT      # both from the table above; PORT is the second of etcd

On the new machine: Debian's packages, Node.js and the release, as at first (docs/operating/three-sites.md). Copy DIR/SITE
to it, made by \`amends deploy render\` and \`certificates\` (the keys that burnt: make new ones), then in the copy

    sh install.sh
    sed -i 's/^initial-cluster-state: new/initial-cluster-state: existing/' ${paths.config}/etcd.yml

Copy \`${paths.data}/node/keys\` (owner amends, mode 600) and ${paths.config}/secrets from a site that lives, put the public
certificate into tls/public.pem, and

    systemctl enable --now amends-site.target

PostgreSQL copies itself from the primary. See that the list shows one Leader and two Replicas, then give the name its
address back. Backups that lay there are gone: start one at once (\`systemctl start amends-backup\`).

With another address: change it in sites.yaml, render, certify, and run install.sh at all three; at the two that live
\`systemctl reload amends-database amends-web\`, \`systemctl restart amends-metrics amends-logs\`, one after the other.`;
}
