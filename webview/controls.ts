/**
 * The form controls: the only module that knows `@vscode/webview-ui-toolkit`, so that its successor is a change of this file.
 * Each function makes a control and says its events in the view's own words.
 */
// The order matters: see nonce.ts.
import { forgetNonce } from './nonce.ts';
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption } from '@vscode/webview-ui-toolkit';
import { custom, html, replace } from './dom.ts';

/** Registers the custom elements. Once, before the first control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());
  forgetNonce();
}

export interface ButtonOptions {
  readonly label: string;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  /** Said instead of the label by a screen reader. */
  readonly name?: string;
  readonly onClick: () => void;
}

export function button({ label, appearance = 'secondary', name, onClick }: ButtonOptions): HTMLElement {
  const element = custom('vscode-button', { appearance, 'aria-label': name }, label);
  element.addEventListener('click', onClick);
  return element;
}

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** A labelled drop-down list. */
export interface Dropdown {
  readonly element: HTMLElement;
  /** Shows these choices and this one as chosen; nothing happens when they are shown already. */
  show(choices: readonly Choice[], chosen: string): void;
}

type DropdownElement = HTMLElement & { value: string };

export function dropdown(label: string, onChoice: (value: string) => void): Dropdown {
  const list = custom('vscode-dropdown', { 'aria-label': label }) as DropdownElement;
  const element = html('div', { class: 'choice' }, html('span', { class: 'choice-label', 'aria-hidden': 'true' }, label), list);
  let shown: readonly Choice[] = [];
  list.addEventListener('change', () => onChoice(list.value));
  return {
    element,
    show(choices, chosen) {
      if (!sameChoices(shown, choices)) {
        replace(
          list,
          ...choices.map(choice => custom('vscode-option', { value: choice.value, selected: choice.value === chosen }, choice.label))
        );
        shown = choices;
      }
      if (list.value !== chosen) list.value = chosen;
    }
  };
}

function sameChoices(a: readonly Choice[], b: readonly Choice[]): boolean {
  return a.length === b.length && a.every((choice, index) => choice.label === b[index]?.label && choice.value === b[index]?.value);
}

/** A labelled slider for a parameter with too many values to list. The toolkit has none: a plain input, styled like its controls. */
export function slider(label: string, onChoice: (index: number) => void) {
  const input = html('input', { type: 'range', min: 0, 'aria-label': label });
  const shown = html('output', {});
  const element = html('div', { class: 'choice' }, html('span', { class: 'choice-label', 'aria-hidden': 'true' }, label), input, shown);
  input.addEventListener('input', () => onChoice(Number(input.value)));
  return {
    element,
    show(size: number, index: number, text: string) {
      input.max = String(size - 1);
      input.value = String(index);
      input.setAttribute('aria-valuetext', text);
      shown.textContent = text;
    }
  };
}

export interface Checkbox {
  readonly element: HTMLElement;
  show(checked: boolean): void;
}

export function checkbox(label: string, onChange: (checked: boolean) => void): Checkbox {
  const box = custom('vscode-checkbox', {}, label) as HTMLElement & { checked: boolean };
  let told = false;
  box.addEventListener('change', () => {
    if (!told) onChange(box.checked);
  });
  return {
    element: box,
    show(checked) {
      // The toolkit also says `change` when a program sets the box.
      told = true;
      box.checked = checked;
      told = false;
    }
  };
}
