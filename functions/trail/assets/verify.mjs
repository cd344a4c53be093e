#!/usr/bin/env node
/*
 * Checks a Quipu audit trail: the folder of this file, or one that is named. It needs Node 20.12 and nothing else: no
 * packages, no network. It was written from docs/trail-format.md and shares no code with what makes trails.
 *
 *   node verify.mjs [FOLDER] [--key VERIFIER_KEY]... [--checkpoint EARLIER_FILE] [--json]
 *
 * Exit code 0: all that was checked holds. 1: refused. 2: wrong use. Amounts are whole minor units. How the exports
 * are written is in the templates of VERIFY.md, which is pinned by its hash. A block ends on its last line.
 */
import { createHash, createPublicKey, hash as hashOnce, verify as isSignedBy } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const sha256 = (...parts) => hashOnce('sha256', Buffer.concat(parts), 'buffer');
const sha256Hex = (bytes) => hashOnce('sha256', bytes, 'hex');
const digestOf = (text) => hashOnce('sha256', text, 'base64url');
const ownFile = realpathSync(new URL(import.meta.url));
/** SHA-256 of what is the same in every trail; of former releases too. The page's is without what it shows. */
const knownPages = {
  'VERIFY.md': ['ad844b97bf046808c0c60b77457fdc3e0e98550dd14aa3dee428de50bee2a6ee'],
  'report.html': ['e4085151b96d4270b737232113db9ea3e72dfd9727e5053dcf3d9dcc2f5cedbd'],
  'verify.mjs': [sha256Hex(readFileSync(ownFile))], };
/* ---- Files, text and canonical JSON (RFC 8785) ---- */
const must = (condition, message) => { if (!condition) throw new Error(message.slice(0, 300)); };
const matched = (pattern, text, what) => pattern.exec(text) ?? must(false, `not ${what}: ${text}`);
const each = (list, say) => { let text = ''; for (const one of list) text += say(one); return text; };
const folderOf = (folder) => ({
  get paths() {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => !one.isDirectory());
    const pathOf = (one) => relative(folder, join(one.parentPath ?? one.path, one.name)).split(sep).join('/');
    return entries.map((one) => (one.isFile() ? pathOf(one) : must(false, `${pathOf(one)} is a link, or no file`))); },
  read: (path) => readFileSync(join(folder, path)),
  *chunks(path) {
    const file = openSync(join(folder, path), 'r'), buffer = Buffer.allocUnsafe(1 << 20);
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) yield buffer.subarray(0, count);
    closeSync(file); }, });
const textOf = (bytes, text = bytes.toString('utf8')) =>
  !text.includes('\ufffd') || Buffer.from(text).equals(bytes) ? text : must(false, 'bytes that are not UTF-8');
function* linesOf(chunks) {
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop();
    for (const line of lines) yield textOf(Buffer.from(line, 'latin1')); }
  must(rest === '', 'a file that does not end with a line'); }
const isSorted = (value) => typeof value !== 'object' || value === null || (Array.isArray(value) ? value.every(isSorted)
  : Object.keys(value).every((name, at, names) => (at === 0 || names[at - 1] < name) && isSorted(value[name])));
