/**
 * Imported before the toolkit: while it loads it tests a selector in a <style> element, which the page's policy admits only with
 * the nonce of the page. It looks for that nonce in a <meta>; the running script knows it, and the <meta> goes once it was read.
 */
const nonce = document.currentScript?.nonce ?? '';
const meta = document.createElement('meta');
meta.setAttribute('property', 'csp-nonce');
meta.content = nonce;
if (nonce !== '') document.head.append(meta);

export function forgetNonce(): void {
  meta.remove();
}
