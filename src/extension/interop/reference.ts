/** Where the reference page that is shipped with the extension explains a finding. */
import * as vscode from 'vscode';

export type Explains = (code: string) => vscode.Uri | undefined;

/** By the line of the finding's heading: editors open a file at `#L12`. Without the page nothing is explained. */
export async function referenceOf(extension: vscode.Uri): Promise<Explains> {
  const page = vscode.Uri.joinPath(extension, 'docs/reference/diagnostics.md');
  const text = await vscode.workspace.fs.readFile(page).then(
    bytes => new TextDecoder().decode(bytes),
    () => ''
  );
  const lines = text.split('\n');
  return code => {
    const line = lines.indexOf(`### ${code}`);
    return line < 0 ? undefined : page.with({ fragment: `L${line + 1}` });
  };
}
