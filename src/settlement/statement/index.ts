export { renderStatementHtml } from './render-statement.ts';
export { composeStatement } from './statement.ts';
export { loadStatement, renderStatementPdf } from './statement-queries.ts';
export type { StatementLanguage } from './statement-words.ts';
