import type { Exchange } from '../history/exchange.ts';

const routes = {
  openAccount: /^POST \/v1\/accounts$/,
  freeze: /^POST \/v1\/accounts\/([^/]+)\/freeze$/,
  unfreeze: /^POST \/v1\/accounts\/([^/]+)\/unfreeze$/,
  close: /^POST \/v1\/accounts\/([^/]+)\/close$/,
  limits: /^POST \/v1\/accounts\/([^/]+)\/limits$/,
  postEntry: /^POST \/v1\/journal-entries$/,
  authorizeHold: /^POST \/v1\/holds$/,
  captureHold: /^POST \/v1\/holds\/([^/]+)\/captures$/,
  voidHold: /^POST \/v1\/holds\/([^/]+)\/void$/,
  requestTransfer: /^POST \/v1\/transfers$/,
  settleTransfer: /^POST \/v1\/transfers\/([^/]+)\/settlements$/,
  resolveAlert: /^POST \/v1\/risk\/alerts\/([^/]+)\/resolution$/,
  accounts: /^GET \/v1\/accounts$/,
  account: /^GET \/v1\/accounts\/([^/]+)$/,
  balance: /^GET \/v1\/accounts\/([^/]+)\/balance$/,
  entries: /^GET \/v1\/accounts\/([^/]+)\/entries$/,
  entry: /^GET \/v1\/journal-entries\/([^/]+)$/,
  hold: /^GET \/v1\/holds\/([^/]+)$/,
  transfer: /^GET \/v1\/transfers\/([^/]+)$/,
  trialBalance: /^GET \/v1\/trial-balance$/,
  checkpoint: /^GET \/v1\/audit\/checkpoint$/,
  proofs: /^GET \/v1\/audit\/proofs\/([^/]+)$/,
  health: /^GET \/v1\/health$/,
  alerts: /^GET \/v1\/risk\/alerts$/,
} as const;

export type RouteName = keyof typeof routes;

export type Routed = { readonly route: RouteName; readonly id: string };

/** What a request is about. Throws for an address that no client of ours asks at. */
export const routeOf = ({ method, path }: Pick<Exchange, 'method' | 'path'>): Routed => {
  const line = `${method} ${path.split('?')[0]}`;
  for (const [name, pattern] of Object.entries(routes)) {
    const found = pattern.exec(line);
    if (found !== null) return { route: name as RouteName, id: decodeURIComponent(found[1] ?? '') };
  }
  throw new Error(`Nobody asks at ${line}`);
};
