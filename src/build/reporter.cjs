// Mocha's spec report, and the counts in the file that XNET_TEST_SUMMARY names (`npm test` adds them up).
const fs = require('node:fs');
const { reporters } = require('mocha');

module.exports = class SummaryReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.XNET_TEST_SUMMARY;
    if (file === undefined) return;
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = this.stats;
      fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
};
