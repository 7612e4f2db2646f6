import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// The journeys last from seconds to minutes and mostly wait. A long one begun last would leave the
// other workers idle, and a clean clone knows no times yet.

/** The long journeys, the longest first; what is not named here comes after them in its own order. */
const long = [
  'kill',
  'operate',
  'full-disk',
  'access',
  'console-access',
  'backup',
  'keep-claim',
  'policy-draft',
  'claimant',
  'claim',
  'rush-faults',
  'console',
  'treasurer',
  'continuity',
];

function placeOf(spec: TestSpecification): number {
  const at = long.indexOf(basename(spec.moduleId, '.test.ts'));
  return at === -1 ? long.length : at;
}

/** Sorts the long journeys to the front of theirs; everything else as Vitest does. */
export class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specs);
    const others = sorted.filter((spec) => spec.project.name !== 'journeys');
    const journeys = sorted.filter((spec) => spec.project.name === 'journeys');
    return [...others, ...journeys.sort((one, other) => placeOf(one) - placeOf(other))];
  }
}
