import type { WrittenTerms } from '../../accounts/account-stream.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { factIdOf, firstVersionOf, partsOf, type StreamId } from '../../shared/stream-id.ts';
import { termsIn } from './account-terms.ts';
import type { ArchivedFact, Survey, SurveyedPlace, SurveyedStream } from './surveyed-place.ts';

/** What is wrong at a place of a table; the last part says what would repair it, where anything does. */
export type RestoreFinding = {
  readonly code: RestoreCode;
  /** The place, as the id that it has or would have as a fact. */
  readonly place: string;
  readonly detail: string;
  readonly repair?: Repair;
};

export type RestoreCode =
  /** The archive has it and the table has not. */
  | 'FactMissing'
  /** A fact says that it was written, and it is not there. */
  | 'AccountEventMissing'
  /** A journal entry captures a hold, and the hold's stream does not say so. */
  | 'CaptureMissing'
  /** No request is on record that opened or changed the account: the same request would be decided anew. */
  | 'RequestMissing'
  /** Later versions are there, and nothing tells what belonged here. */
  | 'VersionMissing'
  /** It names a fact that is neither in the table nor in the archive. */
  | 'ReferenceMissing'
  | 'FactDiffers'
  | 'AccountEventDiffers'
  /** Its status or floor does not continue those of the version before. */
  | 'TermsDiffer'
  | 'ChainBroken'
  /** Two facts claim the place, or the archive has more than one text for it. */
  | 'Contested'
  | 'Unreadable';

/** Where the event comes from that is missing. All of them are Puts of what is not there. */
export type Repair =
  | { readonly from: 'archive'; readonly fact: ArchivedFact }
  | { readonly from: 'fact'; readonly cause: string; readonly terms: WrittenTerms }
  | { readonly from: 'entry'; readonly entry: string };

type Place = { readonly streamId: StreamId; readonly version: number; readonly place: SurveyedPlace };

/** Everything that is wrong in a table, by stream and rising version, so that each repair has what it needs. */
export const findingsOf = (survey: Survey): readonly RestoreFinding[] => [
  ...[...survey.streams].flatMap(([streamId, stream]) => findingsInStream(streamId, stream, survey)),
  ...missingReferences(survey),
];

const findingsInStream = (streamId: StreamId, stream: SurveyedStream, survey: Survey): readonly RestoreFinding[] => {
  const findings: RestoreFinding[] = [];
  const uncaptured = survey.uncaptured.filter(({ hold }) => hold === streamId);
  let hash: string | undefined = '';
  let terms: WrittenTerms | undefined;
  const last = Math.max(...stream.keys());
  // A capture that nothing came after leaves no hole: its place is the next.
  for (let version = firstVersionOf(streamId); version <= last || uncaptured.length > 0; version += 1) {
    const at: Place = {
      streamId,
      version,
      place: stream.get(version) ?? { lost: [], implied: [], isOtherwiseArchived: false },
    };
    const found: Found = missingAt(at, terms) ?? { findings: wrongAt(at, { hash, terms }), ...stateOf(at.place) };
    const capture = found.isUnexplained === true ? uncaptured.shift() : undefined;
    if (capture === undefined) findings.push(...found.findings);
    else findings.push(captureMissing(at, capture.entry));
    hash = found.hash;
    terms = found.terms;
    if (version > last && capture === undefined) break;
    if (partsOf(streamId).kind === 'account') findings.push(...missingRequest(at, survey));
  }
  return findings;
};

/** What is found at a place, and what is known of the account or hold after it. */
type Found = {
  readonly findings: readonly RestoreFinding[];
  readonly hash: string | undefined;
  readonly terms: WrittenTerms | undefined;
  readonly isUnexplained?: boolean;
};

