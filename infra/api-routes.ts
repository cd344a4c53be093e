/** A route of the HTTP API as API Gateway knows it, and the scope that a token needs for it; none where undefined. */
export type ApiRoute = { readonly routeKey: string; readonly scopes: readonly string[] | undefined };

const open = (...routeKeys: readonly string[]): readonly ApiRoute[] =>
  routeKeys.map((routeKey) => ({ routeKey, scopes: undefined }));

const scoped = (scope: string, ...routeKeys: readonly string[]): readonly ApiRoute[] =>
  routeKeys.map((routeKey) => ({ routeKey, scopes: [scope] }));

/** Every route there is. One that is not listed here exists neither in the cloud nor on this machine. */
export const apiRoutes: readonly ApiRoute[] = [
  // What no other route takes is answered by the API too, so that a wrong address gets a problem document.
  ...open('GET /v1/health', 'GET /openapi.json', 'GET /docs', '$default'),
  ...scoped(
    'accounts:read',
    'GET /v1/accounts',
    'GET /v1/accounts/{id}',
    'GET /v1/accounts/{id}/balance',
    'GET /v1/accounts/{id}/entries',
    'GET /v1/trial-balance',
  ),
  ...scoped(
    'accounts:write',
    'POST /v1/accounts',
    'POST /v1/accounts/{id}/freeze',
    'POST /v1/accounts/{id}/unfreeze',
    'POST /v1/accounts/{id}/close',
    'POST /v1/accounts/{id}/limits',
  ),
  ...scoped('entries:read', 'GET /v1/journal-entries/{id}'),
  ...scoped('entries:write', 'POST /v1/journal-entries'),
  ...scoped('holds:read', 'GET /v1/holds/{id}'),
  ...scoped('holds:write', 'POST /v1/holds', 'POST /v1/holds/{id}/captures', 'POST /v1/holds/{id}/void'),
  ...scoped('transfers:read', 'GET /v1/transfers/{id}', 'GET /v1/transfers/{id}/timeline'),
  ...scoped('transfers:write', 'POST /v1/transfers'),
  ...scoped('repairs:write', 'POST /v1/transfers/{id}/repairs'),
  ...scoped('approvals:write', 'POST /v1/transfers/{id}/approvals'),
  ...scoped('settlements:write', 'POST /v1/transfers/{id}/settlements'),
  ...scoped(
    'audit:read',
    'GET /v1/audit/checkpoint',
    'GET /v1/audit/comparison',
    'GET /v1/audit/proofs/{id}',
    'GET /v1/audit/consistency',
    'GET /v1/audit/closes',
    'GET /v1/audit/closes/{id}/accounts/{accountId}',
    'GET /v1/audit/trails/{id}',
  ),
  ...scoped('audit:write', 'POST /v1/audit/trails', 'POST /v1/audit/closes'),
  ...scoped('sealed:write', 'POST /v1/sealed-values'),
  ...scoped('sealed:read', 'GET /v1/sealed-values/{id}'),
  ...scoped('subjects:write', 'DELETE /v1/subjects/{id}'),
  ...scoped('risk:read', 'GET /v1/risk/alerts'),
  ...scoped('risk:write', 'POST /v1/risk/alerts/{id}/resolution'),
];
