/** The empty page of a view. It carries no data: everything comes by message, nothing from a network. */
import * as vscode from 'vscode';
import { nonce } from './nonce.ts';

export interface PageOptions {
  /** Name of its bundle in `dist/`, script and style sheet. */
  readonly bundle: string;
  readonly title: string;
  /** Name of a script in `dist/` that the view runs in a worker; the page's body says where it is. */
  readonly worker?: string;
}

/** Folders a view may load from. */
export function resourceRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist')];
}

export function viewPage(webview: vscode.Webview, extension: vscode.Uri, { bundle, title, worker }: PageOptions): string {
  const bundled = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const once = nonce();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${once}'`,
    // The toolkit asks in a style element of its own whether the browser knows :focus-visible.
    `style-src ${webview.cspSource} 'nonce-${once}'`,
    `font-src ${webview.cspSource}`,
    // A chart saved as PNG is drawn from an image made in the page.
    `img-src ${webview.cspSource} blob: data:`,
    // A page may start no worker from another origin than its own: it reads the script and starts it from memory.
    ...(worker === undefined ? [] : [`connect-src ${webview.cspSource}`, `worker-src blob:`])
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${bundled(`${bundle}.css`)}">
  <title>${title}</title>
</head>
<body${worker === undefined ? '' : ` data-layout="${bundled(`${worker}.js`)}"`}>
  <script nonce="${once}" src="${bundled(`${bundle}.js`)}"></script>
</body>
</html>`;
}
