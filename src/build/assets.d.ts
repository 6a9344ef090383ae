/** `.xnet` files (cost libraries, the gallery) are bundled as text. */
declare module '*.xnet' {
  const text: string;
  export default text;
}

/** Put in by the bundler from package.json. */
declare const XNET_VERSION: string;
