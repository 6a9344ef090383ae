/** The tests as VS Code lists them: file → experiment → expectation, held equal to what the language server finds in the files. */
import * as vscode from 'vscode';
import { baseName } from '../results/results.ts';
import type { Expected } from './verdicts.ts';

/** What the language server answers on `xnet/expectations`; lines and characters from 0. */
export type Answer = readonly (Placed & {
  readonly name: string;
  readonly expectations: readonly (Placed & { readonly text: string })[];
})[];

interface Placed {
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
}
interface Place {
  readonly line: number;
  readonly character: number;
}

/** An expectation's item, and the file it is run from: an inherited one stands elsewhere. */
export interface TestCase {
  readonly item: vscode.TestItem;
  readonly file: vscode.Uri;
  readonly expected: Expected;
}

export class TestTree {
  private readonly cases = new WeakMap<vscode.TestItem, Omit<TestCase, 'item'>>();

  constructor(private readonly controller: vscode.TestController) {}

  /** Shows what a file expects. Items that are there already stay, with what is known of them. */
  show(file: vscode.Uri, answer: Answer): void {
    const key = file.toString();
    const testing = answer.filter(({ expectations }) => expectations.length > 0);
    if (testing.length === 0) {
      this.controller.items.delete(key);
      return;
    }
    const root = this.controller.items.get(key) ?? this.controller.createTestItem(key, baseName(file), file);
    root.description = folderOf(file);
    root.children.replace(
      testing.map((experiment, at) => {
        const parent = this.itemIn(root, experiment.name, experiment.name, experiment, at);
        const alike = new Map<string, number>();
        parent.children.replace(
          experiment.expectations.map((expectation, index) => {
            const { text } = expectation;
            const nth = alike.get(text) ?? 0;
            alike.set(text, nth + 1);
            const item = this.itemIn(parent, nth === 0 ? text : `${text} #${nth + 1}`, text, expectation, index);
            this.cases.set(item, { file, expected: { experiment: experiment.name, text, nth } });
            return item;
          })
        );
        return parent;
      })
    );
    if (this.controller.items.get(key) === undefined) this.controller.items.add(root);
  }

  forget(file: vscode.Uri): void {
    this.controller.items.delete(file.toString());
  }

  has(file: vscode.Uri): boolean {
    return this.controller.items.get(file.toString()) !== undefined;
  }

  /** What is known of a file's expectations may no longer be true. */
  outdate(file: vscode.Uri): void {
    const root = this.controller.items.get(file.toString());
    if (root !== undefined) this.controller.invalidateTestResults(root);
  }

  /** Files that are listed. */
  get files(): readonly vscode.Uri[] {
    return Array.from(this.controller.items, ([, { uri }]) => uri).filter(uri => uri !== undefined);
  }

  /** The expectations in and below some items (all when none are named), without those excluded. */
  casesIn(include: readonly vscode.TestItem[] | undefined, exclude: readonly vscode.TestItem[] = []): readonly TestCase[] {
    const found = new Map<vscode.TestItem, TestCase>();
    const visit = (item: vscode.TestItem): void => {
      if (exclude.includes(item)) return;
      const known = this.cases.get(item);
      if (known !== undefined) found.set(item, { item, ...known });
      for (const [, child] of item.children) visit(child);
    };
    for (const item of include ?? Array.from(this.controller.items, ([, each]) => each)) visit(item);
    return [...found.values()];
  }

  /** The expectations of a file. */
  casesOf(file: vscode.Uri): readonly TestCase[] {
    const root = this.controller.items.get(file.toString());
    return root === undefined ? [] : this.casesIn([root]);
  }

  /** A child of an item, the one that is there if it still stands in the same file. */
  private itemIn(parent: vscode.TestItem, id: string, label: string, { uri, range }: Placed, at: number): vscode.TestItem {
    const place = vscode.Uri.parse(uri);
    const known = parent.children.get(id);
    const item = known?.uri?.toString() === place.toString() ? known : this.controller.createTestItem(id, label, place);
    item.range = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
    // As written: a list by name would mix what is asked together.
    item.sortText = String(at).padStart(5, '0');
    return item;
  }
}

/** Where a file lies, when the name alone does not say it. */
function folderOf(file: vscode.Uri): string | undefined {
  const path = vscode.workspace.asRelativePath(file);
  const name = baseName(file);
  return path.endsWith(`/${name}`) ? path.slice(0, -name.length - 1) : undefined;
}
