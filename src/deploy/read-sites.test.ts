import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { renderFinding } from '../continuity/read/index.ts';
import { readSites } from './read-sites.ts';

const good = `format: amends-sites/1
name: amends
domain: claims.example.org
sites:
  - { name: seoul, failureDomain: seoul, address: 192.0.2.11 }
  - { name: daejeon, failureDomain: daejeon, address: 192.0.2.12 }
  - { name: busan, failureDomain: busan, address: 192.0.2.13 }
`;

/** Reads the good file after a change of its text; gives the findings as an operator reads them. */
function findingsOf(text: string): string[] {
  const read = readSites({ name: 'sites.yaml', text });
  return read.ok ? [] : read.refusal.findings.map(renderFinding);
}

const changed = (from: string, to: string): string[] => {
  expect(good).toContain(from);
  return findingsOf(good.replace(from, to));
};

describe('a file of three sites', () => {
  it('is read, with the ports and paths that were not written', () => {
    const read = readSites({ name: 'sites.yaml', text: good });
    if (!read.ok) throw new Error(JSON.stringify(read.refusal));
    expect(read.value.sites.map(({ name }) => name)).toEqual(['seoul', 'daejeon', 'busan']);
    expect(read.value.sites[0]?.ports).toMatchObject({ web: 443, postgres: 5432 });
    expect(read.value.sites[0]?.paths.config).toBe('/etc/amends');
  });

  it('puts the name of the site where a path says {site}', () => {
    const read = readSites({
      name: 'sites.yaml',
      text: `${good}paths: { data: '/srv/{site}/data' }\n`,
    });
    expect(read.ok && read.value.sites.map(({ paths }) => paths.data)).toEqual([
      '/srv/seoul/data',
      '/srv/daejeon/data',
      '/srv/busan/data',
    ]);
  });
});

describe('a file of sites is refused, with file, line and reason,', () => {
  it('with one site', () => {
    const document = parse(good) as { sites: unknown[] };
    const text = stringify({ ...document, sites: document.sites.slice(0, 1) });
    expect(findingsOf(text)).toEqual([
      'sites.yaml:4:1: sites: found 1 site; expected three sites: with fewer, the loss of one leaves no majority to decide who goes on',
    ]);
  });

  it('with an even number of etcd members', () => {
    expect(changed('address: 192.0.2.12 }', 'address: 192.0.2.12, etcd: false }')).toEqual([
      'sites.yaml:6:73: sites.1.etcd: found 2 etcd members, an even number; expected 3, one at each site: of two that do not see each other neither is a majority',
    ]);
  });

  it('with one etcd member, which leaves nobody to decide when its site is lost', () => {
    const one = good.replace(/192\.0\.2\.1[23]/g, '$&, etcd: false');
    expect(findingsOf(one)).toEqual([
      'sites.yaml:6:73: sites.1.etcd: found 1 etcd member; expected 3, one at each site: with its site nobody is left to decide who goes on',
    ]);
  });

  it('with two sites in one failure domain', () => {
    expect(changed('failureDomain: busan', 'failureDomain: seoul')).toEqual([
      "sites.yaml:7:35: sites.2.failureDomain: found 'seoul', which seoul on line 5 has too; expected a failure domain of its own for each site: what takes the one must not take the other",
    ]);
  });

  it('with one address for two sites', () => {
    expect(changed('192.0.2.13', '192.0.2.12')).toEqual([
      "sites.yaml:7:51: sites.2.address: found '192.0.2.12', which daejeon on line 6 has too; expected an address of its own for each site",
    ]);
  });

  it('with one port for two services', () => {
    expect(changed('192.0.2.13 }', '192.0.2.13, ports: { patroni: 5432 } }')).toEqual([
      'sites.yaml:7:81: sites.2.ports.patroni: found port 5432 for both postgres and patroni at busan; expected a port of its own for each service',
    ]);
  });

  it.each([
    [
      'a field it does not know',
      'name: amends',
      'nam: amends',
      /'nam'; expected a field of the format, perhaps 'name'/,
    ],
    [
      'an address that is none',
      '192.0.2.13',
      'busan.example',
      /an IPv4 address of that site, as 192\.0\.2\.11/,
    ],
    ['an address of version 6', '192.0.2.13', "'2001:db8::13'", /expected an IPv4 address/],
    ['an address of the machine itself', '192.0.2.13', '127.0.0.1', /the other sites reach it/],
    ['an address of nobody', '192.0.2.13', '0.0.0.0', /the other sites reach it/],
    ['a name twice', 'name: busan', 'name: seoul', /'seoul', which seoul on line 5 has too/],
    ['the name of the authority', 'name: busan', 'name: authority', /authority\/ holds the key/],
    ['an address as the name', 'claims.example.org', '192.0.2.9', /a host name as claims/],
    ['a path that goes up', 'sites:', 'paths: { data: /var/../etc }\nsites:', /without \.\./],
    [
      'one folder for all',
      'sites:',
      'paths: { data: /etc/amends }\nsites:',
      /of the configuration/,
    ],
    ['a name that cannot be one', 'name: busan', 'name: Busan!', /lower-case letters and digits/],
    ['something that is no YAML', 'sites:', 'sites: [', /sites\.yaml:/],
    ['no format', 'format: amends-sites/1', 'format: amends-sites/2', /expected amends-sites\/1/],
  ])('with %s', (_, from, to, sentence) => {
    const found = changed(from, to);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toMatch(sentence);
  });
});
