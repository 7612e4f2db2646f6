export {
  decideReportText,
  type ReportText,
  type TextPart,
  textParts,
} from '../report-text/index.ts';
export { composeReport, type ReportSources } from './compose-commands.ts';
export { type Outline, parseOutlines } from './outline.ts';
export { outlineRoutes, readOutlines } from './outline-routes.ts';
export { loadReportText, type ReportRequest } from './report-commands.ts';
export {
  type ClockPicture,
  type ContinuityPicture,
  type CorrectionPicture,
  type ImpactPicture,
  type InBoth,
  type LossPicture,
  type PromisePicture,
  parseReportDocument,
  type ReportDocument,
} from './report-document.ts';
export { renderReportNoteText } from './report-note.ts';
export {
  listPublications,
  listReports,
  loadInput,
  loadReportDraft,
  loadReportProof,
  type PublishedReport,
  type ReportProof,
} from './report-queries.ts';
export { type ReportFault, verifyReports } from './verify-reports.ts';