/** What has its members in order is written as it is, which is much faster. */
const canonical = (value) => {
  if (isSorted(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`; };
const jsonIn = (text, members, value = JSON.parse(text)) =>
  canonical(value) === text && (members === undefined || Object.keys(value).join(' ') === members)
    ? value : must(false, `not canonical JSON of ${members ?? 'any kind'}: ${text}`);
const isInstant = (text) => /^\d{4}-/.test(text) && new Date(text).toJSON() === text;
/* ---- Keys and signed checkpoints (C2SP signed-note, tlog-checkpoint) ---- */
const bytesOf = (base64, bytes = Buffer.from(base64, 'base64')) =>
  bytes.toString('base64') === base64 ? bytes : must(false, `not base64: ${base64}`);
const hashIn = (text) => bytesOf(matched(/^.{43}=$/, text, 'a hash')[0]);
const keyIn = (text) => {
  const [, name, id, encoded] = matched(/^([^\s+]+)\+([0-9a-f]{8})\+(A.{43})$/, text, 'a key of Ed25519');
  const bytes = bytesOf(encoded), x = bytes.subarray(1).toString('base64url');
  must(bytes[0] === 1 && sha256(Buffer.from(`${name}\n`), bytes).toString('hex', 0, 4) === id, `not that key: ${text}`);
  return { text, name, id, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) }; };
/** What a signed note says. Signatures of the keys must be good; `isOpen` lets it bear others too. */
const checkpointIn = (note, keys, isOpen = false) => {
  const [, text, rest] = matched(/^(.*\n)\n((?:[^\n]+\n)+)$/s, note, 'a signed note');
  const [, origin, size, root] = matched(/^(.+)\n([1-9]\d{0,14})\n(.+)\n$/, text, 'a checkpoint');
  const signers = rest.slice(0, -1).split('\n').map((line) => {
    const [, name, encoded] = matched(/^— (\S+) (\S+)$/, line, 'a signature'), bytes = bytesOf(encoded);
    const key = keys.find((one) => one.name === name && one.id === bytes.toString('hex', 0, 4));
    if (key === undefined && isOpen) return line;
    const isGood = key && isSignedBy(null, Buffer.from(text), key.publicKey, bytes.subarray(4));
    return isGood ? key.text : must(false, `not good, or of a key that the policy does not name: ${line}`); });
  const isSigned = keys.some((key) => signers.includes(key.text)) && new Set(signers).size === signers.length;
  must(isSigned, 'a checkpoint that no key has signed, or one has twice');
  return { note, signers, origin, size: Number(size), root: hashIn(root) }; };
/* ---- The tree (RFC 6962), its tiles (C2SP tlog-tiles) and its proofs ---- */
const leafOf = (bytes) => sha256(Buffer.of(0), bytes);
const nodeOf = (left, right) => sha256(Buffer.of(1), left, right);
const leftOf = (size) => 2 ** Math.floor(Math.log2(size - 1));
const rootOf = (hashes, left = 32 * leftOf(hashes.length / 32)) => {
  if (hashes.length <= 32) return hashes.length === 0 ? sha256() : hashes;
  return nodeOf(rootOf(hashes.subarray(0, left)), rootOf(hashes.subarray(left))); };
const tilePath = (kind, index, width, digits = String(index)) => {
  const place = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/');
  return `tile/${kind}/${place}${width === 256 ? '' : `.p/${width}`}`; };
const taken = (path) => path.pop() ?? must(false, 'a proof that is too short');
/** The root that a path leads to, which begins with the leaf's sibling and is used up. */
const rootBy = (path, leaf, index, size, left = leftOf(size)) => {
  if (size === 1) return leaf;
  const sibling = taken(path), isLeft = index < left;
  if (isLeft) return nodeOf(rootBy(path, leaf, index, left), sibling);
  return nodeOf(sibling, rootBy(path, leaf, index - left, size - left)); };
const proveInclusion = (text, { index, hashes }, { size, root }) => {
  const path = hashes.map(hashIn), isPlace = Number.isInteger(index) && index >= 0 && index < size;
  const isIn = isPlace && rootBy(path, leafOf(Buffer.from(text)), index, size).equals(root) && path.length === 0;
  must(isIn, `not proven to be number ${index} of a tree of ${size}: ${text}`); };
/** The roots of a tree of `first` leaves and of one of `second` that continues it, by the proof that it does. */
const rootsBy = (path, known, first, second) => {
  if (first === second) return Array(2).fill(known ?? taken(path));
  const other = taken(path), left = leftOf(second);
  if (first > left) return rootsBy(path, undefined, first - left, second - left).map((root) => nodeOf(other, root));
  const [one, two] = rootsBy(path, known, first, left);
  return [one, nodeOf(two, other)]; };
/* ---- What the exports say of accounts and entries: sections 5 to 11 of the format ---- */
const clean = (text) =>
  text.replace(/[\p{Cc}\p{Cs} \u00a0\u2028\u2029\ufeff\ufffe\uffff]+/gu, ' ').replace(/^ | $/g, '') || '-';
const units = (text) =>
  /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? BigInt(text.replace('.', '')) : must(false, `not an amount: ${text}`);
const digitsIn = (text) => text.split('.')[1]?.length ?? 0;
const sizeOf = (amount) => (amount < 0n ? -amount : amount);
const money = (amount, digits = 0) => {
  const text = String(sizeOf(amount)).padStart(digits + 1, '0'), point = text.length - digits;
  return `${amount < 0n ? '-' : ''}${text.slice(0, point)}${digits === 0 ? '' : `.${text.slice(point)}`}`; };
const isSayable = (amounts) => amounts.every((amount) => String(sizeOf(amount)).length <= 18);
const exportDate = (day) => (day < '1970-01-01' ? '1970-01-01' : day > '2100-12-31' ? '2100-12-31' : day.slice(0, 10));
const roots = { asset: 'Assets', liability: 'Liabilities', equity: 'Equity', income: 'Income', expense: 'Expenses' };
const beancountPart = (part, encoded = part.replaceAll('-', '--').replaceAll('_', '-u').replace('~', '-t')) =>
  /^[a-z]/.test(part) ? encoded[0].toUpperCase() + encoded.slice(1) : /^\d/.test(part) ? encoded : `X-x${encoded}`;
const beancountId = (id) => id.split(':').map((part) => beancountPart(part)).join(':');
/** What is missing for amounts to add up to zero in each currency. */
const restsOf = (amounts, digits) => {
  const sums = {};
  for (const { currency, signed } of amounts) sums[currency] = (sums[currency] ?? 0n) - signed;
  const missing = Object.keys(sums).sort().filter((currency) => sums[currency] !== 0n);
  return missing.map((currency) => ({ currency, rest: money(sums[currency], digits[currency]) })); };
const totalsOf = ({ debits, credits, heldDebits = '0', heldCredits = '0' }) =>
  [debits, credits, heldDebits, heldCredits].map(units);
const shownAccount = (shown, { accountId, name, type, currency, ...head }, before) => {
  const digits = digitsIn(head.debits), after = totalsOf(head), isDebit = type === 'asset' || type === 'expense';
  const opening = before[0] - before[1], closing = after[0] - after[1], root = roots[type];
  const balances = [['Opening', 'OPBD', shown.openingDate, opening], ['Closing', 'CLBD', shown.closingDate, closing]];
  return { outer: shown, accountId, name: clean(name), type, currency, isDebit, opening, closing, signed: opening,
    plainName: `${root.toLowerCase()}:${accountId}`, beanName: `${root}:${beancountId(accountId)}:In-${currency}`,
    openingText: money(opening, digits), closingText: money(closing, digits), zero: money(0n, digits),
    moved: after.map((total, at) => total - before[at]), balances: balances.map(([when, code, date, signed]) => ({
      when, code, date, currency, amount: money(sizeOf(signed), digits), side: signed < 0n ? 'Credit' : 'Debit',
      indicator: (isDebit ? signed : -signed) < 0n ? 'DBIT' : 'CRDT' })) }; };
const shownEntry = (shown, index, { effectiveDate, valueDate = effectiveDate, ...fact }) => {
  const { entryId, actor, description, recordedAt, transferId, holdId } = fact, date = exportDate(effectiveDate);
  const source = transferId ? 'transfer' : holdId ? 'hold' : 'entry', isOther = date !== effectiveDate;
  const entry = { outer: shown, index, entryId, actor: clean(actor), text: clean(description), effectiveDate, date,
    isOther, valueDate: exportDate(valueDate), recordedAt, source, postings: [], rests: [] };
  entry.postings = fact.postings.flatMap(({ accountId, side: given, amount, currency }, at) => {
    const account = shown.named.get(accountId), isDebit = given === 'debit', line = at + 1;
    if (account === undefined) return [];
    const { plainName, beanName } = account, indicator = isDebit === account.isDebit ? 'CRDT' : 'DBIT';
    const [side, sign, signed] = isDebit ? ['Debit', '', units(amount)] : ['Credit', '-', -units(amount)];
    return [{ outer: entry, accountId, plainName, beanName, indicator, currency, amount, line, side, sign, signed }];
  });
  return Object.assign(entry, { rests: restsOf(entry.postings, shown.digits) }); };
const xmlNames = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const csv = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const manners = { '': String, csv, free: (text) => csv(text.replace(/^[=+@-]/, "'$&")), date: exportDate,
  xml: (text, most) => (text.length <= most ? text : [...text].slice(0, most).join('').replace(/ $/, ''))
    .replace(/[&<>"]/g, (character) => xmlNames[character]), letter: (side) => side[0],
  id: (text, most) => (text.length <= most ? text : sha256Hex(text).slice(0, 32)), day: (text) => text.slice(0, 10),
  table: (type) => (type === 'income' ? 'Revenue' : roots[type]), hash: (text) => sha256Hex(text).slice(0, 16),
  quoted: (text) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), year: (text) => text.slice(0, 4),
  month: (text) => text.slice(5, 7), number: (day) => Number(day.slice(5, 7)), comma: (it) => it.replaceAll(';', ','),
  time: (text) => text.slice(11, 19), next: (day) => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10) };
/** What a name means in a scope, or in one around it. */
const valueIn = (scope, name) => (scope[name] === undefined ? valueIn(scope.outer, name) : scope[name]);
/** `{name}` is a value, `{name:manner}` says it in a manner, `{#name}…{/name}` comes for each of a list, or if so. */
const template = (source) => {
  const tokens = source.replace(/^(\{[#/]\w+\})\n/gm, '$1').split(/[{}]/);
  const until = (end) => {
    for (const parts = []; ; ) {
      const [text, token] = tokens.splice(0, 2);
      parts.push(() => text);
      if (token === end) return (scope) => each(parts, (part) => part(scope));
      const [, list, name, manner, most] = matched(/^(#?)(\w+):?([a-z]*)(\d*)$/, token, 'a template');
      const inner = list && until(`/${name}`), say = manners[manner];
      const listOf = (value, scope) => (Array.isArray(value) ? value : value ? [scope] : []);
      parts.push(list ? (scope) => each(listOf(valueIn(scope, name), scope), inner)
        : (scope) => say(valueIn(scope, name), Number(most))); } };
  return until(); };
/** Of each format: how a file begins, what comes for each entry or posting, and how it ends. */
const formatsIn = (page) => {
  const formats = {}, blocks = page.matchAll(/^```template (\S+) (begin|entry|end)\n(.*?)^```$/gms);
  for (const [, names, part, source] of blocks) {
    const made = template(source);
    for (const name of names.split(',')) formats[name] = { ...formats[name], [part]: made }; }
  return formats; };
/** All exports, rendered piece by piece and hashed on the way: nothing of them stays in memory. */
const exportsOf = (shown, { statement, audit, ...formats }, claimedIn) => {
  const others = Object.entries(formats).map(([path, format]) => ({ path, format, scope: shown }));
  const sayable = shown.accounts.filter(({ opening, closing }) => isSayable([opening, closing]));
  const statements = new Map(sayable.map((scope) =>
    [scope.accountId, { path: `camt053/${scope.accountId.replaceAll(':', '.')}.xml`, format: statement, scope }]));
  const audits = shown.currencies.flatMap(({ currency, zeros }) => {
    const accounts = shown.accounts.filter((account) => account.currency === currency), digits = zeros.length;
    const sums = [0, 1].map((side) => accounts.reduce((sum, { moved }) => sum + moved[side], 0n));
    const isSaid = isSayable([...sums, ...accounts.flatMap(({ opening, closing }) => [opening, closing])]);
    const [debits, credits] = sums.map((sum) => money(sum, digits));
    return isSaid && digits <= 2 ? [{ format: audit, count: 0, currency, accounts, debits, credits }] : [];
  }).sort((one, other) => other.accounts.length - one.accounts.length);
  for (const [at, file] of audits.entries()) {
    const path = at === 0 ? 'saf-t.xml' : `saf-t.${file.currency}.xml`, claimed = claimedIn(path);
    Object.assign(file, { path, claimed, scope: { outer: shown, ...file, claimed } }); }
  const all = [...others, ...statements.values(), ...audits];
  const said = [...new Set(others.flatMap(({ format }) => format.entry ?? []))];
  const write = (file, text) => {
    if (file === undefined || text === undefined) return;
    file.text += text;
    if (file.text.length > 4_096) [file.text] = ['', file.hash.update(file.text)]; };
  for (const file of all) Object.assign(file, { hash: createHash('sha256'), text: file.format.begin(file.scope) });
  const add = (entry) => {
    if (entry.date > shown.latest) shown.latest = entry.date;
    const texts = new Map(said.map((say) => [say, say(entry)]));
    for (const file of others) write(file, texts.get(file.format.entry));
    for (const posting of entry.postings) write(statements.get(posting.accountId), statement.entry(posting));
    for (const file of audits) {
      const postings = entry.postings.filter(({ currency }) => currency === file.currency);
      if (postings.length > 0) write(file, audit.entry({ outer: entry, postings }));
      file.count += Math.min(postings.length, 1); } };
  const end = () => {
    for (const { path, count, claimed } of audits) must(`${count}` === claimed, `${path} miscounts its entries`);
    return all.map(({ path, hash, text, format, scope }) =>
      [path, hash.update(text + (format.end?.(scope) ?? '')).digest('hex')]); };
  return { add, end };
};
/* ---- What facts do to accounts ---- */
const posted = 'JournalEntryPosted';
const isOwn = (fact) => fact.accountId !== undefined && fact.version !== undefined;
const effectsOf = ({ type, postings, effects = [], ...fact }) => {
  const all = type === posted ? postings : isOwn(fact) ? [fact] : effects;
  return new Map(all.map((effect) => [effect.accountId, effect])); };
/** What debits, credits, held debits and held credits went up by. A capture posts what was held. */
const movedBy = ({ type, postings = [], holdId, hold }, id) => {
  const moved = [0n, 0n, 0n, 0n];
  for (const { side, amount } of postings.filter(({ accountId }) => accountId === id)) {
    moved[side === 'debit' ? 0 : 1] += units(amount);
    if (holdId !== undefined) moved[side === 'debit' ? 2 : 3] -= units(amount); }
  if (!/^Hold(Authorized|Voided|Expired)$/.test(type)) return moved;
  const left = type === 'HoldAuthorized' ? units(hold.amount) : units(hold.captured) - units(hold.amount);
  moved[(hold.side === 'debit') === (hold.accountId === id) ? 2 : 3] += left;
  return moved; };
const isPosting = ({ side, amount, debits }) =>
  (side === 'debit' || side === 'credit') && units(amount) > 0n && digitsIn(amount) === digitsIn(debits);
const isBalanced = (postings) => postings.every(isPosting) && restsOf(postings.map(({ side, amount, currency }) =>
  ({ currency, signed: side === 'debit' ? units(amount) : -units(amount) })), {}).length === 0;
const stateOf = (head) => ({ ...head, totals: totalsOf(head), waiting: new Map() });
const unopened = (head) => ({ ...stateOf(head), version: 0, hash: '', totals: [0n, 0n, 0n, 0n], name: '', status: '' });
/** Facts are in the order in which they arrived; an account's own order is in its versions. */
const follow = (state, claim, fault) => {
  const { waiting, accountId: id } = state, claimed = claim.effect.version;
  if (claimed <= state.version || waiting.has(claimed)) fault('versions', `${id} has version ${claimed} twice`);
  waiting.set(claimed, claim);
  for (let next = waiting.get(state.version + 1); next !== undefined; next = waiting.get(state.version + 1)) {
    const { fact, factHash, effect } = next, { version, accountType: type, currency, previousHash } = effect;
    const totals = totalsOf(effect), moved = movedBy(fact, id), hash = digestOf(`${factHash}|${id}|${version}`);
    const isSum = totals.every((total, at) => total === state.totals[at] + moved[at]);
    if (!isSum) fault('totals', `${id} ${version} is not what was before it and what was moved`);
    if (previousHash !== state.hash) fault('chains', `${id} ${version} does not continue the version before`);
    const { status = state.status, name = state.name } = isOwn(fact) ? fact : {};
    Object.assign(state, { version, type, currency, totals, status, name, hash });
    waiting.delete(version); } };
/** Compares what an account came to with its closing head. */
const compare = ({ totals, waiting, ...state }, head, fault) => {
  const [debits, credits, heldDebits, heldCredits] = totals.map((total) => money(total, digitsIn(head.debits)));
  const checks = { version: 'versions', hash: 'chains', name: 'heads', status: 'heads', type: 'heads' };
  for (const [name, found] of Object.entries({ ...state, debits, credits, heldDebits, heldCredits }))
    if (found !== head[name]) fault(checks[name] ?? 'totals', `${head.accountId}: ${name} is ${found}, not as stated`);
  for (const version of waiting.keys()) fault('versions', `${head.accountId} has ${version} and not what is before it`);
};
/* ---- The log ---- */
function* bundleOf({ read, size }, bundle) {
  const width = Math.min(256, size - bundle * 256), bytes = read(tilePath('entries', bundle, width));
  let at = 0;
  for (let count = 0, begin = 2; count < width; count += 1, begin = at + 2) {
    at = begin + bytes.readUInt16BE(at);
    yield bytes.subarray(begin, at); }
  must(at === bytes.length, `bundle ${bundle} does not have just its ${width} entries`); }
/** Every bundle and tile is checked, from the entries up to the root. */
function* wholeLog({ read, checkpoint: { size, root }, fault, kept }) {
  const leaves = Buffer.alloc(size * 32);
  for (let index = 0; index < size; )
    for (const entry of bundleOf({ read, size }, index / 256)) {
      leaves.set(leafOf(entry), index * 32);
      yield [index, textOf(entry)];
      index += 1; }
  for (let level = 0, hashes = leaves; hashes.length > 0; level += 1) {
    const roots = [];
    for (let at = 0; at < hashes.length; at += 8192) {
      const tile = hashes.subarray(at, at + 8192), path = tilePath(level, at / 8192, tile.length / 32);
      if (!read(path).equals(tile)) fault('tree', `${path} is not that of the entries`);
      if (tile.length === 8192) roots.push(rootOf(tile)); }
    hashes = Buffer.concat(roots); }
  if (!rootOf(leaves).equals(root)) fault('tree', 'the entries are not those of the root that is signed');
  if (kept.size <= size) kept.root = rootOf(leaves.subarray(0, kept.size * 32));
}
function* extractedLog({ lines, checkpoint, covers, isOfSome, fault }) {
  let next = covers.openingClose ?? 0;
  for (const line of lines('extract.jsonl')) {
    const { entry, ...proof } = jsonIn(line, 'entry hashes index'), { index } = proof;
    proveInclusion(entry, proof, checkpoint);
    if (isOfSome ? index < next : index !== next) fault('chosen', `entry ${index} is where entry ${next} should be`);
    yield [index, entry];
    next = index + 1; }
  if (next !== covers.endIndex) fault('chosen', `the extract ends with entry ${next - 1}`); }
const textAt = ({ mode, lines, read, checkpoint: { size } }, index) => {
  if (mode === 'whole') return textOf([...bundleOf({ read, size }, Math.floor(index / 256))][index % 256]);
  for (const line of lines('extract.jsonl')) if (line.endsWith(`"index":${index}}`)) return JSON.parse(line).entry;
  return must(false, `entry ${index} is missing`); };
const closeIn = ({ ledger }, text, index) => {
  const { close, sequence } = jsonIn(text, 'close sequence'), members = Object.keys(close).join(' ');
  const isClose = members === 'accounts closedAt currencies heads ledger previous reason' && sequence === index + 1;
  const isEven = close.currencies.every(({ debits, credits }) => debits === credits);
  must(isClose && close.ledger === ledger && isInstant(close.closedAt) && isEven, `not a balanced close: ${text}`);
  return { ...close, index }; };
/** The fact of an entry and the hash of its text, which may be apart. */
const factIn = ({ read, ledger }, { data, ...entry }) => {
  const apart = () => textOf(read(`text/${Buffer.from(entry.textHash, 'base64url').toString('hex')}`));
  const text = data === undefined ? apart() : canonical(data), fact = data ?? jsonIn(text), hash = digestOf(text);
  const stored = isOwn(fact) ? digestOf(`${hash}|${fact.accountId}|${fact.version}`) : hash;
  const { what = fact.type, when = fact.recordedAt, who = fact.actor, textHash = hash, factId } = entry;
  const isSaid = what === fact.type && when === fact.recordedAt && who === fact.actor && fact.ledger === ledger;
  must(hash === textHash && stored === entry.hash && isSaid, `${factId} is not what its entry says, or its hash`);
  return [fact, hash]; };
const readEntry = (trail, index, text) => {
  const { covers: { firstIndex, closingClose }, isOfSome, states, fault, closes } = trail, entry = jsonIn(text);
  const isCovered = index >= firstIndex && index <= closingClose;
  must(entry.sequence === index + 1, `entry ${index} says that it is another`);
  if (entry.close !== undefined) {
    const close = closeIn(trail, text, index), first = trail.covers.openingClose === null ? null : close.previous;
    const before = closes.length === 0 ? first : closes.at(-1).index;
    if (close.previous !== before) fault('chosen', `the close at ${index} does not follow the one before`);
    return void closes.push(close); }
  if (entry.factId === undefined || (!isCovered && entry.data === undefined)) return;
  const [fact, factHash] = factIn(trail, entry), effects = effectsOf(fact), isPosted = fact.type === posted;
  if (!isCovered) return;
  if (isOfSome && ![...effects.keys()].some((id) => states.has(id))) fault('chosen', `entry ${index} was not asked`);
  trail.step = 'balanced'; must(!isPosted || isBalanced(fact.postings), `entry ${index} does not balance`);
  trail.step = 'totals';
  for (const [id, effect] of effects)
    if (states.has(id)) follow(states.get(id), { fact, factHash, effect }, fault);
    else if (!isOfSome) fault('versions', `${id} has a version and no closing head`);
  trail.step = 'exports'; if (isPosted) trail.exports.add(shownEntry(trail.shown, index, fact));
};
/* ---- The check, step by step; `trail` is what is known by then ---- */
const manifestPath = 'manifest.json', unlisted = [manifestPath, ...Object.keys(knownPages)];
const readManifest = (trail) => {
  const { files, fault } = trail, text = textOf(files.read(manifestPath));
  const found = files.paths.filter((path) => !unlisted.includes(path)).sort().map((path) => {
    const hash = createHash('sha256');
    let size = 0;
    for (const chunk of files.chunks(path)) [size] = [size + chunk.length, hash.update(chunk)];
    return { path, sha256: hash.digest('hex'), size }; });
  trail.manifest = new Map(found.map((file) => [file.path, file]));
  if (text === canonical({ files: found, format: 1 })) return;
  const listed = new Set(jsonIn(text, 'files format').files.map(canonical));
  for (const file of found) if (!listed.delete(canonical(file))) fault('files', `${file.path} is another, or new`);
  fault('files', `manifest.json is not of these files: ${[...listed]}`.slice(0, 300)); };
/** What of the policy follows from the rest is made again and compared. */
const readPolicy = (trail) => {
  const text = textOf(trail.read('policy.json')), { asked, covers, keys: keyTexts, ledger } = jsonIn(text);
  const { accounts, from, to } = asked, { openingClose, closingClose } = covers, keys = keyTexts.map(keyIn);
  trail.step = 'signatures';
  const note = (path) => checkpointIn(textOf(trail.read(path)), keys), checkpoint = note('checkpoint');
  const previous = openingClose === null ? undefined : note('previous/checkpoint'), { origin, size } = checkpoint;
  const isOne = keys.every(({ name }) => name === origin) && (previous ?? checkpoint).origin === origin;
  const isOver = closingClose < size && (previous?.size ?? 0) > (openingClose ?? -1);
  must(isOne && isOver, 'the checkpoints are not of this log, or do not have the closes');
  trail.step = 'policy';
  const isOfSome = accounts !== null, mode = isOfSome || openingClose !== null ? 'extract' : 'whole';
  const made = { asked: { accounts: accounts && [...new Set(accounts)].sort(), from, to }, format: 1, ledger, mode,
    covers: { closingClose, endIndex: closingClose + 1, firstIndex: (openingClose ?? -1) + 1, openingClose }, origin,
    keys: [...new Set([...checkpoint.signers, ...(previous?.signers ?? [])])].sort() };
  const isPeriod = [from, to].every((at) => at === null || isInstant(at)) && (from !== null || openingClose === null);
  must(canonical(made) === text && isPeriod && (openingClose ?? -1) < closingClose, 'policy.json contradicts itself');
  Object.assign(trail, { checkpoint, previous, asked, covers, keys, ledger, mode, isOfSome, step: 'key' });
  const isTrusted = trail.trusted.length === 0 || checkpoint.signers.some((key) => trail.trusted.includes(key));
  must(isTrusted, 'the checkpoint is not signed by a key that was given');
};
const checkPrevious = ({ read, previous, checkpoint }) => {
  if (previous === undefined) return;
  const begin = `old ${previous.size}\n`, end = `\n${checkpoint.note}`, text = textOf(read('previous/consistency'));
  const lines = text.slice(begin.length, -end.length).split('\n').slice(0, -1), path = lines.map(hashIn);
  const isOfThese = text === begin + each(lines, (line) => `${line}\n`) + end && previous.size <= checkpoint.size;
  const [one, two] = isOfThese ? rootsBy(path, previous.root, previous.size, checkpoint.size) : [];
  const isContinued = one?.equals(previous.root) && two.equals(checkpoint.root) && path.length === 0;
  must(isContinued, 'it is not proven that the log continues the previous checkpoint'); };
const checkKept = ({ note, kept, keys, trusted, checkpoint, previous }) => {
  if (note === undefined) return;
  const { origin, size, root } = checkpointIn(note, [...keys, ...trusted.map(keyIn)], true);
  const found = kept.root ?? [checkpoint, previous].find((one) => one?.size === size)?.root;
  const why = found ? 'the log is not the one whose checkpoint you kept' : `nothing here tells of ${size} entries`;
  must(origin === checkpoint.origin && found?.equals(root), why); };
const readHeads = (trail, path, index) => {
  const close = closeIn(trail, textAt(trail, index), index), root = Buffer.from(close.heads, 'hex');
  const sums = {}, heads = [], leaves = [];
  for (const text of trail.lines(path)) {
    const { line, ...proof } = trail.isOfSome ? jsonIn(text, 'hashes index line') : { line: text };
    if (trail.isOfSome) proveInclusion(line, proof, { size: close.accounts, root });
    const head = jsonIn(line, 'accountId credits currency debits hash heldCredits heldDebits name status type version');
    const { currency } = head, before = totalsOf(sums[currency] ?? { debits: '0', credits: '0' });
    const [debits, credits] = totalsOf(head).map((total, at) => money(total + before[at], digitsIn(head.debits)));
    sums[currency] = { credits, currency, debits };
    leaves.push(leafOf(Buffer.from(line)));
    heads.push(head); }
  const totals = canonical(Object.keys(sums).sort().map((currency) => sums[currency]));
  const isSum = totals === canonical(close.currencies) && heads.length === close.accounts;
  const isAll = isSum && rootOf(Buffer.concat(leaves)).equals(root);
  const isInOrder = heads.every(({ accountId }, at) => at === 0 || heads[at - 1].accountId < accountId);
  must(isInOrder && (trail.isOfSome || isAll), `${path} is not what the close at ${index} states`);
  return [heads, close.closedAt];
};
const readAccounts = (trail) => {
  const { covers: { openingClose, closingClose }, asked, ledger, isOfSome } = trail, opening = 'heads/opening.jsonl';
  const [heads, closedAt] = readHeads(trail, 'heads/closing.jsonl', closingClose);
  const [earlier, openedAt] = openingClose === null ? [[], null] : readHeads(trail, opening, openingClose);
  const before = new Map(earlier.map((head) => [head.accountId, stateOf(head)]));
  const states = new Map(heads.map((head) => [head.accountId, before.get(head.accountId) ?? unopened(head)]));
  const isAsked = !isOfSome || canonical([...states.keys()]) === canonical(asked.accounts);
  must(isAsked && [...before.keys()].every((id) => states.has(id)), 'the closing heads are not of all accounts');
  const openingDate = exportDate(openedAt ?? ''), closingDate = exportDate(closedAt);
  const digits = Object.fromEntries(heads.map(({ currency, debits }) => [currency, digitsIn(debits)]));
  const currencies = Object.keys(digits).sort().map((currency) => ({ currency, zeros: '0'.repeat(digits[currency]) }));
  const shown = { openedAt, closedAt, openingDate, closingDate, latest: [openingDate, closingDate].sort()[1], digits,
    currencies, closingClose, isOfSome, ledger, company: clean(ledger), hasAccounts: heads.length > 0 };
  shown.accounts = heads.map((head) => shownAccount(shown, head, states.get(head.accountId).totals));
  shown.named = new Map(shown.accounts.map((account) => [account.accountId, account]));
  shown.openings = shown.accounts.filter((account) => account.opening !== 0n);
  Object.assign(shown, { hasOpenings: shown.openings.length > 0, openingRests: restsOf(shown.openings, digits) });
  Object.assign(trail, { states, shown, heads }); };
const readLog = (trail) => {
  const { manifest, used, fault } = trail;
  const claimedIn = (path) => {
    for (const line of trail.lines(path)) if (line.startsWith('<NumberOfEntries>')) return line.replace(/\D/g, ''); };
  trail.exports = exportsOf(trail.shown, formatsIn(textOf(trail.files.read('VERIFY.md'))), claimedIn);
  trail.step = 'tree';
  for (const [index, text] of trail.mode === 'whole' ? wholeLog(trail) : extractedLog(trail)) {
    trail.step = 'entries'; readEntry(trail, index, text); trail.step = 'tree'; }
  for (const head of trail.heads) compare(trail.states.get(head.accountId), head, fault);
  trail.step = 'exports';
  for (const [path, hash] of trail.exports.end())
    if (used.add(path) && manifest.get(path)?.sha256 !== hash) fault('exports', `${path} is not what the log says`);
  for (const path of manifest.keys()) if (!used.has(path)) fault('files', `${path} belongs to no trail`); };
/** The opening close is the newest one up to the moment asked, and the closing close the first one from it on. */
const checkCloses = ({ asked: { from, to }, covers: { openingClose, closingClose }, closes }) => {
  for (const { index, closedAt } of closes.filter((close) => close.index <= closingClose)) {
    const isAfter = from === null || closedAt > from, isEnd = to === null ? index === closingClose : closedAt >= to;
    must(isAfter === (index !== openingClose), `the trail does not begin as asked: see the close at ${index}`);
    must(index === openingClose || isEnd === (index === closingClose), `the trail does not end as asked: see ${index}`);
  } };
const checkPage = ({ files, manifest, shown: { openedAt, closedAt } }) => {
  const page = textOf(files.read('report.html')), pattern = /^(.*<script [^>]*id="trail">)(.*?)(<\/script>.*)$/s;
  const [, begin, shown, end] = matched(pattern, page, 'a page');
  const tables = ['ads/chart-of-accounts.csv', 'ads/gl-detail.csv', 'ads/trial-balance.csv'];
  const paths = [...tables, 'checkpoint', 'policy.json'].filter((path) => manifest.get(path).size <= 4_194_304);
  const texts = Object.fromEntries([...paths, manifestPath].map((path) => [path, textOf(files.read(path))]));
  const data = canonical({ closedAt, files: texts, openedAt }).replaceAll('<', '\\u003c');
  must(shown === data, 'report.html does not show these files');
  for (const [name, hashes] of Object.entries(knownPages)) {
    const hash = sha256Hex(name === 'report.html' ? begin + end : files.read(name));
    must(hashes.includes(hash), `${name} is not one that this verifier knows`); } };
const steps = { files: readManifest, policy: readPolicy, previous: checkPrevious, heads: readAccounts, exports: readLog,
  'policy ': checkCloses, page: checkPage, kept: checkKept };
const checkNames =
  'files policy signatures key previous kept tree chosen entries balanced versions chains totals heads exports page';
/** Checks a trail: a folder, or its `paths`, and how to `read` one and its `chunks`. `keys` are the trusted ones. */
export const verify = (where, { keys: trusted = [], checkpoint: note } = {}) => {
  const faults = Object.fromEntries(checkNames.split(' ').map((name) => [name, []])), used = new Set();
  const files = typeof where === 'string' ? folderOf(where) : where;
  const trail = { files, used, trusted, note, closes: [], kept: { size: Number(note?.split('\n')[1]) },
    read: (path) => files.read(used.add(path) && path), lines: (path) => linesOf(files.chunks(used.add(path) && path)),
    fault: (name, message) => { faults[name].push(message); } };
  let isDone = false;
  try {
    for (const [name, step] of Object.entries(steps)) step(Object.assign(trail, { step: name.trim() }));
    isDone = true;
  } catch (error) { trail.fault(trail.step, error.message); }
  const skipped = {
    key: trusted.length === 0 && 'no --key was given: a forger would have put his own into the policy',
    previous: trail.previous === undefined && 'the trail begins where the log begins',
    kept: note === undefined && 'no --checkpoint was given: an older one shows whether the log was rewritten' };
  const checks = Object.entries(faults).map(([name, found]) => ({ name, faults: found, detail: skipped[name] || '',
    status: found.length > 0 ? 'failed' : skipped[name] ? 'not checked' : isDone ? 'checked' : 'not reached' }));
  return { ok: isDone && checks.every(({ status }) => status !== 'failed'), checks }; };
const run = (words) => {
  const isValue = (at) => ['--key', '--checkpoint'].includes(words[at - 1]);
  const valuesOf = (name) => words.filter((_, at) => words[at - 1] === name), [kept] = valuesOf('--checkpoint');
  const isOther = (word, at) => word !== '--json' && !isValue(at) && !isValue(at + 1);
  const [folder = dirname(ownFile), ...more] = words.filter(isOther);
  must(more.length === 0 && !folder.startsWith('-') && !isValue(words.length), `not understood: ${words.join(' ')}`);
  const keys = valuesOf('--key').map((text) => keyIn(text).text), checkpoint = kept && readFileSync(kept, 'utf8');
  const result = verify(folder, { keys, checkpoint }), end = result.ok ? 'All that was checked holds.' : 'REFUSED';
  const text = each(result.checks, ({ name, status, detail, faults }) =>
    `${status.padEnd(12)}${name.padEnd(12)}${detail}\n${each(faults.slice(0, 5), (one) => `    ${one}\n`)}`);
  process.stdout.write(words.includes('--json') ? `${JSON.stringify(result)}\n` : `${text}\n${end}\n`);
  return result.ok ? 0 : 1; };
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === ownFile) {
  try { process.exitCode = run(process.argv.slice(2)); } catch (error) {
    process.exitCode = 2;
    process.stderr.write(`${error.message}\nnode verify.mjs [FOLDER] [--key KEY]... [--checkpoint FILE] [--json]\n`); }
}
