// Writes the names of the tests that passed only at a second try, for `checks.mjs` to print.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectDir } from './setup.mjs';

export default class RetriedReporter {
  #retried = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky !== true) return;
    this.#retried.push(`${relative(projectDir, test.module.moduleId)}: ${test.fullName}`);
  }

  onTestRunEnd() {
    writeFileSync(join(projectDir, '.cache', 'test-retried.json'), JSON.stringify(this.#retried));
  }
}
