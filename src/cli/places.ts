/** From offsets to lines and columns as people count them: from 1, columns in UTF-16 units. */
import type { Diagnostic } from '../language/analysis.ts';
import type { PlacedDiagnostic } from './protocol.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Lines of one text. CRLF, LF and a lone CR end a line. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(readonly text: string) {
    for (const end of text.matchAll(/\r\n|\r|\n/g)) this.starts.push(end.index + end[0].length);
  }

  place(offset: number): Place {
    const within = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: within - this.starts[low]! + 1 };
  }

  /** Text of a line, without its end; empty when there is no such line. */
  line(number: number): string {
    const start = this.starts[number - 1];
    if (start === undefined) return '';
    return this.text.slice(start, this.starts[number] ?? this.text.length).replace(/[\r\n]+$/, '');
  }
}

/** Line indices by URI, made when first asked for. */
export class Lines {
  private readonly indices = new Map<string, LineIndex | undefined>();

  constructor(private readonly read: (uri: string) => string | undefined) {}

  of(uri: string): LineIndex | undefined {
    if (!this.indices.has(uri)) {
      const text = this.read(uri);
      this.indices.set(uri, text === undefined ? undefined : new LineIndex(text));
    }
    return this.indices.get(uri);
  }

  place(diagnostic: Diagnostic): PlacedDiagnostic {
    const start = this.at(diagnostic.uri, diagnostic.start);
    const end = this.at(diagnostic.uri, diagnostic.end);
    return { ...diagnostic, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  at(uri: string, offset: number): Place {
    return this.of(uri)?.place(offset) ?? { line: 1, column: 1 };
  }
}
