import { serveHotThread } from '../../../platform/beside/index.ts';
import { contextOfVisitor } from '../../../platform/index.ts';
import { openClaimGate } from '../filing-commands.ts';
import { hotFiling } from '../filing-routes.ts';

// The thread that files claims in a rush, by the same gate as the main thread.

await serveHotThread({
  // For the batches in flight, and one statement more.
  poolMax: 3,
  routeOf: (platform) =>
    hotFiling({
      gate: openClaimGate(),
      contextOf: (address) => contextOfVisitor(platform, address),
    }),
});
