import {
  describeIssue,
  type InventoryFinding,
  place,
  readYaml,
  type TextFile,
  type YamlFile,
} from '../continuity/read/index.ts';
import { accept, type Outcome, refuse } from '../kernel/index.ts';
import {
  PORT_NAMES,
  SITES_FIELDS,
  type Site,
  type Sites,
  type SitesFile,
  settleSites,
  sitesFileSchema,
} from './sites.ts';

/** Why a sites file is not rendered: every finding, with line and what would be right. */
export interface SitesRefusal {
  readonly code: 'sites_refused';
  readonly findings: readonly InventoryFinding[];
}

/** How many sites there are: one to lose, and a majority of two that stays. */
const SITE_COUNT = 3;

/**
 * Reads the file that describes three sites.
 *
 * Refused: anything but three sites; an even number of etcd members; two sites with one name, in one
 * failure domain or at one address; two services of a site on one port.
 *
 * @source issue "It keeps working while a data center burns", bad input
 */
export function readSites(file: TextFile): Outcome<Sites, SitesRefusal> {
  const yaml = readYaml(file);
  if (yaml.findings.length > 0) return refuse({ code: 'sites_refused', findings: yaml.findings });
  const parsed = sitesFileSchema.safeParse(yaml.value ?? {});
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) =>
      describeIssue(yaml, issue, SITES_FIELDS),
    );
    return refuse({ code: 'sites_refused', findings });
  }
  const sites = settleSites(parsed.data);
  const findings = [
    ...checkCount(yaml, parsed.data),
    ...checkVoters(yaml, sites),
    ...checkApart(yaml, sites),
    ...checkPaths(yaml, sites),
    ...sites.sites.flatMap((site, index) => checkPorts(yaml, parsed.data, { site, index })),
  ];
  return findings.length > 0 ? refuse({ code: 'sites_refused', findings }) : accept(sites);
}

function checkCount(yaml: YamlFile, { sites }: SitesFile): InventoryFinding[] {
  if (sites.length === SITE_COUNT) return [];
  const found = sites.length === 1 ? '1 site' : `${sites.length} sites`;
  const why =
    sites.length < SITE_COUNT
      ? 'with fewer, the loss of one leaves no majority to decide who goes on'
      : 'more than three were never drilled';
  return [place(yaml, ['sites'], { code: 'wrong_value', found, expected: `three sites: ${why}` })];
}

function checkVoters(yaml: YamlFile, { sites }: Sites): InventoryFinding[] {
  const voters = sites.filter(({ isVoter }) => isVoter).length;
  if (voters === SITE_COUNT || sites.length !== SITE_COUNT) return [];
  const silent = sites.findIndex(({ isVoter }) => !isVoter);
  return [
    place(yaml, silent === -1 ? ['sites'] : ['sites', silent, 'etcd'], {
      code: 'wrong_value',
      ...(voters % 2 === 0
        ? {
            found: `${voters} etcd members, an even number`,
            expected: `${SITE_COUNT}, one at each site: of two that do not see each other neither is a majority`,
          }
        : {
            found: '1 etcd member',
            expected: `${SITE_COUNT}, one at each site: with its site nobody is left to decide who goes on`,
          }),
    }),
  ];
}

const APART = [
  ['name', 'a name of its own for each site'],
  [
    'failureDomain',
    'a failure domain of its own for each site: what takes the one must not take the other',
  ],
  ['address', 'an address of its own for each site'],
] as const;

function checkApart(yaml: YamlFile, { sites }: Sites): InventoryFinding[] {
  return APART.flatMap(([field, expected]) =>
    sites.flatMap((site, index) => {
      const first = sites.findIndex((other) => other[field] === site[field]);
      if (first === index) return [];
      const before = sites[first] as Site;
      const { line } = yaml.locate(['sites', first, field]);
      const found = `'${site[field]}', which ${before.name} on line ${line} has too`;
      return [place(yaml, ['sites', index, field], { code: 'wrong_value', found, expected })];
    }),
  );
}

function checkPaths(yaml: YamlFile, { sites }: Sites): InventoryFinding[] {
  const both = sites.find(({ paths }) => paths.config === paths.data);
  if (both === undefined) return [];
  const found = `'${both.paths.data}', which is the folder of the configuration too`;
  const expected = 'a folder of its own for what changes: the configuration is replaced';
  return [place(yaml, ['paths', 'data'], { code: 'wrong_value', found, expected })];
}

function checkPorts(
  yaml: YamlFile,
  file: SitesFile,
  { site, index }: { site: Site; index: number },
): InventoryFinding[] {
  return PORT_NAMES.flatMap((port, at) => {
    const taken = PORT_NAMES.slice(0, at).find((other) => site.ports[other] === site.ports[port]);
    if (taken === undefined) return [];
    const own = file.sites[index]?.ports;
    const named = [port, taken].find((each) => own?.[each] !== undefined);
    const inAll = [port, taken].find((each) => file.ports?.[each] !== undefined) ?? port;
    const path = named === undefined ? ['ports', inAll] : ['sites', index, 'ports', named];
    return [
      place(yaml, path, {
        code: 'wrong_value',
        found: `port ${site.ports[port]} for both ${taken} and ${port} at ${site.name}`,
        expected: 'a port of its own for each service',
      }),
    ];
  });
}
