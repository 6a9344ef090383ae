/** Put in by the bundler from package.json. */
declare const XNET_VERSION: string;
