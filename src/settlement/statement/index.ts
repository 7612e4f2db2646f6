export { renderStatementHtml } from './render-statement.ts';
export { composeStatement, type StatementLanguage } from './statement.ts';
export { loadStatement, renderStatementPdf } from './statement-queries.ts';
