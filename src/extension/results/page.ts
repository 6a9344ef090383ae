/** The empty page of the results view. It carries no data: everything comes by message, nothing from a network. */
import * as vscode from 'vscode';

/** Folders a results view may load from. */
export function resourceRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist')];
}

export function resultsPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const bundled = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The toolkit asks in a style element of its own whether the browser knows :focus-visible.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    // A chart saved as PNG is drawn from an image made in the page.
    `img-src ${webview.cspSource} blob: data:`
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${bundled('webview.css')}">
  <title>xnet results</title>
</head>
<body>
  <script nonce="${nonce}" src="${bundled('webview.js')}"></script>
</body>
</html>`;
}
