export { type CertificateRequest, listCertificates } from './certificates.ts';
export { readSites, type SitesRefusal } from './read-sites.ts';
export type { RenderedFile } from './render/file.ts';
export { LEADER_SECONDS } from './render/patroni.ts';
export { renderDeployment } from './render-deployment.ts';
export { PORT_NAMES, type Site, type SitePaths, type Sites } from './sites.ts';
