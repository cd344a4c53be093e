import type { IncomingMessage } from 'node:http';

/** API Gateway's limit on a payload. */
export const bodyBytesMaximum = 10_000_000;

/** The body, undefined where there is none, or `tooLarge`. */
export const readBody = (request: IncomingMessage): Promise<Buffer | undefined | 'tooLarge'> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > bodyBytesMaximum) {
      resolve('tooLarge');
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bodyBytesMaximum) {
        resolve('tooLarge');
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(bytes === 0 ? undefined : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('The client went away.')));
  });
