import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base64Of, bytesOf, bytesOfBase64, textOf } from '../../../../domain/audit/log/bytes.ts';
import { checkpointText, parseCheckpoint } from '../../../../domain/audit/log/checkpoint.ts';
import { entriesOfBundle, entryBundleOf, entryBytesMaximum } from '../../../../domain/audit/log/entry-bundle.ts';
import { consistencyProofText, inclusionProofText } from '../../../../domain/audit/log/proof-text.ts';
import {
  isKeyName,
  keyIdOf,
  noteTextOf,
  parseNote,
  signatureOf,
  verifierKeyOf,
} from '../../../../domain/audit/log/signed-note.ts';
import { entriesPath, tilePath } from '../../../../domain/audit/log/tile.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';

/** The example of the Go package `sumdb/note`: a key, its id and a note that it signed. */
const peter = {
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n' +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

const root = Uint8Array.from({ length: 32 }, (_, byte) => byte);
const rootText = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

describe('a signed note', () => {
  const publicKey = (bytesOfBase64(peter.verifierKey.split('+').slice(2).join('+')) ?? root).subarray(1);

  it('names its key as other implementations do', () => {
    const key = { name: 'PeterNeumann', publicKey };
    expect(verifierKeyOf(bytesSha256, key)).toBe(peter.verifierKey);
    expect(parseNote(peter.note)?.signatures[0]?.keyId).toEqual(keyIdOf(bytesSha256, key));
  });

  it('has a signature by the name and the id of its key', () => {
    const [signature] = parseNote(peter.note)?.signatures ?? [];
    if (signature === undefined) throw new Error('No signature');
    expect(signatureOf(bytesSha256, { name: 'PeterNeumann', publicKey }, signature.signature)).toEqual(signature);
  });

  it('is read as it was written', () => {
    const read = parseNote(peter.note);
    expect(read?.text).toContain('answer to your problem,\n');
    expect(read?.signatures[0]?.signature).toHaveLength(64);
    expect(read === undefined ? undefined : noteTextOf(read)).toBe(peter.note);
    const twice = `${peter.note}${peter.note.slice(peter.note.indexOf('— '))}`;
    const readTwice = parseNote(twice);
    expect(readTwice?.signatures).toHaveLength(2);
    expect(readTwice === undefined ? undefined : noteTextOf(readTwice)).toBe(twice);
  });

  it.each([
    ['has no signature', 'text\n'],
    ['has an empty block of signatures', 'text\n\n'],
    ['does not end its line', peter.note.slice(0, -1)],
    ['has a signature that is no base64', peter.note.replace('x08go', 'x08g*')],
    ['has a signature of nothing but a key id', 'text\n\n— a AAAAAA==\n'],
    ['has another dash', peter.note.replace('— ', '- ')],
    ['has something before a signature', peter.note.replace('— ', 'x— ')],
    ['has something behind a signature', peter.note.replace(/\n$/, ' x\n')],
    ['has a signature by a name with a plus', peter.note.replace('— Peter', '— Peter+')],
  ])('is no note where it %s', (_, note) => {
    expect(parseNote(note)).toBeUndefined();
  });

  it('has keys with names that cannot be mistaken', () => {
    expect(isKeyName('quipu/dev/main')).toBe(true);
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\0b']) expect(isKeyName(name)).toBe(false);
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: 'quipu/dev/main', size: 20_852_163, root };

  it('is three lines', () => {
    expect(checkpointText(checkpoint)).toBe(`quipu/dev/main\n20852163\n${rootText}\n`);
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
  });

  it.each([
    `quipu\n01\n${rootText}\n`,
    `quipu\n-1\n${rootText}\n`,
    `quipu\n1e3\n${rootText}\n`,
    `quipu\n9007199254740993\n${rootText}\n`,
    `\n1\n${rootText}\n`,
    `quipu\n1\n${rootText}`,
    `quipu\n1\n${rootText}\nmore\n`,
    `quipu\n1\n${rootText.slice(0, -4)}\n`,
    'quipu\n1\n',
    '',
  ])('is not %j', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});

describe('a proof', () => {
  const note = `quipu\n3\n${rootText}\n\n— quipu AAAAAAA=\n`;

  it('of inclusion is the text that it has been since its draft', () => {
    expect(inclusionProofText({ index: 2, hashes: [root, root], checkpoint: note })).toBe(
      `c2sp.org/tlog-proof@v1\nindex 2\n${rootText}\n${rootText}\n\n${note}`,
    );
    expect(inclusionProofText({ index: 0, hashes: [], checkpoint: note })).toBe(
      `c2sp.org/tlog-proof@v1\nindex 0\n\n${note}`,
    );
  });

  it('of consistency is what a witness is sent', () => {
    expect(consistencyProofText({ earlierSize: 2, hashes: [root], checkpoint: note })).toBe(
      `old 2\n${rootText}\n\n${note}`,
    );
  });
});

describe('the place of a tile', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000', 'tile/entries/000'],
    [{ level: 1, index: 5, width: 1 }, 'tile/1/005.p/1', 'tile/entries/005.p/1'],
    [{ level: 0, index: 999, width: 255 }, 'tile/0/999.p/255', 'tile/entries/999.p/255'],
    [{ level: 0, index: 1_000, width: 256 }, 'tile/0/x001/000', 'tile/entries/x001/000'],
    [{ level: 63, index: 1_234_067, width: 256 }, 'tile/63/x001/x234/067', 'tile/entries/x001/x234/067'],
  ])('of %j is %s', (tile, path, entries) => {
    expect(tilePath(tile)).toBe(path);
    expect(entriesPath(tile)).toBe(entries);
  });
});

describe('an entry bundle', () => {
  it('has each entry behind its length', () => {
    const bundle = entryBundleOf([bytesOf('ab'), bytesOf(''), new Uint8Array(258).fill(7)]);
    expect([...bundle.subarray(0, 8)]).toEqual([0, 2, 97, 98, 0, 0, 1, 2]);
    expect(entriesOfBundle(bundle).map(({ length }) => length)).toEqual([2, 0, 258]);
  });

  it('takes an entry of 65,535 bytes and none that is longer', () => {
    const longest = new Uint8Array(entryBytesMaximum).fill(1);
    expect(entriesOfBundle(entryBundleOf([longest]))).toEqual([longest]);
    expect(() => entryBundleOf([new Uint8Array(entryBytesMaximum + 1)])).toThrow(InvariantViolation);
  });

  it('is refused where it ends within an entry', () => {
    const bundle = entryBundleOf([bytesOf('abc')]);
    for (let length = 1; length < bundle.length; length += 1)
      expect(() => entriesOfBundle(bundle.subarray(0, length))).toThrow(InvariantViolation);
  });
});

describe('bytes in text', () => {
  it('are read back as they were written, and only from the one text that stands for them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['A', 'AB==', 'AA', 'AA=', 'AAAA\n', ' AAAA', 'AA-_', '===='])
      expect(bytesOfBase64(text)).toBeUndefined();
  });

  it('are UTF-8 or no text', () => {
    expect(textOf(bytesOf('\ufeffä\u{1f600}'))).toBe('\ufeffä\u{1f600}');
    expect(textOf(Uint8Array.of(0xc3))).toBeUndefined();
  });
});
