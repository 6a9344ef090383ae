/** The page of a scorecard: text and tables in the editor's colours, nothing that runs and nothing that is fetched. */
import { nonce } from '../nonce.ts';

const style = `
body { padding: 8px 20px 24px; line-height: 1.5; }
h1 { font-size: 1.4em; font-weight: 600; margin: 12px 0; }
table { border-collapse: collapse; margin: 16px 0; }
th, td { padding: 4px 10px 4px 0; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, currentColor)); }
th { color: var(--vscode-descriptionForeground); font-weight: 600; }
td { font-variant-numeric: tabular-nums; }
th, td:has(strong) { white-space: normal; }
td:has(strong) { overflow-wrap: break-word; }
code { color: inherit; background: none; padding: 0; }
ul { padding-left: 20px; }
.wide { overflow-x: auto; }
`;

/** @param rendered as VS Code renders Markdown */
export function scorecardPage(rendered: string): string {
  const once = nonce();
  // In a narrow panel names break where they are joined: `server.` and `cpu[0]`.
  const body = rendered.replace(/\.(?=[a-z]\w*\[?[^<>]*<\/td>)/g, '.<wbr>');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${once}'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style nonce="${once}">${style}</style>
  <title>xnet isolation</title>
</head>
<body>
  <main class="wide">${body}</main>
</body>
</html>`;
}
