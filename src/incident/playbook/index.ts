// biome-ignore-all format: the door is read as a table of names, several to a line
export { gradeIncident } from './grade-commands.ts';
export { emptyPlaybook, type GradeKind, type OpeningTemplate, type Playbook, parsePlaybook } from './playbook.ts';
export { playbookRoutes } from './playbook-routes.ts';
export { readPlaybook } from './read-playbook.ts';
