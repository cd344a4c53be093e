import type http from 'node:http';
import type { ClientRequest } from 'node:http';
import type https from 'node:https';
import { isObject } from '../is-object.ts';

/** Tells the agent of a request: with an address in place of the one it was made with, or without. */
export type Release = (address: string | undefined) => void;

export type HeldRequest = { readonly request: ClientRequest; readonly release: Release };

/** Of Node's modules `http` and `https`. */
type HttpModule = Pick<typeof http | typeof https, 'request' | 'globalAgent'>;

type Connecting = { readonly addRequest: (request: ClientRequest, options: object) => void };

/**
 * Makes a request of the arguments of `http.request` that gets no connection before it is released. Node tells an agent
 * of each request as soon as it is made; here the agent hears of it only then. So one that is never released connects
 * to nobody, and the agent keeps connections by where requests really go.
 */
export const heldRequest = (module: HttpModule, given: readonly unknown[]): HeldRequest => {
  const place = typeof given[0] === 'string' || given[0] instanceof URL ? 1 : 0;
  const options = isObject(given[place]) ? given[place] : undefined;
  const agent = connecting(options?.['agent']) ?? connecting(module.globalAgent);
  let held: Release | undefined;
  const addRequest = (request: ClientRequest, meant: object): void => {
    held = (address) => agent?.addRequest(request, address === undefined ? meant : { ...meant, ...partsOf(address) });
  };
  const take = (): Release | undefined => {
    const taken = held;
    held = undefined;
    return taken;
  };
  const request: ClientRequest = Reflect.apply(module.request, undefined, [
    ...given.slice(0, place),
    { ...options, agent: Object.create(agent ?? null, { addRequest: { value: addRequest } }) },
    ...given.slice(options === undefined ? place : place + 1),
  ]);
  finishIfDestroyed(request, () => take() !== undefined);
  return { request, release: (address) => take()?.(address) };
};

const connecting = (agent: unknown): Connecting | undefined => (isConnecting(agent) ? agent : undefined);

// Every agent has it, although it is in no documentation: a request requires it of whatever it is given as an agent.
const isConnecting = (agent: unknown): agent is Connecting =>
  isObject(agent) && typeof agent['addRequest'] === 'function';

const partsOf = (address: string): { readonly host: string; readonly port: string } => {
  const { hostname, port } = new URL(address);
  return { host: hostname, port };
};

// Whoever destroys a request hears of its end when it gets its connection, which a held one never does.
const finishIfDestroyed = (request: ClientRequest, takeBack: () => boolean): void => {
  const originalDestroy = request.destroy.bind(request);
  const finish = (): void => {
    if (takeBack()) Reflect.apply(request.onSocket, request, [null]);
  };
  request.destroy = (error) => {
    originalDestroy(error);
    finish();
    return request;
  };
  if (request.destroyed) finish();
};
