/** A word that a page's content security policy and its own elements share, and nobody can guess: 128 random bits. */
export function nonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
