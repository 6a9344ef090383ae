/** The bundler carries `.xnet` files as text. */
declare module '*.xnet' {
  const text: string;
  export default text;
}
