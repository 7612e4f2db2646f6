import { openCaseForClaims } from '../../src/cli/case/run/run-case.ts';
import { openCase } from '../../src/cli/case.ts';
import { openInstallation } from '../../src/cli/shell/installation.ts';

// Opens an incident in which claimants may file, in a site's namespace: its id is told over Node's channel.

const installation = await openInstallation();
try {
  const found = await openCase('pangyo-2022');
  const incidentId = await openCaseForClaims(installation.platform, found);
  process.send?.({ incidentId });
} finally {
  await installation.close();
  process.disconnect?.();
}
