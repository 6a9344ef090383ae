/** Making elements, HTML and SVG, without markup strings: nothing here can carry a script or an inline style past the CSP. */

export type Attribute = string | number | boolean | undefined;
export type Child = Node | string | undefined | false | readonly Child[];

const svgNamespace = 'http://www.w3.org/2000/svg';

/** `true` sets an empty attribute, `false` and undefined set none. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, children);
}

/** A custom element of the toolkit (`controls.ts` says which there are). */
export function custom(name: string, attributes: Readonly<Record<string, Attribute>> = {}, ...children: readonly Child[]): HTMLElement {
  return fill(document.createElement(name), attributes, children);
}

export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(svgNamespace, name), attributes, children);
}

function fill<Kind extends Element>(element: Kind, attributes: Readonly<Record<string, Attribute>>, children: readonly Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

export function add(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (typeof child === 'string' || child instanceof Node) parent.append(child);
    else add(parent, child);
  }
}

/** Replaces all children. */
export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  add(parent, children);
}

/** An element with a listener for clicks, which a keyboard also makes on buttons and links. */
export function clickable<Kind extends HTMLElement>(element: Kind, action: () => void): Kind {
  element.addEventListener('click', action);
  return element;
}