/** Undefined where the table has something at that place. */
const missingAt = (at: Place, terms: WrittenTerms | undefined): Found | undefined => {
  const { stored, lost, implied, unreadable } = at.place;
  if (stored !== undefined || unreadable !== undefined) return undefined;
  const [fact, ...otherFacts] = lost;
  const [claim, ...otherClaims] = implied;
  if (otherFacts.length + otherClaims.length > 0 || (fact !== undefined && claim !== undefined))
    return { findings: [finding(at, 'Contested', 'more than one fact claims it')], hash: undefined, terms };
  if (fact !== undefined) {
    const repair: Repair = { from: 'archive', fact };
    const after = termsIn(JSON.parse(fact.text)) ?? terms;
    return { findings: [{ ...finding(at, 'FactMissing', 'it is archived'), repair }], hash: fact.hash, terms: after };
  }
  if (claim === undefined)
    return {
      findings: [finding(at, 'VersionMissing', 'nothing tells what it was')],
      hash: undefined,
      terms,
      isUnexplained: true,
    };
  const missing = finding(at, 'AccountEventMissing', `${claim.cause} brought it about`);
  const repair: Repair | undefined = terms === undefined ? undefined : { from: 'fact', cause: claim.cause, terms };
  return { findings: [repair === undefined ? missing : { ...missing, repair }], hash: claim.hash, terms };
};

const stateOf = ({ stored }: SurveyedPlace): Pick<Found, 'hash' | 'terms'> => ({
  hash: stored?.hash,
  terms: stored?.terms,
});

const wrongAt = (
  at: Place,
  before: { readonly hash: string | undefined; readonly terms: WrittenTerms | undefined },
): readonly RestoreFinding[] => {
  const { stored, implied, isOtherwiseArchived, unreadable } = at.place;
  if (stored === undefined) return [finding(at, 'Unreadable', unreadable ?? '')];
  const { previousHash, cause, isPublished, terms } = stored;
  const wrong: (RestoreFinding | undefined)[] = [
    unreadable === undefined ? undefined : finding(at, 'Unreadable', unreadable),
    isOtherwiseArchived ? finding(at, 'FactDiffers', 'the archive has another text or hash') : undefined,
    implied.length > (isPublished ? 0 : 1)
      ? finding(at, 'Contested', implied.map((claim) => claim.cause).join(' '))
      : undefined,
    previousHash !== undefined && before.hash !== undefined && previousHash !== before.hash
      ? finding(at, 'ChainBroken', 'it does not name the hash of the version before')
      : undefined,
  ];
  const [claim] = implied;
  if (!isPublished && cause !== undefined) {
    if (claim === undefined) wrong.push(finding(at, 'ReferenceMissing', `${cause} brought it about`));
    else if (claim.textHash !== stored.textHash || claim.hash !== stored.hash)
      wrong.push(finding(at, 'AccountEventDiffers', `it is not what ${claim.cause} says`));
    if (before.terms !== undefined && canonicalJson(before.terms) !== canonicalJson(terms ?? null))
      wrong.push(finding(at, 'TermsDiffer', 'status or floor changed without a fact'));
  }
  return wrong.filter((one) => one !== undefined);
};

const captureMissing = (at: Place, entry: string): RestoreFinding => ({
  ...finding(at, 'CaptureMissing', `${entry} captures it`),
  repair: { from: 'entry', entry },
});

const missingRequest = (at: Place, { requested }: Survey): readonly RestoreFinding[] => {
  const { stored, lost } = at.place;
  const isLifeFact = stored?.isPublished ?? lost.length > 0;
  if (!isLifeFact || requested.has(factIdOf(at.streamId, at.version))) return [];
  return [finding(at, 'RequestMissing', 'no request is on record for it')];
};

const missingReferences = ({ streams, references }: Survey): readonly RestoreFinding[] =>
  references
    .filter(({ to }) => {
      const at = to.lastIndexOf('@');
      return !streams.get(to.slice(0, at) as StreamId)?.has(Number(to.slice(at + 1)));
    })
    .map(({ from, to }) => ({ code: 'ReferenceMissing', place: from, detail: `it names ${to}` }));

const finding = ({ streamId, version }: Place, code: RestoreCode, detail: string): RestoreFinding => ({
  code,
  place: factIdOf(streamId, version),
  detail,
});
