const contents = [
  'policy',
  'signatures',
  'previous',
  'heads',
  'tree',
  'chosen',
  'entries',
  'versions',
  'exports',
  'page',
];

/**
 * Which checks have to notice a tampering, at least one of them, where one can say: it is no use that a removed entry
 * is refused for a hash of a page.
 */
const rightReasons: readonly (readonly [kinds: RegExp, checks: readonly string[]])[] = [
  [/^a bit of a file, and the manifest mended$/, contents],
  // A checkpoint of another log may bear a key that both name, and that is not the trusted one.
  [/^a file is that of another trail, and the manifest mended$/, [...contents, 'files', 'key']],
  [/^(a file is|two files are) .*, and the manifest mended$/, [...contents, 'files']],
  [/^(a file is|two files are) [^,]*$/, ['files']],
  [/ in a whole log, tiles and manifest mended$/, ['tree', 'entries', 'heads']],
  [/, signed with another key$/, ['key', 'signatures']],
  [/ in an extract, and the manifest mended$/, ['tree', 'heads', 'chosen', 'versions']],
  [/^an entry that was not asked for /, ['chosen']],
  [/^another checkpoint of the log is replayed$/, ['signatures', 'policy', 'previous', 'tree']],
  [/^another previous checkpoint is replayed$/, ['signatures', 'policy', 'previous']],
  [/^the checkpoint is signed with another key$/, ['key', 'signatures']],
  [/^the checkpoint is signed with another key too$/, ['signatures']],
  [/^the log is another under the same key$/, ['kept']],
  [/^proofs are edited/, ['tree', 'heads', 'previous']],
  [/^heads are edited/, ['heads']],
  // Where two closes follow each other, their heads are the same, and only the exports tell them apart.
  [/^the policy is edited/, ['policy', 'signatures', 'heads', 'chosen', 'exports']],
  [/^an export is edited/, ['exports']],
  [/^a text apart is edited/, ['entries']],
  [/^the page /, ['page']],
  [/^all is made anew under another key$/, ['key']],
  [/^all is made anew under another key, for whom /, ['kept']],
  [/^signatures are edited$/, ['signatures']],
  [/^the manifest is edited$/, ['files']],
  [/^a file has a path that leads elsewhere$/, ['files']],
  [/^a number is another, or none$/, ['policy', 'signatures', 'heads', 'tree', 'chosen', 'entries']],
  [/^a moment is none$/, ['policy']],
];

/** Whether one of the checks that have to notice a tampering of that kind did; any will do where nothing is said. */
export const isRightReason = (kind: string, failed: readonly string[]): boolean => {
  const found = rightReasons.find(([kinds]) => kinds.test(kind));
  return found === undefined ? failed.length > 0 : found[1].some((check) => failed.includes(check));
};
