export { describeIssue, place } from './check-shape.ts';
export { type InventoryFinding, renderFinding } from './finding.ts';
export { readYaml, type TextFile, type YamlFile } from './read-yaml.ts';
