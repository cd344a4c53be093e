import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** Answers in DynamoDB's protocol; `body` is JSON text. */
export const answerJson = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
};

/** Refuses a call that names tables of both engines. */
export const refuseSplit = (response: ServerResponse): void =>
  answerJson(
    response,
    400,
    JSON.stringify({
      __type: 'com.amazon.coral.validate#ValidationException',
      message:
        'The local stack keeps tables that have a stream in one DynamoDB engine and all others in another, so no call ' +
        'can name tables of both.',
    }),
  );

/** Says that an engine did not answer, which a client may take for a failure that passes. */
export const failCall = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  answerJson(
    response,
    500,
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
      message: `The DynamoDB engine of the local stack did not answer: ${reason}`,
    }),
  );
};
