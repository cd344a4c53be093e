import type { RowKey } from '../../ports/projection-store.ts';
import type { Instant } from '../../shared/instant.ts';
import { entriesPath, type Tile, tilePath } from './tile.ts';

/** How far a ledger's log is sealed: the newest checkpoint's size, and the edge of its tree (base64). */
export type LogRow = { readonly size: number; readonly edge: readonly string[]; readonly sealedAt: Instant };

export const logKey = (ledger: string): RowKey => ({ partition: `${ledger}#archive`, sort: 'log' });

/** Where it is noted which ledgers have a log, one row each, so that all of them can be sealed. */
export const allLogs = '#archive';

export const knownLogKey = (ledger: string): RowKey => ({ partition: allLogs, sort: ledger });

/** Where the objects of a ledger's log are in the archive. */
export const checkpointName = (ledger: string, size: number): string => `log/${ledger}/checkpoint/${size}`;

export const tileName = (ledger: string, tile: Tile): string => `log/${ledger}/${tilePath(tile)}`;

export const entriesName = (ledger: string, tile: Pick<Tile, 'index' | 'width'>): string =>
  `log/${ledger}/${entriesPath(tile)}`;

/** The key whose signatures a ledger's checkpoints bear, kept so that they can be checked when the key is gone. */
export const verifierKeyName = (ledger: string, keyId: string): string => `log/${ledger}/key/${keyId}`;

/** The line that every checkpoint of a ledger's log begins with; also the name of its keys. */
export const originOf = (logName: string, ledger: string): string => `${logName}/${ledger}`;

/** A witness's signature line on the checkpoint of a size; of the witness, the SHA-256 of its name in hexadecimal. */
export const cosignatureName = (ledger: string, size: number, nameHash: string): string =>
  `${cosignaturesOf(ledger, size)}${nameHash}`;

/** Where the cosignatures of a checkpoint are. */
export const cosignaturesOf = (ledger: string, size: number): string => `log/${ledger}/cosignature/${size}/`;

/** The newest checkpoint that a witness has cosigned, by its size. */
export type WitnessRow = { readonly size: number };

export const witnessesOf = (ledger: string): string => `${ledger}#archived#witnesses`;

export const witnessKey = (ledger: string, nameHash: string): RowKey => ({
  partition: witnessesOf(ledger),
  sort: nameHash,
});
