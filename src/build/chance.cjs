// Property tests draw the same cases everywhere, so that a run says something about the change and not about its luck.
// `XNET_TEST_SEED=…` draws others: what that finds becomes a case of its own.
const fc = require('fast-check');

fc.configureGlobal({ seed: Number(process.env.XNET_TEST_SEED ?? 1) });
