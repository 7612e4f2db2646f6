export { type AuditFault, type AuditReport, checkAudit } from './check-audit.ts';
export { runAuditSealing, sealAudit } from './seal-audit.ts';
export { parseSealMemory, renderSealMemory, sealMemoryPath } from './seal-memory.ts';
