import type { TextFile } from '../continuity/read/index.ts';
import { renderBackup } from './render/backup.ts';
import { renderCompose } from './render/compose.ts';
import { renderEtcd } from './render/etcd.ts';
import type { RenderedFile } from './render/file.ts';
import { renderHandOver } from './render/hand-over.ts';
import { renderHaproxy } from './render/haproxy.ts';
import { renderInstall } from './render/install.ts';
import { renderInventoryOf } from './render/inventory.ts';
import { renderObservation } from './render/observe.ts';
import { renderPatroni } from './render/patroni.ts';
import { renderRunbook } from './render/runbook.ts';
import { renderSpace } from './render/space.ts';
import { renderEnvironment, renderUnits } from './render/units.ts';
import type { Site, Sites } from './sites.ts';

function renderSite(deployment: Sites, site: Site): readonly RenderedFile[] {
  return [
    ...renderEtcd(deployment, site),
    ...renderPatroni(deployment, site),
    renderHaproxy(deployment, site),
    renderEnvironment(deployment, site),
    ...renderUnits(deployment, site),
    renderHandOver(site),
    renderSpace(site),
    ...renderBackup(deployment, site),
    ...renderObservation(deployment, site),
    ...renderInstall(deployment, site),
    ...renderCompose(site, deployment.name),
    renderRunbook(deployment, site),
  ];
}

/**
 * Renders a deployment: for each site everything that lies there, under the site's name.
 *
 * The inventory, readable with everything off, lies at every site. No file holds a secret; each says where
 * the secret is.
 *
 * @param inventory the files of deploy/inventory/three-sites, after which this deployment's is made
 */
export function renderDeployment(
  deployment: Sites,
  inventory: readonly TextFile[],
): readonly RenderedFile[] {
  const own = renderInventoryOf(deployment, inventory);
  return deployment.sites.flatMap((site) =>
    [...renderSite(deployment, site), ...own].map((file) => ({
      ...file,
      path: `${site.name}/${file.path}`,
    })),
  );
}
