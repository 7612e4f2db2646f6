import { Command, CommanderError } from 'commander';
import type { ClaimGate } from './claims/index.ts';
import { exitCode } from './cli/shell/exit.ts';
import type { Composition } from './cli/start.ts';
import type { RushRoute } from './platform/beside/index.ts';
import type { Config, HttpParts, Platform } from './platform/index.ts';

/** Gives the routers of every room and of the pages, in the order they are asked. */
export async function composeRouters(
  projectDir: string,
  gate: ClaimGate,
  site: Pick<
    Config,
    'help' | 'publicUrl' | 'hookSecret' | 'brandsFile' | 'playbookFile' | 'signOn'
  > &
    Partial<Pick<Config, 'isPublicUrlSet'>>,
): Promise<HttpParts['routers']> {
  const { auditRoutes, authRoutes, staffRoutes } = await import('./platform/index.ts');
  const { incidentRoutes } = await import('./incident/index.ts');
  const { importRoutes } = await import('./incident/import/index.ts');
  const { playbookRoutes, readPlaybook } = await import('./incident/playbook/index.ts');
  const { roleRoutes } = await import('./incident/roles/index.ts');
  const { dutyRoutes } = await import('./incident/duties/index.ts');
  const { regulatorRoutes } = await import('./web/regulator/regulator-routes.tsx');
  const { claimRoutes, policyRoutes } = await import('./claims/index.ts');
  const { settlementRoutes } = await import('./settlement/index.ts');
  const { examineForTaking, stripDocument } = await import('./claims/evidence/index.ts');
  const { loadCorrectionCost } = await import('./settlement/corrections/index.ts');
  const { disclosureRoutes } = await import('./disclosure/index.ts');
  const { outlineRoutes, readOutlines } = await import('./disclosure/reports/index.ts');
  const { noticeRoutes } = await import('./disclosure/notices/index.ts');
  const { continuityRoutes } = await import('./continuity/index.ts');
  const { loadPublicAccount } = await import('./continuity/public-account/index.ts');
  const { consoleRoutes } = await import('./web/console/routes.ts');
  const { open311Routes } = await import('./web/open311/open311-routes.ts');
  const { portalRoutes } = await import('./web/portal/index.ts');
  const { publicRoutes } = await import('./web/public/routes.tsx');
  const { readBrands } = await import('./web/public/status/read-brands.ts');
  const { assetRoutes } = await import('./web/routes.ts');
  const { signOnRoutes } = await import('./web/sign-on/sign-on-routes.tsx');
  const brands = readBrands(site.brandsFile);
  const examiner = { examine: examineForTaking, strip: stripDocument };
  const address = site.isPublicUrlSet === true ? { publicUrl: site.publicUrl } : {};
  const playbook = readPlaybook(site.playbookFile);
  return [
    { path: '/api/v1', router: authRoutes() },
    { path: '/', router: staffRoutes() },
    { path: '/', router: auditRoutes() },
    { path: '/', router: importRoutes({ secret: site.hookSecret }) },
    { path: '/', router: incidentRoutes({ reckonCost: loadCorrectionCost, examiner }) },
    { path: '/', router: playbookRoutes(playbook) },
    { path: '/', router: roleRoutes(playbook) },
    { path: '/', router: dutyRoutes() },
    { path: '/', router: regulatorRoutes() },
    { path: '/', router: claimRoutes(gate) },
    { path: '/', router: policyRoutes() },
    { path: '/', router: settlementRoutes() },
    { path: '/', router: disclosureRoutes({ loadContinuity: loadPublicAccount }) },
    { path: '/', router: outlineRoutes(readOutlines(site.playbookFile)) },
    { path: '/', router: noticeRoutes() },
    { path: '/', router: continuityRoutes() },
    { path: '/', router: publicRoutes({ ...site, brands }) },
    { path: '/', router: signOnRoutes({ ...site, brands }) },
    { path: '/', router: open311Routes({ gate, ...address }) },
    { path: '/', router: assetRoutes(projectDir) },
    { path: '/', router: consoleRoutes(projectDir) },
    { path: '/', router: portalRoutes({ gate, help: site.help, ...address }) },
  ];
}

