import { describe, expect, test } from 'vitest';
import { readListingPage } from '../../src/filecloud/listing-page.ts';
import { epoch, type TimeFields, Times } from '../../src/filecloud/times.ts';
import { FOLDER, named, scene, signal } from './scene.ts';

const utc = (text: string): number => Date.parse(`${text}Z`) / 1000;

/** The instant that a server's fields mean, in its zone. */
async function instant(fields: TimeFields, zone = 'Europe/Berlin'): Promise<number | undefined> {
  const times = new Times(zone);
  await times.load();
  return times.instant(fields);
}

describe('an epoch number', () => {
  test.each([
    ['1721417577', 1_721_417_577],
    [' 1721417577\n', 1_721_417_577],
    ['T07 1721417577123', 1_721_417_577],
    ['T07 99999999999999', undefined],
    ['T08 -86400', -86_400],
    ['T08 -0.5', -1],
    ['T09 2147483648', 2_147_483_648],
    ['T09 4102444800', 4_102_444_800],
    ['T10 1721417577.9', 1_721_417_577],
    ['T06 0', undefined],
    ['T06 ', undefined],
    ['T06 0000-00-00', undefined],
    ['T06 1e9', undefined],
    ['T06 0x10', undefined],
    ['T06 NaN', undefined],
  ])('“%s” is %s', (text, seconds) => {
    expect(epoch(text.replace(/^T\d\d /, ''))).toBe(seconds);
  });
});

describe('the instant of a file', () => {
  test('T13 is what the server calls UTC, whatever its other fields say', async () => {
    const fields = {
      modifiedepochutc: '1721417577',
      modifiedepoch: '1721399577',
      modifiediso: '2024-07-19T14:32:57+0000',
      modified: 'Jan 1, 1999 1:00 AM',
    };
    // No zone data is needed, nor loaded.
    expect(new Times('Europe/Berlin').instant(fields)).toBe(1_721_417_577);
  });

  test('T01 two instants of one local time stay two', async () => {
    const local = { modifiediso: '2024-10-27T02:30:00+0000' };
    expect(await instant({ ...local, modifiedepochutc: String(utc('2024-10-27T00:30')) })).toBe(
      utc('2024-10-27T00:30'),
    );
    expect(await instant({ ...local, modifiedepochutc: String(utc('2024-10-27T01:30')) })).toBe(
      utc('2024-10-27T01:30'),
    );
  });

  test('T01 without UTC such a local time is read as the same instant each time', async () => {
    const first = await instant({ modifiediso: '2024-10-27T02:30:00+0000' });
    expect([utc('2024-10-27T00:30'), utc('2024-10-27T01:30')]).toContain(first);
    expect(await instant({ modifiedepoch: String(utc('2024-10-27T02:30')) })).toBe(first);
  });

  test('T02 a local time that does not exist is read as the same instant each time', async () => {
    const fields = { modifiedepoch: String(utc('2024-03-31T02:30')) };
    expect(await instant(fields)).toBe(utc('2024-03-31T01:30'));
    expect(await instant({ modifiediso: '2024-03-31T02:30:00+0000' })).toBe(utc('2024-03-31T01:30'));
  });

  test.each([
    ['T03 +0000, which is the local time mislabelled', '2024-07-19T14:32:57+0000', '2024-07-19T12:32:57'],
    ['T03 Z, the same', '2024-07-19T14:32:57Z', '2024-07-19T12:32:57'],
    ['T04 no offset', '2024-07-19T14:32:57', '2024-07-19T12:32:57'],
    ['T04 no offset, and a space', '2024-07-19 14:32:57', '2024-07-19T12:32:57'],
    ['T03 an offset that says more', '2024-07-19T14:32:57-0500', '2024-07-19T19:32:57'],
    ['T03 one with a colon', '2024-07-19T14:32:57+05:30', '2024-07-19T09:02:57'],
    ['T10 fractions', '2024-07-19T14:32:57.9', '2024-07-19T12:32:57'],
  ])('is read from ISO text with %s', async (_, modifiediso, expected) => {
    expect(await instant({ modifiediso })).toBe(utc(expected));
  });

  test.each([
    ['Jul 19, 2024 2:32 PM', '2024-07-19T12:32'],
    ['Jan 31, 2018 1:12:21 PM', '2018-01-31T12:12:21'],
    ['Jan 31, 2018 12:00:00 AM', '2018-01-30T23:00'],
    ['T06 2024-07-01 12:00:00', '2024-07-01T10:00'],
  ])('T04 is read from “%s” in the zone of the server', async (text, expected) => {
    expect(await instant({ modified: text.replace(/^T06 /, '') })).toBe(utc(expected));
  });

  test('T05 moves with the rules of the zone, not by an offset', async () => {
    expect(await instant({ modifiedepoch: String(utc('2024-01-15T12:00')) })).toBe(utc('2024-01-15T11:00'));
    expect(await instant({ modifiedepoch: String(utc('2024-07-15T12:00')) })).toBe(utc('2024-07-15T10:00'));
  });

  test.each([
    [{}],
    [{ modifiedepochutc: '' }],
    [{ modifiedepochutc: ' ', modifiedepoch: ' ', modifiediso: ' ', modified: ' ' }],
    [{ modifiedepochutc: '0', modifiedepoch: '0' }],
    [{ modified: '0000-00-00' }],
    [{ modifiediso: '0000-00-00T00:00:00+0000' }],
    [{ modifiediso: '2024-02-30T12:00:00+0000' }],
    [{ modified: 'yesterday' }],
  ])('T06 is unknown where the fields are %j', async fields => {
    expect(await instant(fields)).toBeUndefined();
  });

  test('T06 the next field is asked where one is nonsense', async () => {
    const iso = '2024-07-19T14:32:57+0000';
    expect(await instant({ modifiedepochutc: 'x', modifiedepoch: '', modifiediso: iso })).toBe(
      utc('2024-07-19T12:32:57'),
    );
    expect(await instant({ modifiediso: 'x', modified: 'Jul 19, 2024 2:32 PM' })).toBe(utc('2024-07-19T12:32'));
  });

  test('T11 in the future is an instant like others', async () => {
    expect(await instant({ modifiedepochutc: String(utc('2099-01-01T00:00')) })).toBe(utc('2099-01-01T00:00'));
  });
});

