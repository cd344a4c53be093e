/** SHA-256 of the text's UTF-8 bytes, as 43 characters of base64url. */
export type Digest = (text: string) => string;
