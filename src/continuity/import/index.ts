// biome-ignore-all format: the door is read as a table of names, several to a line
export { IMPORTERS, type Importer, type ImportFile } from './import-file.ts';
export { readSource } from './read-source.ts';
export { type ImportChange, updateImport } from './update-import.ts';