test('T04 the zone of this machine is never used', async () => {
  const before = process.env['TZ'];
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    expect(await instant({ modified: 'Jul 19, 2024 2:32 PM' }, 'UTC')).toBe(utc('2024-07-19T14:32'));
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test.each(['', '<modifiedepochutc></modifiedepochutc>', '<modifiedepochutc>x</modifiedepochutc>'])(
  'T06 zone data is loaded when an entry needs it: “%s”',
  async field => {
    const other = '<entry><path>/d/a</path><name>a</name><modifiedepochutc>1</modifiedepochutc></entry>';
    const local = `<entry><path>/d/b</path><name>b</name>${field}<modifiedepoch>${utc('2024-07-15T12:00')}</modifiedepoch></entry>`;
    const xml = `<entries><meta><total>2</total></meta>${other}${local}</entries>`;
    expect(await readListingPage(xml, new Times('Europe/Berlin'))).toMatchObject({
      entries: [{ modified: 1 }, { modified: utc('2024-07-15T10:00') }],
    });
  },
);

test.each(['Europe/Berlin', 'America/Chicago', 'Asia/Kolkata'])(
  'T01 T05 an old server in %s is read right with its zone',
  async timezone => {
    const instants = ['2024-01-15T12:00', '2024-07-15T12:00:01', '1999-12-31T23:59:59'].map(utc);
    const files = Object.fromEntries(
      instants.map((modified, index) => [`${FOLDER}/${index}`, { content: 'x', modified }]),
    );
    const { cloud } = await scene({ files, omitUtc: true, zone: timezone }, { timezone });
    const entries = await cloud.list(FOLDER, signal);
    expect(instants.map((_, index) => named(entries, String(index)).modified)).toEqual(instants);
  },
);
