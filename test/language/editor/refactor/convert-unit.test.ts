import assert from 'node:assert/strict';
import { after, offers } from './apply.ts';

describe('convert unit', () => {
  it('offers short numbers in other units of the dimension', () => {
    const titles = offers('peer a { rate = |1500 Mbps }')
      .map(each => each.title)
      .filter(title => title.startsWith('Convert'));
    assert.ok(titles.includes('Convert to 1.5 Gbps'), titles.join());
    assert.ok(titles.every(title => !/[µμ]/.test(title)));
  });

  it('means the same', () => {
    assert.equal(after('peer a { rate = 1500 M|bps }', /1.5 Gbps/), 'peer a { rate = 1.5 Gbps }');
    assert.equal(
      after('link l { ends = [a, b]; delay = |0.005 ms }\npeer a { rate = 1 Gbps }\npeer b { rate = 1 Gbps }', /to 5 us/).slice(0, 35),
      'link l { ends = [a, b]; delay = 5 u'
    );
  });

  it('keeps what a cost is counted per', () => {
    const titles = offers('costs c { netback = |1500 ns/packet }').map(each => each.title);
    assert.ok(titles.includes('Convert to 1.5 us/packet'), titles.join());
  });

  it('has nothing to offer for cycles or for a wrong unit', () => {
    for (const source of ['costs c { netback = |300 cycles }', 'peer a { rate = |3 s }']) {
      assert.deepEqual(
        offers(source).filter(each => each.title.startsWith('Convert')),
        []
      );
    }
  });
});
