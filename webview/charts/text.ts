/** How wide text is, and text that fits: labels are laid out before they are in the page. */

/** Size of all text in charts, CSS pixels; style/charts.css says the same. */
export const fontSize = 12;

let context: CanvasRenderingContext2D | null | undefined;

/** Width in CSS pixels in the editor's font. */
export function textWidth(text: string, bold = false): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * fontSize * 0.6;
  context.font = `${bold ? '600 ' : ''}${fontSize}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

export function widest(texts: readonly string[], bold = false): number {
  return texts.reduce((width, text) => Math.max(width, textWidth(text, bold)), 0);
}

/** The text, with its middle left out when it is too wide: both ends of a qualified name tell more than its middle. */
export function fitted(text: string, width: number, bold = false): string {
  if (textWidth(text, bold) <= width) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const head = Math.ceil(kept / 2);
    const short = `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
    if (textWidth(short, bold) <= width) return short;
  }
  return '…';
}
