/** PCI devices of xl.cfg: `[DDDD:]BB:SS.F[@vslot]`, or `bdf=…`, with options behind commas. */

export interface PciDevice {
  /** `0000:05:00.0`, lower case. */
  readonly bdf: string;
  readonly bus: string;
  readonly slot: number;
  /** Absent for `*`: every function of the device. */
  readonly func?: number;
}

export function readPci(spec: string): PciDevice | undefined {
  const first = spec
    .split(',')
    .map(each => each.trim())
    .find((each, i) => (i === 0 && !each.includes('=') ? true : each.startsWith('bdf=')));
  return first === undefined ? undefined : readBdf(first.replace(/^bdf=/, '').replace(/@.*$/, ''));
}

export function readBdf(text: string): PciDevice | undefined {
  const [, domain = '0000', bus, slot, func] =
    /^(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,2}):([0-9a-f]{1,2})\.([0-7]|\*)$/i.exec(text.trim()) ?? [];
  if (bus === undefined || parseInt(slot!, 16) > 0x1f) return undefined;
  const at = `${domain.padStart(4, '0')}:${bus.padStart(2, '0')}`.toLowerCase();
  const number = parseInt(slot!, 16);
  return {
    bdf: `${at}:${slot!.padStart(2, '0').toLowerCase()}.${func}`,
    bus: at,
    slot: number,
    ...(func === '*' ? {} : { func: Number(func) })
  };
}
