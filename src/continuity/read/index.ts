export { describeIssue, place } from './check-shape.ts';
export { type InventoryFinding, renderFinding } from './finding.ts';
export { lineOfZero, readYaml, type TextFile, type YamlFile, ZERO_FOUND } from './read-yaml.ts';