const description = {
  openapi: '3.1.0',
  info: { title: 'Amends', version: '1', license: { name: 'Apache-2.0' } },
} as const;

/** Gives the OpenAPI 3.1 document that the server serves at /openapi.json; opens no database. */
export async function describeApi(): Promise<unknown> {
  const { createApp, findProjectDir } = await import('./platform/index.ts');
  const { openClaimGate } = await import('./claims/index.ts');
  const app = createApp({
    contextOf: () => Promise.reject(new Error('a description answers no request')),
    routers: await composeRouters(findProjectDir(), openClaimGate(), { help: {}, publicUrl: '' }),
  });
  return app.getOpenAPI31Document(description);
}

/** Documents of a claim or of the timeline, the files of a case and what is imported come in one body. */
export const bodyLimits = {
  '/api/v1/claims': 64 * 1024 * 1024,
  '/api/v1/claims/imports': 12 * 1024 * 1024,
  '/api/v1/continuity/': 64 * 1024 * 1024,
  '/api/v1/incidents/': 28 * 1024 * 1024,
  '/api/v1/hooks/': 20 * 1024 * 1024,
  '/api/v1/incidents/imports/': 20 * 1024 * 1024,
} as const;

async function composeConsumers(
  config: Pick<Config, 'publicUrl'>,
): Promise<Composition['consumers']> {
  const { claimConsumers } = await import('./claims/index.ts');
  const { settlementConsumers } = await import('./settlement/index.ts');
  const { claimantNews } = await import('./settlement/news/index.ts');
  const { disclosureConsumers } = await import('./disclosure/index.ts');
  const { noticeFanOut } = await import('./disclosure/notices/index.ts');
  const { newsWordsOf } = await import('./web/messages/news.ts');
  return [
    ...claimConsumers(),
    ...settlementConsumers,
    ...disclosureConsumers,
    noticeFanOut,
    claimantNews({ wordsOf: newsWordsOf, publicUrl: config.publicUrl }),
  ];
}

/** Files claims by the gate, and in a rush by threads of their own. */
async function composeFiling(platform: Platform, gate: ClaimGate): Promise<RushRoute> {
  const { contextOfVisitor } = await import('./platform/index.ts');
  const { openRushRoute } = await import('./platform/beside/index.ts');
  const { filingProgram, hotFiling } = await import('./claims/filing/index.ts');
  const contextOf = (address: string | undefined) => contextOfVisitor(platform, address);
  const route = hotFiling({ gate, contextOf });
  return openRushRoute({ platform, program: filingProgram, route });
}

async function composeServer(platform: Platform): Promise<Composition> {
  const {
    addressOfVisitor,
    contextOfRequest,
    createApp,
    createMetrics,
    healthRoutes,
    openHotLane,
  } = await import('./platform/index.ts');
  const { openClaimGate, runEscalation, runRetention } = await import('./claims/index.ts');
  const { runBeginnings } = await import('./claims/policies/index.ts');
  const { runSealing } = await import('./claims/privacy/index.ts');
  const { runExpiry } = await import('./settlement/unclaimed/index.ts');
  const { readWitnesses, runCheckpointer, runCosigners } = await import('./disclosure/index.ts');
  const { runAuditSealing } = await import('./platform/audit/index.ts');
  const { runNotices } = await import('./disclosure/notices/index.ts');
  const { noticeWordsOf } = await import('./web/messages/notices.ts');
  const { addLogMetrics, requireLogOrigin } = await import('./disclosure/shards/index.ts');
  const witnesses = readWitnesses(platform.config);
  const { config, log } = platform;
  const metrics = createMetrics(platform);
  addLogMetrics(metrics, platform);
  const gate = openClaimGate();
  const filing = await composeFiling(platform, gate);
  const app = createApp({
    log,
    metrics,
    contextOf: (c) => contextOfRequest(platform, c),
    routers: await composeRouters(config.projectDir, gate, config),
    bodyLimits,
  });
  app.route('/', healthRoutes(platform, metrics));
  app.doc31('/openapi.json', description);
  return {
    app,
    lane: openHotLane({
      route: filing.route,
      addressOf: (incoming) => addressOfVisitor(incoming, config.proxyCount),
      fetch: app.fetch,
      log,
      metrics,
    }),
    isBusy: () => gate.isBusy() || filing.isBusy(),
    prepare: () => requireLogOrigin(platform),
    consumers: await composeConsumers(config),
    workers: [
      (signal) => filing.run(signal),
      (signal) => runCheckpointer(platform, { signal }),
      (signal) => runAuditSealing(platform, { signal }),
      (signal) => runCosigners(platform, { witnesses, signal }),
      (signal) => runNotices(platform, { wordsOf: noticeWordsOf, signal }),
      (signal) => runBeginnings(platform, { signal }),
      (signal) => runEscalation(platform, { signal }),
      (signal) => runRetention(platform, { signal }),
      (signal) => runSealing(platform, { signal }),
      (signal) => runExpiry(platform, { signal }),
    ],
    pages: [
      { label: 'Claimant portal', path: '/ko' },
      { label: 'Operator console', path: '/console' },
      { label: 'Public account', path: '/public' },
      { label: 'API description', path: '/openapi.json' },
    ],
  };
}

