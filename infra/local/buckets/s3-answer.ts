/** An answer of the S3 API. */
export type S3Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

/** An error in the form that the SDK reads its name from. */
export const s3Error = (status: number, code: string, message: string): S3Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `${declaration}<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
});

/** An XML document with one root element. */
export const s3Document = (root: string, content: string): S3Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`,
});

export const xmlElement = (name: string, text: string | number | boolean): string =>
  `<${name}>${escapeXml(String(text))}</${name}>`;

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (character) => escapes[character] ?? character);
