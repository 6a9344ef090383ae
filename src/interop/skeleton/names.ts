/** Foreign names as names of `.xnet`. */
import { isKind } from '../../language/syntax/nesting.ts';
import { isPlaceWord, isReserved, isStatementWord } from '../../language/syntax/words.ts';

/** Words that a property takes where a reference may stand as well. */
const words: ReadonlySet<string> = new Set(['qemu', 'vhost', 'vhost_user', 'vdpa', 'adaptive', 'none']);

/** The nearest name that `.xnet` can have: other characters become `_`. */
export function asName(foreign: string): string {
  const plain = foreign.replace(/[^A-Za-z0-9_-]/g, '_').replace(/^(?![A-Za-z_])/, '_');
  const taken = isKind(plain) || isStatementWord(plain) || isPlaceWord(plain) || isReserved(plain) || words.has(plain);
  return taken ? `${plain}_` : plain;
}

/** Hands out the names of one block, each once. */
export class NamesOfBlock {
  private readonly taken = new Set<string>();

  /** The name wanted, or the first free `NAME_SUFFIX`, `NAME_2`, `NAME_3`… */
  take(foreign: string, suffix?: string): string {
    const plain = asName(foreign);
    const candidates = [plain, ...(suffix === undefined ? [] : [`${plain}_${asName(suffix)}`])];
    let name = candidates.find(each => !this.taken.has(each));
    for (let number = 2; name === undefined; number++) if (!this.taken.has(`${plain}_${number}`)) name = `${plain}_${number}`;
    this.taken.add(name);
    return name;
  }
}
