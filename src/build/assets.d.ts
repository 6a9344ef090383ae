/** Put in by the bundler from package.json. */
declare const XNET_VERSION: string;
/** Paths of the shipped examples below `examples/`, with slashes. */
declare const XNET_EXAMPLES: readonly string[];
