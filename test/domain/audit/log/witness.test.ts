import { describe, expect, it } from '@jest/globals';
import { base64Of, bytesOf, concatenated } from '../../../../domain/audit/log/bytes.ts';
import {
  cosignatureOf,
  cosignatureType,
  cosignedMessage,
  parseSignatureLines,
  parseWitnessKey,
  timestamped,
} from '../../../../domain/audit/log/cosignature.ts';
import { keyIdOf, lineOf, verifierKeyOf } from '../../../../domain/audit/log/signed-note.ts';
import { noWitnesses, parseWitnesses } from '../../../../domain/audit/log/witness.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';

const key = (name: string): string => `${name}+0a1b2c3d+BAECAw==`;
const one = `https://one.test/w ${key('one.test/w')}`;

describe('the setting that names witnesses', () => {
  it('is none, or some of them with commas in between', () => {
    expect(parseWitnesses(noWitnesses)).toEqual([]);
    expect(noWitnesses).toBe('none');
    expect(parseWitnesses(`${one} ,  https://two.test//   ${key('two')}`)).toEqual([
      { url: 'https://one.test/w', verifierKey: key('one.test/w') },
      { url: 'https://two.test', verifierKey: key('two') },
    ]);
  });

  it.each([
    'https://w',
    'https://w.test:8080/a/b',
    'http://localhost',
    'http://localhost/a',
    'http://127.0.0.1:80',
    'http://127.0.0.1:8080/a/b',
  ])('has witnesses at %s', (url) => {
    expect(parseWitnesses(`${url} ${key('w')}`)).toEqual([{ url, verifierKey: key('w') }]);
  });

  it.each([
    ...['http://w.test', 'ftp://w.test', 'https://', 'https://w?a', 'https://w#a', 'http://localhost:', 'xhttps://w'],
    ...[
      'http://localhostile',
      'http://127x0.0.1',
      'http://localhost:8a',
      'http://localhost/?',
      'http://127.0.0.1.test',
    ],
  ])('has none at %s', (url) => {
    expect(parseWitnesses(`${url} ${key('w')}`)).toBeUndefined();
  });

  it.each([
    ...['w', 'w+0a1b2c3d', '+0a1b2c3d+AA==', 'w+0a1b2c3+AA==', 'w+0a1b2c3dd+AA==', 'w+0A1B2C3D+AA=='],
    ...['w+0a1b2c3d+', 'w+0a1b2c3d+A-A=', 'w+0a1b2c3d+AA===', 'w+0a1b2c3d+AA==x', 'v+w+0a1b2c3d+AA=='],
  ])('has none with the key %s', (verifierKey) => {
    expect(parseWitnesses(`https://w.test ${verifierKey}`)).toBeUndefined();
  });

  it.each(['', 'https://w.test', `${one} more`, `${one},`, `${one},${one}`, `none,${one}`])('is not %j', (text) => {
    expect(parseWitnesses(text)).toBeUndefined();
  });
});

describe('a witness', () => {
  const publicKey = Uint8Array.from({ length: 32 }, (_, byte) => byte);
  const witness = { name: 'witness.test/w1', publicKey };
  const text = verifierKeyOf(bytesSha256, witness, cosignatureType);
  const [, keyId = '', encoded = ''] = text.split('+');

  it('is known by a key of type 4, whose id fits', () => {
    expect(text).toMatch(/^witness\.test\/w1\+[0-9a-f]{8}\+BAAB/);
    expect(parseWitnessKey(bytesSha256, text)).toEqual(witness);
  });

  it.each([
    ['of another type', verifierKeyOf(bytesSha256, witness, 1)],
    ['that says another type', text.replace(encoded, base64Of(concatenated([Uint8Array.of(1), publicKey])))],
    ['of another name', text.replace('w1', 'w2')],
    ['of another id', text.replace(keyId, '00000000')],
    ['of 31 bytes', verifierKeyOf(bytesSha256, { ...witness, publicKey: publicKey.subarray(1) }, cosignatureType)],
    ['of no base64', text.replace(encoded, '*')],
    ['with something before it', ` ${text}`],
    ['with something behind it', `${text} `],
    ['of no name', text.replace('witness.test/w1', '')],
    ['that is none', 'w'],
  ])('is not known by a key %s', (_, other) => {
    expect(parseWitnessKey(bytesSha256, other)).toBeUndefined();
  });

  const cosignature = { timestamp: 1_764_000_000n, signature: Uint8Array.from({ length: 64 }, (_, byte) => byte) };
  const line = { name: witness.name, keyId: keyIdOf(bytesSha256, witness, 4), signature: timestamped(cosignature) };

  it('signs the time and the checkpoint', () => {
    expect(cosignedMessage(5n, 'quipu\n3\nAAAA\n')).toEqual(bytesOf('cosignature/v1\ntime 5\nquipu\n3\nAAAA\n'));
  });

  it('answers with lines, of which its own has the time before the signature', () => {
    expect([...timestamped(cosignature).subarray(0, 9)]).toEqual([0, 0, 0, 0, 0x69, 0x24, 0x81, 0, 0]);
    const blob = base64Of(concatenated([line.keyId, line.signature]));
    expect(lineOf(line)).toBe(`— witness.test/w1 ${blob}\n`);
    expect(parseSignatureLines(lineOf(line) + lineOf({ ...line, name: 'other' }))).toEqual([
      line,
      { ...line, name: 'other' },
    ]);
    expect(cosignatureOf(bytesSha256, witness, line)).toEqual(cosignature);
  });

  it.each(['', 'no line\n', lineOf(line).trimEnd(), `${lineOf(line)}\n`])('does not answer with %j', (answer) => {
    expect(parseSignatureLines(answer)).toBeUndefined();
  });

  it.each([
    ['by another name', { ...line, name: 'other' }],
    ['by another key', { ...line, keyId: keyIdOf(bytesSha256, witness, 1) }],
    ['that is too short', { ...line, signature: line.signature.subarray(1) }],
    ['that is too long', { ...line, signature: concatenated([line.signature, Uint8Array.of(0)]) }],
    ['of a time below zero', { ...line, signature: timestamped({ ...cosignature, timestamp: 2n ** 63n }) }],
  ])('has not cosigned with a line %s', (_, other) => {
    expect(cosignatureOf(bytesSha256, witness, other)).toBeUndefined();
  });

  it('may cosign at the last second that there is', () => {
    const last = { ...cosignature, timestamp: 2n ** 63n - 1n };
    expect(cosignatureOf(bytesSha256, witness, { ...line, signature: timestamped(last) })).toEqual(last);
  });
});
