/**
 * Rings of split drivers: pages they take, slots a packet takes.
 *
 * Sources: Xen's io/netif.h and io/ring.h (256 slots fill the one page that Linux netfront maps), Linux netback
 * (XEN_NETBK_LEGACY_SLOTS_MAX, 18 slots: 64 KiB in 4 KiB pages, one more where it begins within a page, one for the GSO size).
 */
import { usesGrants } from '../../topology/agreement.ts';
import type { Host, Vif } from '../../topology/model.ts';
import { RING_SLOTS } from '../../topology/grant-arithmetic.ts';
import { showCount, showNumber } from '../values/show.ts';
import { placeOf } from './rule.ts';
import type { RuleFinding } from './rule.ts';

const largestUnit = 65_536;
/** Where a unit begins within a page, and what is said of its segmentation. */
const slotsBeside = 2;

export function* rings(host: Host): Generator<RuleFinding> {
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (!usesGrants(vif)) continue;
      if (vif.ring > RING_SLOTS) yield pages(vif);
      yield* slots(vif);
    }
  }
}

function pages(vif: Vif): RuleFinding {
  return {
    code: 'ring-pages',
    at: placeOf(vif, 'ring'),
    values: {
      vif: vif.name,
      ring: showNumber(vif.ring),
      pages: showCount(Math.ceil(vif.ring / RING_SLOTS), 'page'),
      slots: RING_SLOTS
    },
    settings: [{ on: vif, property: 'ring', text: String(RING_SLOTS) }]
  };
}

/** A ring that holds no second unit makes front-end and back-end take turns. */
function* slots(vif: Vif): Generator<RuleFinding> {
  const isLarge = vif.offloads.includes('sg') && (vif.offloads.includes('tso') || vif.offloads.includes('gso'));
  if (!isLarge) return;
  const perUnit = largestUnit / vif.buffer + slotsBeside;
  const held = Math.floor(vif.ring / perUnit);
  if (held >= 2) return;
  yield {
    code: 'ring-slots',
    at: placeOf(vif, 'ring'),
    values: {
      vif: vif.name,
      ring: showNumber(vif.ring),
      perUnit,
      held: held === 0 ? 'no unit of 64 KiB' : 'a single unit of 64 KiB',
      sum: `${largestUnit / 1024} KiB / ${vif.buffer / 1024} KiB + ${slotsBeside}`
    },
    settings: [{ on: vif, property: 'ring', text: String(RING_SLOTS) }]
  };
}
