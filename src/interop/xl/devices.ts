/** Devices that a domain of xl.cfg owns: `pci`, and NICs of the device tree on ARM. */
import { standsIn } from '../kept.ts';
import type { Kept } from '../kept.ts';
import type { SketchNic, SketchVif } from '../sketch.ts';
import type { Reading } from './import.ts';
import { readPci } from './pci.ts';
import type { PciDevice } from './pci.ts';

export interface Devices {
  readonly nics: readonly SketchNic[];
  readonly direct: readonly SketchVif[];
}

export function devicesOf(reading: Reading): Devices {
  const pci = pciDevices(reading);
  const tree = deviceTree(reading);
  return { nics: [...pci.nics, ...tree.nics], direct: [...pci.direct, ...tree.direct] };
}

/** Functions that SR-IOV adds come behind the device's own: `.0` of slot 0 is a card, others are taken for its virtual functions. */
const isVirtual = ({ slot, func }: PciDevice): boolean => slot !== 0 || (func ?? 0) !== 0;

function pciDevices({ of, at, findings }: Reading): Devices {
  const value = of('pci')?.value;
  const nics = new Map<string, SketchNic>();
  const direct: SketchVif[] = [];
  for (const element of value?.kind === 'list' ? value.elements : []) {
    if (element.kind !== 'text') continue;
    const place = at(element);
    const device = readPci(element.text);
    if (device === undefined) {
      findings.report('pci-syntax', place, { spec: element.text });
      continue;
    }
    const { nic, vif } = passedThrough(device, place, [{ tag: 'xl.pci', text: element.text }]);
    findings.report('pci-device', place, { bdf: device.bdf, what: vif.model === 'sriov' ? 'a virtual function of a NIC' : 'a whole NIC' });
    if (!nics.has(nic.name)) nics.set(nic.name, nic);
    direct.push(vif);
  }
  return { nics: [...nics.values()], direct };
}

/** The vif that a passed-through device is to its guest, and the card it belongs to. */
export function passedThrough(
  device: PciDevice,
  place: SketchVif['place'],
  kept: readonly Kept[] = []
): { readonly nic: SketchNic; readonly vif: SketchVif } {
  const virtual = isVirtual(device);
  const nic = virtual ? `pci_${device.bus}` : `pci_${device.bdf}`;
  const reading = virtual ? `the card on bus ${device.bus}, whose virtual functions are passed through` : `${device.bdf} is passed through`;
  return {
    nic: { name: plain(nic), place, reading, address: virtual ? `${device.bus}:*` : device.bdf, kept: [] },
    vif: {
      name: plain(`vf_${device.bdf}`).replace(/^vf_/, virtual ? 'vf_' : 'pf_'),
      place,
      model: virtual ? 'sriov' : 'direct',
      reading: `${device.bdf} is a NIC`,
      nic: plain(nic),
      kept
    }
  };
}

const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '_');

/** A NIC of an ARM board is passed through by its path in the device tree. */
function deviceTree({ of, at, findings }: Reading): Devices {
  const value = of('dtdev')?.value;
  const paths = value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'text' ? [each] : [])) : [];
  const cards = paths.filter(({ text }) => /ethernet@|switch/.test(text));
  if (paths.length > 0 && cards.length === 0) {
    findings.report('xl-device-tree', at(value!), { what: 'none of `dtdev` looks like a NIC' });
  }
  const found = cards.map((card): { nic: SketchNic; vif: SketchVif } => {
    const place = at(card);
    const name = plain(card.text.replace(/^.*\//, ''));
    findings.report('xl-device-tree', place, { what: `\`${card.text}\` is taken for a NIC of the domain` });
    return {
      nic: { name, place, reading: `\`${card.text}\` of \`dtdev\` is a NIC`, kept: [] },
      vif: { name: 'dt0', place, model: 'direct', reading: `\`${card.text}\` is a NIC`, nic: name, kept: [standsIn('dtdev')] }
    };
  });
  return { nics: found.map(({ nic }) => nic), direct: found.map(({ vif }) => vif) };
}
