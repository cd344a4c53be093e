import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandFailed } from '../command-failed.ts';
import type { FileSource } from './load-verifier.ts';

/** The files of a zip whose entries are stored as they are, as a trail's are; they are read where they lie. */
export type ZipFiles = FileSource & { readonly close: () => void };

type Place = { readonly at: number; readonly size: number };

/** Opens a zip. Throws CommandFailed for what is none, and for one with compressed entries. */
export const openZip = (file: string): ZipFiles => {
  const descriptor = openSync(file, 'r');
  const bytesAt = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (at < 0 || readSync(descriptor, bytes, 0, length, at) !== length) throw damaged(file);
    return bytes;
  };
  const places = placesIn(bytesAt, fstatSync(descriptor).size, file);
  const placeOf = (path: string): Place => {
    const place = places.get(path);
    if (place === undefined) throw new CommandFailed(`${path} is missing`);
    const local = bytesAt(place.at, localBytes);
    const name = bytesAt(place.at + localBytes, local.readUInt16LE(26)).toString('utf8');
    // Programs that read a zip from its beginning would see another file there.
    if (name !== path) throw new CommandFailed(`${path} is called ${name} elsewhere in ${file}`);
    return { ...place, at: place.at + bodyOffset(local) };
  };
  return {
    paths: [...places.keys()],
    read: (path) => {
      const { at, size } = placeOf(path);
      return bytesAt(at, size);
    },
    *chunks(path) {
      const { at, size } = placeOf(path);
      for (let done = 0; done < size; done += chunkBytes) yield bytesAt(at + done, Math.min(chunkBytes, size - done));
    },
    close: () => closeSync(descriptor),
  };
};

const chunkBytes = 1 << 20;

// The numbers of the format are those of PKWARE's APPNOTE.TXT.
const [endBytes, locatorBytes, largeEndBytes, centralBytes, localBytes] = [22, 20, 56, 46, 30];
const [signatureOfEnd, signatureOfLargeEnd, signatureOfCentral] = [0x06054b50, 0x06064b50, 0x02014b50];
const isElsewhere = 0xffffffff;

type BytesAt = (at: number, length: number) => Buffer;

const placesIn = (bytesAt: BytesAt, fileSize: number, file: string): ReadonlyMap<string, Place> => {
  const { count, size, at } = directoryOf(bytesAt, fileSize, file);
  const directory = bytesAt(at, size);
  const places = new Map<string, Place>();
  let next = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const header = directory.subarray(next, next + centralBytes);
    if (header.length < centralBytes || header.readUInt32LE(0) !== signatureOfCentral) throw damaged(file);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => header.readUInt16LE(offset));
    const end = next + centralBytes + (nameLength ?? 0);
    const path = directory.toString('utf8', next + centralBytes, end);
    if (header.readUInt16LE(10) !== 0 || places.has(path))
      throw new CommandFailed(`${file} is not a zip of a trail: ${path} is compressed, or is there twice`);
    places.set(path, placeIn(header, directory.subarray(end, end + (extraLength ?? 0))));
    next = end + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return places;
};

const directoryOf = (bytesAt: BytesAt, fileSize: number, file: string) => {
  const end = bytesAt(fileSize - endBytes, endBytes);
  if (end.readUInt32LE(0) !== signatureOfEnd) throw damaged(file);
  const [count, size, at] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (count !== 0xffff && size !== isElsewhere && at !== isElsewhere) return { count, size, at };
  const locator = bytesAt(fileSize - endBytes - locatorBytes, locatorBytes);
  const large = bytesAt(numberAt(locator, 8), largeEndBytes);
  if (large.readUInt32LE(0) !== signatureOfLargeEnd) throw damaged(file);
  return { count: numberAt(large, 32), size: numberAt(large, 40), at: numberAt(large, 48) };
};

/** Sizes and places that do not fit into the header are in an extra field, in this order and only those. */
const placeIn = (header: Buffer, extra: Buffer): Place => {
  const large = largeFieldOf(extra);
  let read = 0;
  const [size = 0, , at = 0] = [24, 20, 42].map((offset) => {
    const number = header.readUInt32LE(offset);
    if (number !== isElsewhere) return number;
    read += 8;
    return numberAt(large, read - 8);
  });
  return { at, size };
};

const largeFieldOf = (extra: Buffer): Buffer => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  return Buffer.alloc(0);
};

const bodyOffset = (local: Buffer): number => localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);

const numberAt = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

const damaged = (file: string) => new CommandFailed(`${file} is not a zip, or is damaged`);
