export {
  countCharacters,
  decideReportText,
  emptyText,
  findTextFaults,
  mostCharacters,
  type ReportText,
  type ReportTextRefusal,
  type TextByPart,
  type TextPart,
  textParts,
} from './report-text.ts';
