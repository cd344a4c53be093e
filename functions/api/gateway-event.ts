/** What we read of an event of API Gateway's HTTP API, payload format 2.0. Names of headers are in small letters. */
export type GatewayEvent = {
  /** The declared route that took the request; `$default` where none did. */
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: { readonly method: string };
    readonly requestId?: string;
    /** The authorizer checked the token's signature, issuer, audience and time; we rely on that. */
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } };
  };
};

/** The query parameters, each with all its values. */
export const parametersOf = ({ rawQueryString }: GatewayEvent): Readonly<Record<string, readonly string[]>> => {
  if (rawQueryString === undefined || rawQueryString === '') return {};
  const parameters = new URLSearchParams(rawQueryString);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
};
