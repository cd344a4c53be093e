import type { AccessRequest } from '../../policies/is-allowed.ts';

/** The answer that AWS gives to a call that IAM does not allow, in the protocol of the call. */
export type Denial = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `inJson` for AWS's JSON protocols; otherwise the answer is S3's XML. */
export const denialOf = (
  { action, resource }: AccessRequest,
  { functionName, inJson }: { readonly functionName: string; readonly inJson: boolean },
): Denial => {
  const message = `The role of ${functionName} is not authorized to perform: ${action} on resource: ${resource}`;
  const headers = { 'x-amzn-requestid': crypto.randomUUID(), 'x-amz-request-id': crypto.randomUUID() };
  return inJson
    ? {
        statusCode: 400,
        headers: {
          ...headers,
          'content-type': 'application/x-amz-json-1.0',
          'x-amzn-errortype': 'AccessDeniedException',
        },
        body: JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message, Message: message }),
      }
    : {
        statusCode: 403,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${escaped(message)}</Message></Error>`,
      };
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
