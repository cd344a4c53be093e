/** Who is sent a log's checkpoints, to see that there is one log for everybody. */
export type Witness = {
  /** What `/add-checkpoint` is put behind. */
  readonly url: string;
  /** C2SP signed-note's `<name>+<key id>+<base64>`, of type 0x04. */
  readonly verifierKey: string;
};

/** What is said where there are no witnesses. */
export const noWitnesses = 'none';

const urlPattern = /^(https:\/\/[^\s,?#]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s,?#]*)?)$/;
const keyPattern = /^[^\s+,]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/;

/**
 * Reads witnesses from a setting: for each its URL, a space and its verifier key, joined by commas; or `none`.
 * Undefined for any other text, and where two have one name.
 */
export const parseWitnesses = (text: string): readonly Witness[] | undefined => {
  if (text === noWitnesses) return [];
  const witnesses: Witness[] = [];
  for (const each of text.split(',')) {
    const [url = '', verifierKey = '', ...more] = each.trim().split(/ +/);
    if (!urlPattern.test(url) || !keyPattern.test(verifierKey) || more.length > 0) return undefined;
    witnesses.push({ url: url.replace(/\/+$/, ''), verifierKey });
  }
  const names = new Set(witnesses.map(({ verifierKey }) => verifierKey.split('+')[0]));
  return names.size === witnesses.length ? witnesses : undefined;
};
