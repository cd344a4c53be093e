import { isObject } from '../is-object.ts';

/** Where a request goes: `host` with its port. */
export type RequestTarget = { readonly hostname: string; readonly host: string };

/** Reads the target off the arguments of `http.request`: options, or an address and perhaps options over it. */
export const requestTarget = (given: readonly unknown[]): RequestTarget => {
  const [first, second] = given;
  const address = typeof first === 'string' || first instanceof URL ? new URL(first) : undefined;
  const options = [address === undefined ? first : second].find(isObject) ?? {};
  const hostname = text(options['hostname']) ?? text(options['host']) ?? address?.hostname ?? 'localhost';
  const port = text(options['port']) ?? address?.port ?? '';
  return { hostname, host: port === '' ? hostname : `${hostname}:${port}` };
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