type Load = (verb: string | undefined) => Promise<Command>;

/** Each noun's file is loaded only when it is asked for, so that a command starts quickly. */
const commands: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['start', async () => (await import('./cli/start.ts')).startCommand(composeServer)],
  ['doctor', async () => (await import('./cli/doctor.ts')).doctorCommand()],
  ['case', async () => (await import('./cli/case.ts')).caseCommand()],
  ['incident', async () => (await import('./cli/incident.ts')).incidentCommand()],
  ['policy', async () => (await import('./cli/policy.ts')).policyCommand()],
  ['continuity', async (verb) => (await import('./cli/continuity.ts')).continuityCommand(verb)],
  ['deploy', async () => (await import('./cli/deploy/command.ts')).deployCommand()],
  ['backup', async () => (await import('./cli/backup.ts')).backupCommand()],
  ['drill', async (verb) => (await import('./cli/drill.ts')).drillCommand(verb)],
  ['ledger', async () => (await import('./cli/ledger.ts')).ledgerCommand()],
  ['payout', async () => (await import('./cli/payout.ts')).payoutCommand()],
  ['rail', async () => (await import('./cli/rail.ts')).railCommand()],
  ['log', async () => (await import('./cli/log.ts')).logCommand()],
  ['audit', async () => (await import('./cli/audit.ts')).auditCommand()],
  ['report', async () => (await import('./cli/report/export.ts')).reportCommand()],
  ['export', async () => (await import('./cli/export.ts')).exportCommand()],
  ['recompute', async () => (await import('./cli/report/recompute.ts')).recomputeCommand()],
  ['verify', async () => (await import('./cli/verify.ts')).verifyCommand()],
  ['status', async () => (await import('./cli/status.ts')).statusCommand()],
  ['staff', async () => (await import('./cli/staff.ts')).staffCommand()],
]);

/**
 * Builds the commands that a command line needs: those of its noun, or all of them without one.
 *
 * @param args the words after `amends`
 */
export async function buildProgram([noun, verb]: readonly string[]): Promise<Command> {
  const program = new Command('amends').description('turns an outage into a settled account');
  const asked = commands.get(noun ?? '');
  if (asked === undefined) {
    const { readVersion } = await import('./cli/shell/version.ts');
    program.version(await readVersion());
  }
  // Whoever asks for the version alone waits for no command.
  const all = noun === '--version' || noun === '-V' ? [] : [...commands.values()];
  for (const load of asked === undefined ? all : [asked]) {
    program.addCommand(await load(verb));
  }
  return program;
}

/** Has every command say after a wrong use where its help is, and leave the ending to us. */
function settleEnding(command: Command, words: readonly string[]): void {
  command.exitOverride();
  command.showHelpAfterError(`("${words.join(' ')} --help" shows what it takes)`);
  for (const child of command.commands) settleEnding(child, [...words, child.name()]);
}

/**
 * Runs one command line.
 *
 * @param args the words after `amends`
 * @returns the exit code: 0 done, 1 failed, 2 wrong input, 3 needs approval, 4 conflict
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const program = await buildProgram(args);
    settleEnding(program, ['npx amends']);
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.done : exitCode.wrongInput;
    }
    const { reportEnd } = await import('./cli/shell/report-end.ts');
    return reportEnd(error);
  }
}
