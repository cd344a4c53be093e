import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../domain/shared/json.ts';
import { textOf } from '../answers/field-of.ts';
import type { ApiClient } from './api-client.ts';

const pollMilliseconds = 200;
const ended: ReadonlySet<string> = new Set(['completed', 'refused', 'undone', 'needsRepair']);

export const transferPath = (id: string): string => `/v1/transfers/${encodeURIComponent(id)}`;

/** The transfer once it has ended, or as it stands when `deadline` (milliseconds since 1970) is past. */
export const waitForTransfer = async (api: ApiClient, transfer: JsonObject, deadline: number): Promise<JsonObject> => {
  let newest = transfer;
  while (!ended.has(textOf(newest, 'status')) && Date.now() < deadline) {
    await pause(pollMilliseconds);
    newest = await api.get(transferPath(textOf(transfer, 'id')));
  }
  return newest;
};
